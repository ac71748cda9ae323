using Spotter.Cli.Completing;

namespace Spotter.Cli.Tests.Completing;

public sealed class CandidatesTests
{
    [Theory]
    [InlineData("", "fa", "faces")]
    [InlineData("", "co", "completion,config")]
    [InlineData("train", "", "detector,classifier")]
    [InlineData("help train", "c", "classifier")]
    [InlineData("completion", "", "bash,zsh,fish,pwsh")]
    [InlineData("faces", "--min-s", "--min-score,--min-size")]
    [InlineData("faces photo.jpg", "--dr", "--draw")]
    [InlineData("faces --draw blur", "--dr", "")]
    [InlineData("faces --sticker hat", "--stic", "--sticker")]
    [InlineData("faces --draw", "b", "boxes,box,both,blur")]
    [InlineData("faces", "--draw=bl", "--draw=blur")]
    [InlineData("faces --format", "", "csv,coco,yolo,voc,mot")]
    [InlineData("faces --show", "t", "terminal")]
    [InlineData("train classifier --optimizer", "adam", "adam,adamw")]
    [InlineData("train classifier", "fash", "fashion-mnist")]
    [InlineData("train detector --kind", "net", "network")]
    [InlineData("detect photo.jpg --model", "peo", "people")]
    [InlineData("explain", "smi", "smiles")]
    [InlineData("faces --min-size", "", "")]
    [InlineData("faces --", "--dr", "")]
    public void For_CommandLine_OffersWhatFits(string before, string current, string offered) =>
        Assert.Equal(offered, string.Join(',', For(before, current).List.Select(static candidate => candidate.Word)));

    [Theory]
    [InlineData("faces", "", DiskNames.Files)]
    [InlineData("faces photo.jpg", "ph", DiskNames.Files)]
    [InlineData("faces --model", "", DiskNames.Files)]
    [InlineData("faces --crops", "", DiskNames.Folders)]
    [InlineData("faces --min-size", "", DiskNames.None)]
    [InlineData("faces --draw", "", DiskNames.None)]
    [InlineData("", "", DiskNames.None)]
    public void For_CommandLine_SaysWhetherNamesOnTheDiskFit(string before, string current, object disk) =>
        Assert.Equal(disk, For(before, current).Disk);

    [Fact]
    public void For_Runs_OffersTheirNames()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "friends-1"));
        File.WriteAllText(Path.Combine(folder.Path, "friends-1", "configuration.json"), "{}");
        Assert.Equal(
            ["friends-1"],
            Candidates
                .For(Tool.Build(), ["classify", "--runs", folder.Path, "--model"], "fr")
                .List.Select(static candidate => candidate.Word)
        );
    }

    [Fact]
    public void Of_EveryShell_AsksTheToolOfTheSearchPath() => Assert.All(ShellScripts.Names, static shell =>
        {
            string script = ShellScripts.Of(shell);
            Assert.Contains("complete \"=$", script, StringComparison.Ordinal);
            Assert.EndsWith("\n", script, StringComparison.Ordinal);
            Assert.DoesNotContain("COMP_WORDS[0]", script, StringComparison.Ordinal);
        });

    private static Candidates For(string before, string current) =>
        Candidates.For(Tool.Build(), before.Split(' ', StringSplitOptions.RemoveEmptyEntries), current);
}
