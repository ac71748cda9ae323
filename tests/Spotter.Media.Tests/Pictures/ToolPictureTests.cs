using System.Diagnostics;
using System.Text;
using Spotter.Media.Pictures;
using Spotter.Media.Video;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

/// <summary>TIFF, HEIC and AVIF, as ImageMagick (libtiff, libheif) writes them.</summary>
public sealed class ToolPictureTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("plain.tif")]
    [InlineData("deep.tif", "-depth", "16")]
    [InlineData("lzw.tif", "-compress", "lzw")]
    [InlineData("zip.tiff", "-compress", "zip")]
    [InlineData("strips.tif", "-compress", "jpeg", "-quality", "95")]
    [InlineData("packed.tif", "-compress", "rle")]
    [InlineData("big-endian.tif", "-endian", "msb")]
    [InlineData("alpha.tif", "-alpha", "on")]
    [InlineData("a.heic", "-quality", "95")]
    [InlineData("a.avif", "-quality", "95")]
    public void Load_AnyKind_GivesThePicture(string name, params string[] settings)
    {
        string path = Make(name, settings);

        Frame frame = Picture.Load(path);

        Assert.Equal(new BoxSize(96, 64), new BoxSize(frame.Width, frame.Height));
        Assert.Equal(new BoxSize(96, 64), Picture.ReadSize(path));
        AssertColour(frame, 20, 20, (40, 80, 200));
        AssertColour(frame, 70, 20, (220, 120, 30));
        AssertColour(frame, 20, 50, (60, 170, 90));
    }

    [Theory]
    [InlineData("turned.tif", "-orient", "RightTop", 64, 96)]
    [InlineData("upside.tif", "-orient", "BottomRight", 96, 64)]
    public void Load_TurnedTiff_IsShownUpright(string name, string option, string value, int width, int height)
    {
        Frame frame = Picture.Load(Make(name, option, value));

        Assert.Equal((width, height), (frame.Width, frame.Height));
        AssertColour(frame, width - 20, value == "RightTop" ? 20 : height - 20, (40, 80, 200));
    }

    [Fact]
    public void Load_TiffOfSeveralPages_ReadsTheFirstAndSaysSo()
    {
        var notes = new List<string>();
        string path = Make("pages.tif", "(", "-size", "30x30", "xc:red", ")");

        Frame frame = Picture.Load(path, new PictureLoadOptions { OnNote = notes.Add });

        Assert.Equal(96, frame.Width);
        Assert.Equal($"{path}: a TIFF of several pages; the first was read", Assert.Single(notes));
    }

    [Theory]
    [InlineData("a.tif")]
    [InlineData("a.heic")]
    [InlineData("a.avif")]
    public void Load_CutOrTooLarge_SaysSoInOneLine(string name)
    {
        byte[] whole = File.ReadAllBytes(Make(name, "-compress", "none"));

        foreach (int length in (int[])[20, whole.Length / 4, whole.Length / 2])
        {
            var e = Assert.Throws<PictureException>(() => Picture.Load(whole.AsSpan(0, length), name: name));
            Assert.StartsWith(name, e.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', e.Message);
        }

        Assert.True(
            Assert
                .Throws<PictureException>(() => Picture.Load(whole, new PictureLoadOptions { MaxPixels = 1000 }, name))
                .IsTooLarge
        );
    }

    [Fact]
    public void Load_DamagedHeif_NeverFaults()
    {
        byte[] whole = File.ReadAllBytes(Make("fuzz.heic"));
        var random = new Random(5);
        for (int i = 0; i < 300; i++)
        {
            byte[] broken = [.. whole];
            for (int k = 0; k < 4; k++)
            {
                broken[random.Next(16, Math.Min(600, whole.Length))] = (byte)random.Next(256);
            }

            try
            {
                HeifFile.Read(broken).Stream();
            }
            catch (InvalidDataException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }
    }

    [Fact]
    public void Load_TiledHeic_PutsTheTilesTogether()
    {
        // 2 x 2 tiles of 64x64, the last column and row cut: 100x90.
        string stream = _folder.File("tiles.hevc");
        Clips(
            "-f",
            "lavfi",
            "-i",
            "color=red:s=64x64:r=1:d=1",
            "-f",
            "lavfi",
            "-i",
            "color=lime:s=64x64:r=1:d=1",
            "-f",
            "lavfi",
            "-i",
            "color=blue:s=64x64:r=1:d=1",
            "-f",
            "lavfi",
            "-i",
            "color=white:s=64x64:r=1:d=1",
            "-filter_complex",
            "concat=n=4,format=yuv420p",
            "-vsync",
            "passthrough",
            "-c:v",
            "libx265",
            "-x265-params",
            "keyint=1:log-level=none:repeat-headers=1",
            stream
        );

        Frame frame = Picture.Load(
            HeifBytes.Grid(File.ReadAllBytes(stream), 2, 2, 64, 64, 100, 90),
            name: "tiles.heic"
        );

        Assert.Equal((100, 90), (frame.Width, frame.Height));
        AssertColour(frame, 10, 10, (0, 0, 255));
        AssertColour(frame, 90, 10, (0, 255, 0));
        AssertColour(frame, 10, 80, (255, 0, 0));
        AssertColour(frame, 90, 80, (255, 255, 255));
    }

    private static void Clips(params string[] arguments) =>
        Video.Clips.Run(FfmpegPrograms.Ffmpeg, ["-v", "error", "-y", .. arguments]);

    private string Make(string name, params string[] settings)
    {
        string? convert = FfmpegPrograms.Find("convert", null, Environment.GetEnvironmentVariable("PATH"));
        Assert.SkipWhen(convert is null, "ImageMagick is not installed");
        string path = _folder.File(name);
        Video.Clips.Run(
            convert!,
            [
                "-size",
                "96x64",
                "xc:rgb(30,120,220)",
                "-fill",
                "rgb(200,80,40)",
                "-draw",
                "rectangle 0,0 47,63",
                "-fill",
                "rgb(90,170,60)",
                "-draw",
                "rectangle 0,32 47,63",
                .. settings,
                path,
            ]
        );
        return path;
    }

    private static void AssertColour(Frame frame, int x, int y, (int B, int G, int R) expected)
    {
        ReadOnlySpan<byte> pixel = frame.Bgr.Pixels.AsSpan(((y * frame.Width) + x) * 3, 3);
        Assert.InRange(pixel[0], expected.B - 6, expected.B + 6);
        Assert.InRange(pixel[1], expected.G - 6, expected.G + 6);
        Assert.InRange(pixel[2], expected.R - 6, expected.R + 6);
    }
}
