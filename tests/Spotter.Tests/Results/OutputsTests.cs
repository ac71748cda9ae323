using System.Diagnostics;
using Spotter.Files;

namespace Spotter.Tests.Results;

public sealed class OutputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("real/v.mp4")]
    [InlineData("real/./v.mp4")]
    [InlineData("real/../real/v.mp4")]
    [InlineData("real/V.MP4")]
    [InlineData("link/v.mp4")]
    [InlineData("far/v.mp4")]
    [InlineData("soft.mp4")]
    [InlineData("hard.mp4")]
    public void Claim_AnInputByAnyName_IsRefusedEvenToOverwrite(string name)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "links are made with ln");
        string input = _folder.Touch("real/v.mp4", "a video");
        Directory.CreateSymbolicLink(_folder.PathOf("link"), _folder.PathOf("real"));
        Directory.CreateSymbolicLink(_folder.PathOf("far"), _folder.PathOf("link"));
        File.CreateSymbolicLink(_folder.PathOf("soft.mp4"), _folder.PathOf("link/v.mp4"));
        using (Process link = Process.Start("ln", [input, _folder.PathOf("hard.mp4")]))
        {
            link.WaitForExit();
        }

        var outputs = new Outputs([_folder.PathOf("link/v.mp4")], overwrite: true);
        var error = Assert.Throws<OutputException>(() => outputs.Claim(_folder.PathOf(name)));
        Assert.Contains("one of the inputs", error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Claim_AnotherHandsFile_IsRefusedUnlessOverwriting()
    {
        string path = _folder.Touch("labels/a.txt", "0 .5 .5 .1 .1");
        Assert.Contains(
            "--overwrite",
            Assert.Throws<OutputException>(() => new Outputs().Claim(path)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(path, new Outputs(overwrite: true).Claim(path));
    }

    [Fact]
    public void Write_AgainByALaterRun_ReplacesOnlyWhatNobodyChanged()
    {
        string path = _folder.PathOf("out/b\u00fccher\n.txt");
        new Outputs().Write(path, "one"u8);
        new Outputs().Write(path, "two"u8);
        Assert.Equal("two", File.ReadAllText(path));

        File.WriteAllText(path, "by hand");
        Assert.Throws<OutputException>(() => new Outputs().Write(path, "three"u8));
        Assert.Equal("by hand", File.ReadAllText(path));
    }

    [Fact]
    public void Write_SameLengthAtAnotherTime_IsAnotherHands()
    {
        string path = _folder.PathOf("out.txt");
        new Outputs().Write(path, "one"u8);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddTicks(1));
        Assert.Throws<OutputException>(() => new Outputs().Claim(path));
    }

    [Fact]
    public void Write_TwiceInOneRun_IsItsOwn()
    {
        var outputs = new Outputs();
        outputs.Write(_folder.PathOf("curves.png"), "one"u8);
        outputs.Write(_folder.PathOf("curves.png"), "two"u8);
        Assert.Equal("two", File.ReadAllText(_folder.PathOf("curves.png")));
    }

    [Fact]
    public void ClaimNumbered_AnotherHandsNumber_IsRefused()
    {
        _folder.Touch("heads/group-3.png", "mine");
        var outputs = new Outputs();
        outputs.ClaimNumbered([_folder.PathOf("heads/other"), _folder.PathOf("heads/grou")], ".png");
        Assert.Contains(
            "group-3.png",
            Assert
                .Throws<OutputException>(() => outputs.ClaimNumbered([_folder.PathOf("heads/group")], ".png"))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Claim_NameThatSomethingNumberedMayGet_IsRefused()
    {
        var outputs = new Outputs();
        outputs.ClaimNumbered([_folder.PathOf("out/a")], ".png");
        Assert.Equal(_folder.PathOf("out/a.png"), outputs.Claim(_folder.PathOf("out/a.png")));
        Assert.Equal(_folder.PathOf("out/b-1.png"), outputs.Claim(_folder.PathOf("out/b-1.png")));
        Assert.Contains(
            "--crops",
            Assert.Throws<OutputException>(() => outputs.Claim(_folder.PathOf("out/a-1.png"))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Write_FromManyThreadsAndRuns_NotesAll()
    {
        Outputs[] runs = [new(), new()];
        Parallel.For(0, 64, i => runs[i % 2].Write(_folder.PathOf($"out/{i}.txt"), "x"u8));
        Assert.Equal(64, new OutputManifest(_folder.PathOf("out")).Names.Count());
    }

    [Fact]
    public void NumberedFolder_TakenNames_AreLeftAloneAndEmptyOnesGo()
    {
        string parent = _folder.PathOf("spotter-out");
        using (var first = NumberedFolder.Create(parent, "faces"))
        using (var second = NumberedFolder.Create(parent, "faces"))
        {
            Assert.Equal(Path.Combine(parent, "faces"), first.Path);
            Assert.Equal(Path.Combine(parent, "faces-2"), second.Path);
            File.WriteAllText(Path.Combine(second.Path, "a.txt"), "kept");
        }

        Assert.Equal([Path.Combine(parent, "faces-2")], Directory.GetDirectories(parent));
        using (NumberedFolder.Create(_folder.PathOf("new"), "faces"))
        {
            Assert.True(Directory.Exists(_folder.PathOf("new/faces")));
        }

        Assert.False(Directory.Exists(_folder.PathOf("new")));
    }
}
