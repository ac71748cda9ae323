using OpenCvSharp;

namespace Spotter.Media.Tests.Pictures;

/// <summary>The same pixels as OpenCV's imread, on real pictures.</summary>
public sealed class PictureOracleTests
{
    [Fact]
    public void Load_OpenCvSamples_EqualImread()
    {
        Assert.SkipUnless(Directory.Exists(Samples.OpenCvFolder), "needs the pictures of the package opencv-doc");
        string[] files =
        [
            .. Directory
                .EnumerateFiles(Samples.OpenCvFolder, "*.png")
                .Where(static f => new FileInfo(f).Length < 400_000),
            .. Directory
                .EnumerateFiles(Samples.OpenCvFolder, "*.jpg")
                .Where(static f => new FileInfo(f).Length < 400_000),
        ];
        Assert.InRange(files.Length, 30, 500);
        Assert.All(files, AssertSame);
    }

    // JPEG may differ by 1 where two versions of libjpeg-turbo round differently; none does with those at hand.
    private static void AssertSame(string file)
    {
        using Mat stored = Cv2.ImRead(file, ImreadModes.Unchanged);
        using Mat color = Cv2.ImRead(file, ImreadModes.Color);
        byte[] expected = OpenCv.Pixels(color);
        if (stored.Channels() == 4)
        {
            LayOnWhite(OpenCv.Pixels(stored), expected);
        }

        byte[] actual = Picture.Load(file).Bgr.Pixels;

        Assert.Equal(expected.Length, actual.Length);
        int worst = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(expected[i] - actual[i]));
        }

        // OpenCV does not look at what a PNG says of its curve.
        bool isMeasured = File.ReadAllBytes(file).AsSpan(0, 200).IndexOf("gAMA"u8) > 0;
        Assert.InRange(
            worst,
            0,
            isMeasured ? 10
                : file.EndsWith(".jpg", StringComparison.Ordinal) ? 1
                : 0
        );
    }

    private static void LayOnWhite(byte[] bgra, byte[] bgr)
    {
        for (int i = 0; i < bgr.Length; i++)
        {
            int alpha = bgra[i / 3 * 4 + 3];
            bgr[i] = (byte)Math.Round((bgra[i / 3 * 4 + i % 3] * alpha + 255 * (255 - alpha)) / 255.0);
        }
    }
}
