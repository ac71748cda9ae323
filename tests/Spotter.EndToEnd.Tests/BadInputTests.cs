using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

public sealed class BadInputTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Faces_MissingFile_AnswersOneLineAnd3() => AssertOneLine(3, "missing.jpg", "faces", "missing.jpg");

    [Fact]
    public void Faces_MissingAmongOthers_DoesTheOthersAndAnswers1()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        Run run = _workspace.Spotter("faces", "missing.jpg", "a.png", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.OutputLines);
    }

    [Fact]
    public void Faces_TextFileNamedJpg_AnswersOneLineAnd1()
    {
        _workspace.Write("notes.jpg", "just some words\n");
        AssertOneLine(1, "notes.jpg", "faces", "notes.jpg");
    }

    [Fact]
    public void Faces_PictureOf40000x40000_AnswersOneLineAnd1()
    {
        _workspace.Write("bomb.png", SamplePictures.HugePng(40_000));
        AssertOneLine(1, "bomb.png", "faces", "bomb.png");
    }

    [Fact]
    public void Faces_PictureAboveTheGivenLimit_IsRefused()
    {
        _workspace.Write("a.png", SamplePictures.Blank(200, 100));
        AssertOneLine(1, "a.png", "faces", "a.png", "--max-megapixels", "0.01");
        Assert.Equal(0, _workspace.Spotter("faces", "a.png", "--max-megapixels", "0.02").ExitCode);
    }

    [Fact]
    public void Faces_PictureNamedOtherwise_IsTakenForWhatItIs()
    {
        _workspace.Write("photo.dat", SamplePictures.Blank());
        Assert.Equal(0, _workspace.Spotter("faces", "photo.dat").ExitCode);
        Assert.Equal(["photo.png"], _workspace.Files("spotter-out/faces"));
    }

    [Fact]
    public void Faces_CascadeCutInHalf_AnswersOneLineAnd3()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        _workspace.Write(
            "half.xml",
            """
            <?xml version="1.0"?>
            <opencv_storage>
            <cascade type_id="opencv-cascade-classifier"><stageType>BOOST</stageType>
              <featureType>HAAR</featureType>
              <height>20</height>
            """
        );
        AssertOneLine(3, "half.xml", "faces", "a.png", "--model", "half.xml");
    }

    [Fact]
    public void Faces_UnknownModel_AnswersOneLineAnd3()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        AssertOneLine(3, "nonesuch", "faces", "a.png", "--model", "nonesuch");
        AssertOneLine(3, "nonesuch", "models", "show", "nonesuch");
    }

    [Fact]
    public void Faces_FolderWithoutPictures_AnswersOneLineAnd3()
    {
        _workspace.Write("empty/readme.md", "nothing");
        AssertOneLine(3, "empty", "faces", "empty");
    }

    [Fact]
    public void Faces_FileNameWithControlCharacters_StaysOneLine()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such names");
        Run run = _workspace.Spotter("faces", "no\n\u001b[31msuch.jpg");
        Assert.Single(run.ErrorLines);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Theory]
    [InlineData("--scale-factor", "1")]
    [InlineData("--scale-factor", "fast")]
    [InlineData("--scale-factor", "NaN")]
    [InlineData("--min-neighbors", "-1")]
    [InlineData("--min-size", "30x")]
    [InlineData("--roi", "0,0,10")]
    [InlineData("--threads", "0")]
    [InlineData("--max-megapixels", "0")]
    [InlineData("--draw", "hearts")]
    [InlineData("--color", "#12")]
    [InlineData("--thickness", "0")]
    [InlineData("--label", "{nose}")]
    [InlineData("--format", "csv,excel")]
    [InlineData("--output", "")]
    [InlineData("--nonsense", "1")]
    public void Faces_WrongOption_AnswersOneLineAnd2(string option, string value)
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        AssertOneLine(2, option, "faces", "a.png", option, value);
        Assert.False(Directory.Exists(_workspace.PathOf("spotter-out")));
    }

    [Fact]
    public void Spotter_WithoutWhatItNeeds_AnswersOneLineAnd2()
    {
        AssertOneLine(2, "SOURCE", "faces");
        AssertOneLine(2, "--model", "detect", "a.png");
        AssertOneLine(2, "paint", "paint");
    }

    [Fact]
    public void Faces_OutputOverAnInput_IsRefusedAndTheInputKept()
    {
        byte[] picture = SamplePictures.Blank();
        _workspace.Write("in/a.png", picture);
        AssertOneLine(2, "a.png", "faces", "in", "-o", "in");
        AssertOneLine(2, "a.png", "faces", "in/a.png", "-o", "in/a.png");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(_workspace.PathOf("link"), _workspace.PathOf("in"));
            AssertOneLine(2, "a.png", "faces", "in", "-o", "link");
        }

        Assert.Equal(picture, File.ReadAllBytes(_workspace.PathOf("in/a.png")));
    }

    [Fact]
    public void Faces_OutputIsAFile_AnswersOneLine()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        _workspace.Write("taken", "a file");
        AssertOneLine(2, "taken", "faces", "a.png", "-o", "taken");
    }

    [Fact]
    public void Faces_OneOutputNameForTwoPictures_AnswersOneLineAnd2()
    {
        _workspace.Write("a.png", SamplePictures.Blank());
        _workspace.Write("b.png", SamplePictures.Blank());
        AssertOneLine(2, "out.jpg", "faces", "a.png", "b.png", "-o", "out.jpg");
    }

    private void AssertOneLine(int exitCode, string named, params string[] args)
    {
        Run run = _workspace.Spotter(args);
        Assert.Equal(exitCode, run.ExitCode);
        string line = Assert.Single(run.ErrorLines);
        Assert.StartsWith("spotter: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }
}
