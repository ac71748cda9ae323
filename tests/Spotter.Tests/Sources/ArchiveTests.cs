using System.Formats.Tar;
using System.IO.Compression;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Sources;
using Spotter.Sources.Archives;
using Spotter.Tests.Models;
using Spotter.Vision.Images;

namespace Spotter.Tests.Sources;

public sealed class ArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".zip")]
    [InlineData(".tar")]
    public void Parse_Archive_GivesItsPicturesInTheOrderOfTheirNames(string extension)
    {
        string path = Write(
            $"photos{extension}",
            ("b/c.png", Png(5)),
            ("a.png", Png(3)),
            ("b/notes.pdf", [1, 2, 3]),
            ("b/.hidden.png", Png(1)),
            ("__MACOSX/b/._c.png", Png(1))
        );
        Source source = Source.Parse(path);
        Assert.Equal([$"{path}/a.png", $"{path}/b/c.png"], source.Pictures.Select(static one => one.Name));
        Assert.Equal(["a.png", "b/c.png"], source.Pictures.Select(static one => one.OutputPath));
        Assert.Equal(
            [3, 5],
            source.Pictures.Select(static one =>
                one.Load(PictureLoadOptions.Default, null, TestContext.Current.CancellationToken).Width
            )
        );
        Assert.Equal("2 hidden files, 1 .pdf", source.LeftOut.ToString());
    }

    [Fact]
    public void Parse_ListOfEntries_ReadsThemFromTheArchiveBesideIt()
    {
        Write("photos.zip", ("b/c.png", Png(5)), ("a.png", Png(3)));
        string list = _folder.Write("list.txt", "photos.zip/b/c.png\nphotos.zip/missing.png\n"u8.ToArray());
        Source source = Source.Parse(list);
        Assert.Equal(
            5,
            source.Pictures[0].Load(PictureLoadOptions.Default, null, TestContext.Current.CancellationToken).Width
        );
        Assert.Contains("no such file in the archive", source.Pictures[1].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../evil.png")]
    [InlineData("/etc/evil.png")]
    [InlineData("C:/evil.png")]
    [InlineData("a/../../evil.png")]
    public void Parse_NameThatLeadsOut_IsAProblemInItsPlace(string name)
    {
        Source source = Source.Parse(Write("photos.zip", (name, Png(3)), ("z.png", Png(3))));
        PictureSource evil = Assert.Single(source.Pictures, static one => one.Problem is not null);
        Assert.Contains("leads out of the archive", evil.Problem, StringComparison.Ordinal);
        Assert.Equal("", evil.OutputPath);
        Assert.Equal(2, source.Pictures.Count);
    }

    [Fact]
    public void Load_EntryThatUnfoldsToMoreThanItSays_IsRefused()
    {
        byte[] zip = File.ReadAllBytes(Write("bomb.zip", ("a.png", new byte[1 << 20])));

        // The central directory says that it has a byte.
        int entry = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(entry + 24), 1);
        PictureSource picture = Source.Parse(_folder.Write("bomb.zip", zip)).Pictures.Single();
        Assert.Throws<PictureException>(() =>
            picture.Load(PictureLoadOptions.Default, null, TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public void Load_EntryThatClaimsGigabytes_IsRefusedUnread()
    {
        byte[] zip = File.ReadAllBytes(Write("large.zip", ("a.png", Png(3))));
        int entry = zip.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(zip.AsSpan(entry + 24), 2_000_000_000);
        PictureSource picture = Source.Parse(_folder.Write("large.zip", zip)).Pictures.Single();
        var error = Assert.Throws<PictureException>(() =>
            picture.Load(PictureLoadOptions.Default, null, TestContext.Current.CancellationToken)
        );
        Assert.Contains("256 MB are the most", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut.zip")]
    [InlineData("none.zip")]
    public void Parse_DamagedArchive_IsOneLine(string name)
    {
        byte[] zip = File.ReadAllBytes(Write("whole.zip", ("a.png", Png(3))));
        string path = _folder.Write(name, name == "cut.zip" ? zip[..^10] : "no archive"u8.ToArray());
        string problem = Source.Parse(path).Pictures.Single().Problem!;
        Assert.StartsWith($"{path}: the archive cannot be read: ", problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', problem);
    }

    [Fact]
    public void Load_CutOffTar_FailsThatPictureAlone()
    {
        byte[] tar = File.ReadAllBytes(Write("whole.tar", ("a.png", Png(3)), ("b.png", Noise(60))));
        string path = _folder.Write("cut.tar", tar[..^(tar.Length / 3)]);
        foreach (PictureSource picture in Source.Parse(path).Pictures)
        {
            if (picture.Problem is null && picture.OutputPath == "a.png")
            {
                Assert.Equal(
                    3,
                    picture.Load(PictureLoadOptions.Default, null, TestContext.Current.CancellationToken).Width
                );
            }
            else if (picture.Problem is null)
            {
                Assert.Throws<PictureException>(() =>
                    picture.Load(PictureLoadOptions.Default, null, TestContext.Current.CancellationToken)
                );
            }
        }
    }

    [Theory]
    [InlineData(".zip")]
    [InlineData(".tar")]
    public void Parse_ArchiveOnAServer_IsReadInParts(string extension)
    {
        (string, byte[])[] many = [.. Enumerable.Range(0, 40).Select(i => ($"{i:00}.png", Noise(40 + i)))];
        byte[] archive = File.ReadAllBytes(Write($"photos{extension}", many));
        using var server = new FileServer(archive);
        string address = $"{server.Address}/photos{extension}";
        PictureSource last = Source.Parse(address).Pictures[^1];
        Assert.Equal($"{address}/39.png", last.Name);
        Assert.Equal(79, last.Load(PictureLoadOptions.Default, null, TestContext.Current.CancellationToken).Width);
        Assert.Equal(
            79,
            Source
                .Parse($"{address}/39.png")
                .Pictures.Single()
                .Load(PictureLoadOptions.Default, null, TestContext.Current.CancellationToken)
                .Width
        );
    }

    [Fact]
    public void Parse_ServerWithoutParts_IsOneLine()
    {
        using var server = new FileServer(File.ReadAllBytes(Write("photos.zip", ("a.png", Png(3)))))
        {
            KnowsRanges = false,
        };
        string problem = Source.Parse($"{server.Address}/photos.zip").Pictures.Single().Problem!;
        Assert.Contains("gives no parts of files; fetch it first", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/photos.zip/b/c.jpg", "a/photos.zip", "b/c.jpg")]
    [InlineData("s3://bucket/photos.tar/c.jpg", "s3://bucket/photos.tar", "c.jpg")]
    [InlineData("a/photos.zip", null, null)]
    [InlineData("a.zips/b.jpg", null, null)]
    public void Split_Name_TellsArchiveAndEntry(string name, string? archive, string? entry)
    {
        Assert.Equal((archive, entry), Archive.Split(name) is { } split ? (split.Archive, split.Entry) : (null, null));
    }

    private string Write(string name, params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            foreach ((string entry, byte[] content) in entries)
            {
                using Stream target = zip.CreateEntry(entry).Open();
                target.Write(content);
            }
        }
        else
        {
            using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
            foreach ((string entry, byte[] content) in entries)
            {
                tar.WriteEntry(
                    new PaxTarEntry(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(content) }
                );
            }
        }

        return _folder.Write(name, stream.ToArray());
    }

    private byte[] Png(int width) => Saved(new GrayImage(new byte[width * 2], width, 2));

    private byte[] Noise(int width)
    {
        byte[] pixels = new byte[width * width];
        new Random(width).NextBytes(pixels);
        return Saved(new GrayImage(pixels, width, width));
    }

    private byte[] Saved(GrayImage picture)
    {
        string path = _folder.PathOf("saved.png");
        new Frame(picture).Save(path);
        return File.ReadAllBytes(path);
    }
}
