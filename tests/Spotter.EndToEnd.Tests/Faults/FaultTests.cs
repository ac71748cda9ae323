using System.Diagnostics;
using System.Globalization;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests.Faults;

/// <summary>
/// Each read, write, rename, start of a program and so on fails once, in a run of its own: every run ends, says in a
/// line what was wrong, and leaves whole files or none.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output) : IDisposable
{
    private const int FewPoints = 7;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Workspace _workspace = new();

    public static TheoryData<string> Commands => ["pictures", "clip", "training"];

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_AFewCallsFail_OneLineAndWholeFiles(string command) => FailEach(command, FewPoints);

    [Theory]
    [MemberData(nameof(Commands))]
    [Trait("Category", "Long")]
    public void Command_AnyCallFails_OneLineAndWholeFiles(string command) => FailEach(command, int.MaxValue);

    private void FailEach(string command, int most)
    {
        FaultyProcess.Require();
        string[] arguments = Prepare(command);
        (_, int calls, string? flaw) = Try(arguments, 0);
        Assert.True(flaw is null, $"without a fault: {flaw}");
        Assert.True(calls > FewPoints, $"{calls} calls");
        int step = Math.Max(1, calls / most);
        int points = 0;
        var flaws = new List<string>();
        for (int call = 1; call <= calls; call += step)
        {
            (string? failed, _, string? wrong) = Try(arguments, call);
            points += failed is null ? 0 : 1;
            if (wrong is not null)
            {
                flaws.Add($"call {call} ({failed}): {wrong}");
                output.WriteLine(flaws[^1]);
            }
        }

        output.WriteLine($"{command}: {calls} calls, {points} made to fail, {flaws.Count} ended wrong");
        Assert.Empty(flaws);
        Assert.True(points > 0);
    }

    private string[] Prepare(string command)
    {
        switch (command)
        {
            case "pictures":
                File.Copy(SamplePictures.WithFace, _workspace.PathOf("a.jpg"));
                _workspace.Write("b.png", SamplePictures.Noise(1, format: Media.Pictures.PictureFormat.Png));
                _workspace.Write("c.jpg", SamplePictures.Noise(2));
                return ["faces", "a.jpg", "b.png", "c.jpg", "-o", "out", "--format", "csv,coco,voc", "--json"];
            case "clip":
                SampleVideos.Write(_workspace.PathOf("clip.mp4"));
                return
                [
                    "faces",
                    "clip.mp4",
                    "-o",
                    "out/found.mp4",
                    "--duration",
                    "0.3",
                    "--max-width",
                    "160",
                    "--json",
                ];
            default:
                BandPictures.Write(_workspace.PathOf("bands"), train: 40, test: 10);
                return
                [
                    "train",
                    "classifier",
                    "fashion-mnist",
                    "--data",
                    "bands",
                    "--layers",
                    "4",
                    "--threads",
                    "1",
                    "--epochs",
                    "2",
                    "--runs",
                    "out",
                ];
        }
    }

    private (string? Failed, int Calls, string? Flaw) Try(string[] arguments, int call)
    {
        string outputs = _workspace.PathOf("out");
        if (Directory.Exists(outputs))
        {
            Directory.Delete(outputs, recursive: true);
        }

        // Not below the folder that counts.
        string log = $"{_workspace.Folder}-faults-{call.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            using Process process = Process.Start(FaultyProcess.Prepare(arguments, _workspace.Folder, call, log))!;
            process.StandardInput.Close();
            Task<string> standard = process.StandardOutput.ReadToEndAsync();
            Task<string> error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                return (FaultyProcess.Read(log).Failed, 0, "it does not end");
            }

            (string? failed, int calls) = FaultyProcess.Read(log);
            string? flaw = FaultyProcess.Flaw(process.ExitCode, error.Result) ?? WholeFiles.Flaw(outputs);
            return (failed, calls, flaw is null ? null : $"{flaw}\n{error.Result}");
        }
        finally
        {
            File.Delete(log);
        }
    }
}
