using System.Text.RegularExpressions;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>
/// Every command line that the README and the how-to show does what it says it does. Commands that train, need what was
/// trained, or run until they are stopped are left to the tests of these: TrainDetectorTests, ClassifierTests,
/// EvaluateTests, and Spotter.Studio.Tests.
/// </summary>
public sealed partial class ReadmeTests : IDisposable
{
    private static readonly string[] TestedElsewhere =
    [
        "studio ",
        "train ",
        "classify ",
        "evaluate ",
        "detect table.jpg --model mug.xml",
    ];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    public static TheoryData<string, string> Commands()
    {
        var commands = new TheoryData<string, string>();
        foreach (string page in (string[])["README.md", "docs/how_to/find_faces.md", "docs/how_to/work_on_video.md"])
        {
            string text = File.ReadAllText(Repository.PathOf(page));
            foreach (
                string line in ShellBlock().Matches(text).SelectMany(block => block.Groups["lines"].Value.Split('\n'))
            )
            {
                if (
                    line.Contains("./spotter ", StringComparison.Ordinal)
                    && !TestedElsewhere.Any(command =>
                        line.StartsWith($"./spotter {command}", StringComparison.Ordinal)
                    )
                )
                {
                    commands.Add(page, line.Split(" # ", 2)[0].Trim());
                }
            }
        }

        return commands;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Page_Command_Runs(string page, string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the pages show POSIX command lines");
        foreach (string name in (string[])["photo.jpg", "photos/a.jpg", "photos/holiday/b.jpg", "group.jpg"])
        {
            _workspace.Write(name, File.ReadAllBytes(SamplePictures.WithFace));
        }

        if (command.Contains(".mp4", StringComparison.Ordinal))
        {
            SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        }

        _workspace.Write("list.txt", "photo.jpg\nphotos/a.jpg\n");
        string line = command.Replace("./spotter ", $"'{Workspace.ToolPath}' ", StringComparison.Ordinal);
        Run run = Run.Of("bash", ["-c", $"set -euo pipefail; {line}"], _workspace.Folder);
        Assert.True(run.ExitCode == 0, $"{page}: {command}\n{run.Output}{run.Error}");
        Assert.DoesNotContain("spotter: ", run.Error, StringComparison.Ordinal);
    }

    [GeneratedRegex("```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ShellBlock();
}
