using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

public sealed class PictureSaveTests
{
    [Theory]
    [InlineData("a.png", 0x89)]
    [InlineData("a.JPG", 0xFF)]
    [InlineData("a.jpeg", 0xFF)]
    [InlineData("a.webp", (byte)'R')]
    public void Save_KnownExtension_WritesThatFormatAndNothingElse(string name, byte first)
    {
        using var folder = new TestFolder();
        string path = folder.File(Path.Combine("new", "deep", name));

        Samples.Picture(31, 17).Save(path);

        Assert.Equal(first, File.ReadAllBytes(path)[0]);
        Assert.Equal((31, 17), (Picture.Load(path).Width, Picture.Load(path).Height));
        Assert.Single(Directory.GetFileSystemEntries(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Save_OverAnOldFile_ReplacesIt()
    {
        using var folder = new TestFolder();
        string path = folder.Write("a.png", [1, 2, 3]);

        new Frame(Samples.Picture(9, 9)).Save(path);

        Assert.Equal(Samples.Picture(9, 9).Pixels, Picture.Load(path).Bgr.Pixels);
    }

    [Theory]
    [InlineData("a.bmp")]
    [InlineData("a")]
    public void Save_UnknownExtension_NamesThoseThatAreKnown(string name)
    {
        using var folder = new TestFolder();

        PictureException e = Assert.Throws<PictureException>(() => Samples.Picture(3, 3).Save(folder.File(name)));

        Assert.Contains(".jpg, .jpeg, .png and .webp", e.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Save_WhereAFolderIs_LeavesNoRemains()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(folder.File("taken.png"));

        PictureException e = Assert.Throws<PictureException>(() =>
            Samples.Picture(3, 3).Save(folder.File("taken.png"))
        );

        Assert.Contains("cannot be written: is a folder", e.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Save_BelowAFile_IsOneClearError()
    {
        using var folder = new TestFolder();
        folder.Write("file", [1]);

        PictureException e = Assert.Throws<PictureException>(() =>
            Samples.Picture(3, 3).Save(folder.File("file/a.png"))
        );

        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Encode_LowerQuality_IsSmaller()
    {
        BgrImage image = Samples.Picture(100, 100);

        Assert.True(
            image.Encode(PictureFormat.Jpeg, new PictureSaveOptions { Quality = 30 }).Length
                < image.Encode(PictureFormat.Jpeg).Length
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureSaveOptions { Quality = 0 });
    }

    [Theory]
    [InlineData(PictureFormat.Jpeg, 65_536)]
    [InlineData(PictureFormat.WebP, 16_384)]
    public void Encode_TooWide_SaysTheLimit(PictureFormat format, int width)
    {
        PictureException e = Assert.Throws<PictureException>(() => new BgrImage(width, 1).Encode(format));

        Assert.Contains($"at most {width - 1} pixels a side", e.Message, StringComparison.Ordinal);
    }
}
