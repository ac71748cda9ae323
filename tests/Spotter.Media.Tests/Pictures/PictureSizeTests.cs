using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

public sealed class PictureSizeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadSize_EveryFormat_IsTheSizeOfTheLoadedPicture()
    {
        foreach ((string name, byte[] bytes) in Samples.AllFormats(37, 21))
        {
            string path = _folder.Write(name, bytes);
            Frame frame = Picture.Load(path);
            Assert.Equal(new BoxSize(frame.Width, frame.Height), Picture.ReadSize(path));
        }
    }

    [Theory]
    [InlineData(1, 96, 64)]
    [InlineData(6, 64, 96)]
    public void ReadSize_TurnedPicture_IsAsShown(int orientation, int width, int height)
    {
        byte[] jpeg = Samples.Quarters(96, 64).Encode(PictureFormat.Jpeg);
        string path = _folder.Write("turned.jpg", Samples.WithExif(jpeg, orientation, bigEndian: true));
        Assert.Equal(new BoxSize(width, height), Picture.ReadSize(path));
    }

    [Fact]
    public void ReadSize_AboveTheLimit_IsRefused()
    {
        string path = _folder.Write("a.png", Samples.Picture(40, 30).Encode(PictureFormat.Png));
        PictureException e = Assert.Throws<PictureException>(() =>
            Picture.ReadSize(path, new PictureLoadOptions { MaxPixels = 1199 })
        );
        Assert.Contains("40x30", e.Message, StringComparison.Ordinal);
        Assert.Equal(new BoxSize(40, 30), Picture.ReadSize(path, new PictureLoadOptions { MaxPixels = 1200 }));
    }

    [Fact]
    public void ReadSize_NoPicture_NamesTheFile()
    {
        string path = _folder.Write("notes.jpg", "words"u8.ToArray());
        Assert.StartsWith(
            path,
            Assert.Throws<PictureException>(() => Picture.ReadSize(path)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<PictureException>(() => Picture.ReadSize(_folder.File("missing.jpg")));
    }
}
