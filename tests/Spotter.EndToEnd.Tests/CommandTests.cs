using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;

namespace Spotter.EndToEnd.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Version_IsOneLine()
    {
        Run run = _workspace.Spotter("--version");
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"^spotter \d+\.\d+\.\d+( \([0-9a-f]{12}\))?\n$", run.Output.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Models_List_TableAndJsonNameTheSame()
    {
        string[] rows = _workspace.Spotter("models", "list").OutputLines;
        JsonElement[] models =
        [
            .. _workspace
                .Spotter("models", "list", "--json")
                .OutputLines.Select(line => JsonDocument.Parse(line).RootElement),
        ];

        Assert.Equal(
            ["name", "target", "window", "origin", "licence"],
            rows[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

        // Below them those of others, which can be fetched, under heads of their own.
        int others = Array.FindIndex(rows, static row => row.StartsWith("of others ", StringComparison.Ordinal));
        Assert.Equal(
            models.Select(model => model.GetProperty("name").GetString()),
            rows[1..others].Concat(rows[(others + 1)..]).Select(row => row.Split(' ')[0])
        );
        Assert.True(models.Length >= 22);
        Assert.All(models[..(others - 1)], model =>
            Assert.True(model.GetProperty("window").GetProperty("w").GetInt32() > 0)
        );
        Assert.All(models[(others - 1)..], model => Assert.Equal(64, model.GetProperty("sha256").GetString()!.Length));
        Assert.All(models, model => Assert.NotEmpty(model.GetProperty("licence").GetString()!));
    }

    [Fact]
    public void Models_Show_NamesTheWindow()
    {
        Run run = _workspace.Spotter("models", "show", "haarcascade_frontalface_alt2");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("20x20", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_ShowAChannelModelInAFile_SaysWhatItConsistsOf()
    {
        string file = _workspace.WriteChannelModel("f.channels");
        Assert.Equal(
            [
                "name     f.channels",
                "label    face",
                "objects of 24x24 in windows of 32x32, 1,024 trees",
                "answers from a score of 16.02 on",
            ],
            _workspace.Spotter("models", "show", file).OutputLines
        );

        JsonElement model = JsonDocument.Parse(_workspace.Spotter("models", "show", file, "--json").Output).RootElement;
        Assert.Equal("face", model.GetProperty("label").GetString());
        Assert.Equal(32, model.GetProperty("window").GetProperty("w").GetInt32());
        Assert.Equal(24, model.GetProperty("object").GetProperty("h").GetInt32());
        Assert.Equal(1024, model.GetProperty("trees").GetInt32());
        Assert.InRange(model.GetProperty("operating_point").GetDouble(), 15.9, 16.1);
        Assert.False(model.GetProperty("joins_parts").GetBoolean());

        _workspace.Write("a.png", SamplePictures.Blank());
        Assert.Equal(
            "a.png: no faces",
            _workspace.Spotter("detect", "a.png", "--model", file, "--draw", "none").OutputLines.Single()
        );
    }

    [Theory]
    [InlineData(3, "broken.channels: not a usable channel model", "broken.channels")]
    [InlineData(2, "cascade.xml: is no channel model", "cascade.xml")]
    [InlineData(3, "absent.channels", "absent.channels")]
    public void Models_ShowWhatIsNoChannelModel_OneLineAndAnExitCode(int exitCode, string expected, string file)
    {
        _workspace.Write("broken.channels", "SPCH");
        _workspace.Write("cascade.xml", "<opencv_storage/>");
        Run run = _workspace.Spotter("models", "show", file);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(expected, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(run.OutputLines);
    }

    [Fact]
    public void Doctor_Json_SaysWhatIsFine()
    {
        Run run = _workspace.Spotter("doctor", "--json");
        JsonElement[] findings = [.. run.OutputLines.Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(findings.All(finding => finding.GetProperty("fine").GetBoolean()) ? 0 : 4, run.ExitCode);
        Assert.Contains(findings, finding =>
            finding.GetProperty("subject").GetString() == "models" && finding.GetProperty("fine").GetBoolean()
        );
        bool hasTool = findings
            .Single(finding => finding.GetProperty("subject").GetString() == "ffmpeg")
            .GetProperty("fine")
            .GetBoolean();
        string pictures = findings
            .Single(finding => finding.GetProperty("subject").GetString() == "pictures")
            .GetProperty("detail")
            .GetString()!;
        Assert.Equal(hasTool, pictures.Contains("TIFF, HEIC and AVIF are read", StringComparison.Ordinal));
    }

    [Fact]
    public void Demo_FindsFacesInTwoPhotographsAndPeopleInAStreet()
    {
        _ = SamplePictures.WithFace;
        Assert.SkipUnless(File.Exists(SampleVideos.Street), "no film of a street: install opencv-doc");
        Run run = _workspace.Spotter("demo");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.True(run.OutputLines.Count(line => line.EndsWith(" face", StringComparison.Ordinal)) >= 2, run.Output);
        Assert.Contains(run.OutputLines, line => line.Contains(": 60 frames, ") && line.Contains(" people"));
        Assert.Contains(Path.Combine(_workspace.Folder, "spotter-out", "demo"), run.Error, StringComparison.Ordinal);
        string[] written = _workspace.Files("spotter-out/demo");
        Assert.Contains("street.mp4", written);
        Assert.All(written.Where(file => file != "street.mp4"), file =>
            Assert.True(Picture.Load(_workspace.PathOf($"spotter-out/demo/{file}")).Width > 100)
        );
        Assert.Equal(
            "60",
            SampleVideos.Probe(_workspace.PathOf("spotter-out/demo/street.mp4"), "v:0", "nb_frames").Single()
        );
    }

    [Theory]
    [InlineData("smiles")]
    [InlineData("haarcascade_smile")]
    public void Smiles_EitherModelNamed_IsTaken(string model)
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        Run run = _workspace.Spotter("smiles", "a.png", "--model", model, "--draw", "none");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal("a.png: nothing", Assert.Single(run.OutputLines));
    }

    [Fact]
    public void Faces_LabelBeforeASource_TakesItForTheSource()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        Assert.Equal("a.png: no faces", _workspace.Spotter("faces", "--label", "a.png").OutputLines.Single());
    }
}
