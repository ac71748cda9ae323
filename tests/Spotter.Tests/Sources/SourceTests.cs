using System.Diagnostics;
using Spotter.Files;
using Spotter.Sources;

namespace Spotter.Tests.Sources;

public sealed class SourceTests : IDisposable
{
    private static readonly byte[] Png = [0x89, .. "PNG\r\n\u001a\n"u8];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Expand_Folder_TakesPicturesInOrderAndNothingElse()
    {
        foreach (string name in (string[])["b.JPG", "a.png", "notes.md", ".hidden.png", "sub/c.webp", "Z.gif"])
        {
            _folder.Touch(name);
        }

        Assert.Equal(["Z.gif", "a.png", "b.JPG"], OutputPaths(new SourceOptions()));
        Assert.Equal(["Z.gif", "a.png", "b.JPG", "sub/c.webp"], OutputPaths(new SourceOptions { Recursive = true }));
    }

    [Fact]
    public void Expand_SkippedFolder_IsNotEntered()
    {
        _folder.Touch("a.png");
        _folder.Touch("out/a.png");
        var options = new SourceOptions { Recursive = true, SkippedFolders = [_folder.PathOf("out")] };
        Assert.Equal(["a.png"], OutputPaths(options));
    }

    [Fact]
    public void Expand_LinkedFolder_IsNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        _folder.Touch("a.png");
        Directory.CreateSymbolicLink(_folder.PathOf("circle"), _folder.Path);
        Assert.Equal(["a.png"], OutputPaths(new SourceOptions { Recursive = true }));
    }

    [Fact]
    public void Expand_Nothing_NamesTheProblemInItsPlace()
    {
        string picture = _folder.Touch("a.png");
        string empty = _folder.PathOf("empty");
        Directory.CreateDirectory(empty);
        IReadOnlyList<PictureSource> sources = Source.PicturesOf([
            "missing.jpg",
            picture,
            empty,
            "",
            _folder.PathOf("*.webp"),
        ]);

        Assert.Equal([true, false, true, true, true], sources.Select(source => source.Problem is not null));
        Assert.Contains("missing.jpg: there is no such file", sources[0].Problem, StringComparison.Ordinal);
        Assert.Contains("no pictures", sources[2].Problem, StringComparison.Ordinal);
        Assert.Contains("no picture matches", sources[4].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Expand_List_ReadsASourceALine()
    {
        string elsewhere = _folder.Touch("elsewhere/c.png");
        _folder.Touch("lists/a.png");
        string nested = _folder.Touch("lists/other.txt", "a.png");
        string list = _folder.Touch(
            "lists/all.txt",
            $"# a comment\r\n\r\na.png\r\n  {elsewhere}  \r\nother.txt\nmissing.png"
        );
        IReadOnlyList<PictureSource> sources = Source.PicturesOf([list]);

        Assert.Equal(
            [_folder.PathOf("lists/a.png"), elsewhere, nested, "missing.png"],
            sources.Select(source => source.Name)
        );
        Assert.Equal([false, false, true, true], sources.Select(source => source.Problem is not null));
    }

    [Fact]
    public void Expand_StandardInputTwice_IsReadOnce()
    {
        IReadOnlyList<PictureSource> sources = Source.PicturesOf(["-", "-"]);
        Assert.True(sources[0].IsStandardInput && sources[0].Problem is null);
        Assert.NotNull(sources[1].Problem);
    }

    [Fact]
    public void Find_FolderOfAllKinds_CountsWhatIsNotSearched()
    {
        _folder.Write("photo", Png);
        _folder.Write("a.png", Png);
        _folder.Write("clip.bin", [0x1A, 0x45, 0xDF, 0xA3, .. new byte[40]]);
        _folder.Touch("notes.txt", "words");
        _folder.Touch("empty.dat");
        _folder.Touch(".hidden.png");
        _folder.Touch("sub/b.png");
        _folder.Touch(OutputManifest.FileName);
        Source found = Source.Parse([_folder.Path], new SourceOptions());

        Assert.Equal(["a.png", "photo"], found.Pictures.Select(picture => picture.OutputPath));
        Assert.Equal(["clip.bin"], found.Videos.Select(video => video.OutputPath));
        Assert.Equal("1 .dat, 1 .txt, 1 hidden file, 1 subfolder (-r enters it)", found.LeftOut.ToString());
        Assert.False(found.LeftOut.MayShowSomething);

        _folder.Write("scan.pdf", "%PDF-1.7 \0\u0001"u8.ToArray());
        LeftOut leftOut = Source.Parse([_folder.Path], new SourceOptions()).LeftOut;
        Assert.Contains("1 .pdf", leftOut.ToString(), StringComparison.Ordinal);
        Assert.True(leftOut.MayShowSomething);
    }

    [Fact]
    public void Find_PipeAndLinksInAFolder_AreNamedAndNotOpened()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems tell no kinds of files");
        _folder.Write("a.png", Png);
        Shell("mkfifo pipe.jpg");
        File.CreateSymbolicLink(_folder.PathOf("nowhere.jpg"), _folder.PathOf("missing"));
        File.CreateSymbolicLink(_folder.PathOf("circle.jpg"), _folder.PathOf("circle.jpg"));
        Directory.CreateSymbolicLink(_folder.PathOf("up"), _folder.Path);
        Source found = Source.Parse([_folder.Path], new SourceOptions { WithVideos = true, Recursive = true });

        Assert.Equal(["a.png"], found.Pictures.Select(picture => picture.OutputPath));
        Assert.Equal("2 broken links, 1 link to a folder, 1 pipe", found.LeftOut.ToString());
        PictureSource named = Assert.Single(Source.Parse([_folder.PathOf("pipe.jpg")], new SourceOptions()).Pictures);
        Assert.Contains("pipe", named.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NameThatIsNotUtf8_IsAProblemOfItsOwn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such names");
        _folder.Write("a.png", Png);
        Shell("cp a.png $'caf\\xe9.png'");
        Source found = Source.Parse([_folder.Path], new SourceOptions());

        // .NET cannot remove it either.
        Shell("rm caf*");
        Assert.Equal([false, true], found.Pictures.Select(picture => picture.Problem is not null));
        Assert.Contains("not UTF-8", found.Pictures[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_GlobOfVideosAndPictures_GivesBoth()
    {
        _folder.Write("a.png", Png);
        _folder.Touch("b.mp4");
        _folder.Touch("c.md", "words");
        Source found = Source.Parse([_folder.PathOf("*")], new SourceOptions());
        Assert.Equal(["a.png"], found.Pictures.Select(picture => picture.OutputPath));
        Assert.Equal(["b.mp4"], found.Videos.Select(video => video.OutputPath));
        Assert.Equal("1 .md", found.LeftOut.ToString());
    }

    [Theory]
    [InlineData("*.png", "a.png", true)]
    [InlineData("*.png", "sub/a.png", false)]
    [InlineData("**/*.png", "a.png", true)]
    [InlineData("**/*.png", "x/y/a.png", true)]
    [InlineData("x/**/b/?.png", "x/b/a.png", true)]
    [InlineData("*/b/?.png", "x/b/a.png", true)]
    [InlineData("*/b/?.png", "x/b/aa.png", false)]
    [InlineData("a*/**", "ab/c/d.png", true)]
    public void Glob_Matches_Pattern(string pattern, string path, bool expected)
    {
        var glob = Glob.Parse(pattern);
        Assert.Equal(expected, glob.Matches(path));
    }

    [Fact]
    public void Glob_Root_EndsBeforeTheFirstWildcard()
    {
        Assert.Equal("photos/2024/", Glob.Parse("photos/2024/*.jpg").Root);
        Assert.Equal("", Glob.Parse("*.jpg").Root);
        Assert.True(Glob.Parse("*.jpg").NamesExtension);
        Assert.False(Glob.Parse("photos/*").NamesExtension);
        Assert.False(Glob.Parse("photos/*.*").NamesExtension);
    }

    private void Shell(string command)
    {
        using Process shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", command]) { WorkingDirectory = _folder.Path }
        )!;
        shell.WaitForExit();
    }

    private string[] OutputPaths(SourceOptions options) =>
        [.. Source.PicturesOf([_folder.Path], options).Select(source => source.OutputPath)];
}
