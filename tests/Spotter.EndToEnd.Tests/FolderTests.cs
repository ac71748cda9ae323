using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed class FolderTests : IDisposable
{
    private const int PictureCount = 60;
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Faces_FolderWithThreeBrokenFiles_ReportsThemAndDoesTheRest()
    {
        WriteFolder();
        Run run = _workspace.Spotter("faces", "pictures", "--json");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(PictureCount - 3, run.OutputLines.Length);
        string[] files = [.. run.OutputLines.Select(FileOf)];
        Assert.Equal(files.Order(StringComparer.Ordinal), files);
        string[] errors = [.. run.ErrorLines.Where(line => line.StartsWith("spotter: ", StringComparison.Ordinal))];
        Assert.Equal(3, errors.Length);
        Assert.Contains("10.jpg", errors[0], StringComparison.Ordinal);
        Assert.Contains("20.jpg", errors[1], StringComparison.Ordinal);
        Assert.Contains("30.jpg", errors[2], StringComparison.Ordinal);
        Assert.Contains("3 failed", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_workspace.PathOf("spotter-out")), "--json alone writes no copies");
    }

    [Fact]
    public void Faces_SameFolderTwiceAndOnOneThread_SaysTheSame()
    {
        WriteFolder();
        string[] first = Results("--threads", "2");
        string[] second = Results("--threads", "2");
        string[] single = Results("--threads", "1");

        Assert.Equal(PictureCount - 3, first.Length);
        Assert.Equal(first, second);
        Assert.Equal(first, single);
    }

    [Fact]
    public void Faces_Recursive_FindsSubfoldersAndKeepsTheirStructure()
    {
        _workspace.Write("in/a.png", SamplePictures.Blank());
        _workspace.Write("in/sub/a.png", SamplePictures.Blank());
        _workspace.Write("in/sub/notes.md", "no picture");

        Assert.Single(_workspace.Spotter("faces", "in", "--json").OutputLines);
        Run run = _workspace.Spotter("faces", "in", "-r", "-o", "in/out");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["a.png", "sub/a.png"], _workspace.Files("in/out"));

        // What the first run wrote is no input of the second.
        Assert.Equal(2, _workspace.Spotter("faces", "in", "-r", "-o", "in/out").OutputLines.Length);
    }

    [Fact]
    public void Faces_GlobAndListFile_AreExpanded()
    {
        _workspace.Write("p/a.png", SamplePictures.Blank());
        _workspace.Write("p/b.png", SamplePictures.Blank());
        _workspace.Write("p/q/c.png", SamplePictures.Blank());
        _workspace.Write("p/list.txt", "# two of them\n\na.png\nq/*.png\n");

        Assert.Equal(2, _workspace.Spotter("faces", "p/*.png", "--json").OutputLines.Length);
        Assert.Equal(3, _workspace.Spotter("faces", "p/**/*.png", "--json").OutputLines.Length);
        Assert.Equal(2, _workspace.Spotter("faces", "p/list.txt", "--json").OutputLines.Length);
    }

    private static string FileOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("file").GetString()!;

    /// <summary>All that is said about the pictures but the times.</summary>
    private string[] Results(params string[] options) =>
        [
            .. _workspace
                .Spotter(["faces", "pictures", "--json", "--min-neighbors", "0", .. options])
                .OutputLines.Select(line => line[..line.LastIndexOf(",\"ms\":", StringComparison.Ordinal)]),
        ];

    private void WriteFolder()
    {
        for (int i = 0; i < PictureCount; i++)
        {
            byte[] picture = SamplePictures.Noise(seed: i, width: 96 + (i % 5) * 24);
            _workspace.Write(
                $"pictures/{i:00}.jpg",
                i switch
                {
                    10 => "this is text"u8.ToArray(),
                    20 => picture[..200],
                    30 => [],
                    _ => picture,
                }
            );
        }
    }
}
