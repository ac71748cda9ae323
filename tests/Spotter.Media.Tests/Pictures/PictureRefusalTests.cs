using System.Text;
using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

public sealed class PictureRefusalTests
{
    [Fact]
    public void Load_MissingFolderEmptyAndText_SayWhatAndWhatToDo()
    {
        using var folder = new TestFolder();

        AssertRefused(() => Picture.Load(folder.File("gone.jpg")), "gone.jpg", "no such file");
        AssertRefused(() => Picture.Load(folder.File("no/such/folder.jpg")), "folder.jpg", "no such file");
        AssertRefused(() => Picture.Load(folder.Path), folder.Path, "is a folder");
        AssertRefused(() => Picture.Load(folder.Write("empty.png", [])), "empty.png", "is empty");
        AssertRefused(
            () => Picture.Load(folder.Write("notes.jpg", "Dear diary, über"u8.ToArray())),
            "notes.jpg",
            "holds text"
        );
        AssertRefused(() => Picture.Load(folder.Write("x.jpg", [0, 1, 2, 3, 4])), "x.jpg", "0001020304");
        AssertRefused(() => Picture.Load(""), "\"\"", "no file name");
        AssertRefused(() => Picture.Load("nul\0byte.jpg"), "nul?byte.jpg", "");
        AssertRefused(() => Picture.Load([]), "the picture", "is empty");
    }

    [Theory]
    [InlineData("II*\0........", "TIFF")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("\0\0\0\u0018ftypheic....", "HEIC")]
    [InlineData("\0\0\0\u0018ftypavif....", "AVIF")]
    [InlineData("\0\0\0\u0018ftypisom....", "MP4")]
    [InlineData("P6 3 3 255\n", "Netpbm")]
    [InlineData("RIFF....AVI LIST", "AVI")]
    public void Load_FileOfAnotherKind_NamesTheKind(string content, string kind)
    {
        AssertRefused(() => Picture.Load(Encoding.Latin1.GetBytes(content), name: "a.jpg"), "a.jpg", kind);
    }

    [Fact]
    public void Load_NameWithLineBreak_StaysOnOneLine()
    {
        AssertRefused(() => Picture.Load([], name: "a\nb\u001b[31m.jpg"), "a b?[31m.jpg", "is empty");
    }

    [Fact]
    public void Load_PngOf40000Squared_IsRefusedWithoutAllocating()
    {
        byte[] bomb = new PngBytes(40_000, 40_000, 8, 2).Encode(new byte[1000]);
        AssertRefused(
            () => Picture.Load(bomb, name: "bomb.png"),
            "bomb.png",
            "40000x40000 pixels, 1600 megapixels, above the limit of 100"
        );
        long before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(() => Picture.Load(bomb, name: "bomb.png"), "bomb.png", "40000x40000");

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("GIF")]
    [InlineData("BMP")]
    [InlineData("JPEG")]
    public void Load_HeaderThatClaimsTooMuch_IsRefused(string format)
    {
        byte[] bytes;
        switch (format)
        {
            case "GIF":
                // Width and height are bytes 6 to 9; the frame's own follow its separator 0x2C.
                bytes = [.. Samples.Gif];
                ((byte[])[0xFF, 0xFF, 0xFF, 0xFF]).CopyTo(bytes, 6);
                break;
            case "BMP":
                bytes = Samples.Bmp(Samples.Picture(4, 4));
                BitConverter.GetBytes(30_000).CopyTo(bytes, 18);
                BitConverter.GetBytes(30_000).CopyTo(bytes, 22);
                break;
            default:
                bytes = Samples.Picture(16, 16).Encode(PictureFormat.Jpeg);
                int frame = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC0]);
                ((byte[])[0xFF, 0xDC, 0xFF, 0xDC]).CopyTo(bytes, frame + 5);
                break;
        }

        AssertRefused(() => Picture.Load(bytes, name: "bomb"), "bomb", "megapixels, above the limit");
    }

    [Fact]
    public void Load_LimitOfOnePixelLess_RefusesWhatTheLimitAllows()
    {
        byte[] png = Samples.Picture(30, 20).Encode(PictureFormat.Png);

        Assert.Equal(30, Picture.Load(png, new PictureLoadOptions { MaxPixels = 600 }).Width);
        AssertRefused(() => Picture.Load(png, new PictureLoadOptions { MaxPixels = 599 }), "the picture", "30x20");
    }

    [Fact]
    public void MaxPixels_OutOfRange_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureLoadOptions { MaxPixels = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PictureLoadOptions { MaxPixels = 1_000_000_000 });
    }

    [Fact]
    public void Load_EndlessStream_StopsAtTheBound()
    {
        using var endless = new TrickleStream(Samples.Picture(8, 8).Encode(PictureFormat.Jpeg), endless: true);

        AssertRefused(() => Picture.Load(endless, new PictureLoadOptions { MaxPixels = 1000 }, "pipe"), "pipe", "MB");

        Assert.InRange(endless.BytesGiven, 1, 80 << 20);
    }

    [Fact]
    public void Load_EndlessGarbage_IsRefusedByItsBeginning()
    {
        using var zeros = new TrickleStream([0], endless: true);

        AssertRefused(() => Picture.Load(zeros, name: "/dev/zero"), "/dev/zero", "not a picture in a known format");

        Assert.InRange(zeros.BytesGiven, 1, 100);
    }

    [Fact]
    public void Load_CutAtEveryTenth_IsRefused()
    {
        foreach ((string name, byte[] bytes) in Samples.AllFormats(160, 120).Where(static f => f.Name != "gif"))
        {
            for (int tenth = 1; tenth <= 9; tenth++)
            {
                byte[] cut = bytes[..(bytes.Length * tenth / 10)];
                AssertRefused(() => Picture.Load(cut, name: name), name, "");
            }
        }
    }

    [Fact]
    public void Load_RandomChanges_GiveAPictureOrOneClearError()
    {
        var random = new Random(20261122);
        int refused = 0;
        foreach ((string name, byte[] bytes) in Samples.AllFormats(40, 30))
        {
            for (int round = 0; round < 400; round++)
            {
                byte[] broken = [.. bytes];
                for (int flips = random.Next(1, 12); flips > 0; flips--)
                {
                    // Half of the changes go to the header, where they do most.
                    int at = random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 64));
                    broken[at] ^= (byte)(1 << random.Next(8));
                }

                try
                {
                    Frame frame = Picture.Load(broken, new PictureLoadOptions { MaxPixels = 4_000_000 }, name);
                    Assert.Equal(frame.Width * frame.Height * 3, frame.Bgr.Pixels.Length);
                }
                catch (PictureException e)
                {
                    Assert.DoesNotContain('\n', e.Message);
                    refused++;
                }
            }
        }

        Assert.InRange(refused, 100, 2300);
    }

    private static void AssertRefused(Action load, string name, string problem)
    {
        PictureException e = Assert.Throws<PictureException>(load);
        Assert.Contains(name + ": ", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }
}
