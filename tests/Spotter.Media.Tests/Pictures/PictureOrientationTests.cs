using OpenCvSharp;
using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

public sealed class PictureOrientationTests
{
    // The stored quarters are R G / B W; each row says what is shown top left, top right, bottom left, bottom right.
    public static TheoryData<int, string> Orientations =>
        new()
        {
            { 1, "RGBW" },
            { 2, "GRWB" },
            { 3, "WBGR" },
            { 4, "BWRG" },
            { 5, "RBGW" },
            { 6, "BRWG" },
            { 7, "WGBR" },
            { 8, "GWRB" },
            { 0, "RGBW" },
            { 9, "RGBW" },
        };

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Load_JpegWithOrientation_IsAsShown(int orientation, string shown)
    {
        byte[] jpeg = Samples.Quarters(96, 64).Encode(PictureFormat.Jpeg);

        AssertQuarters(shown, orientation, Picture.Load(Samples.WithExif(jpeg, orientation, bigEndian: true)));
        AssertQuarters(shown, orientation, Picture.Load(Samples.WithExif(jpeg, orientation, bigEndian: false)));
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Load_PngWithOrientation_IsAsShown(int orientation, string shown)
    {
        BgrImage image = Samples.Quarters(96, 64);
        byte[][] rows = [.. Enumerable.Range(0, 64).Select(y => Rgb(image, y))];
        byte[] png = new PngBytes(96, 64, 8, 2).With("eXIf", Samples.Exif(orientation, bigEndian: true)).Encode(rows);

        AssertQuarters(shown, orientation, Picture.Load(png));
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Load_WebPWithOrientation_IsAsShown(int orientation, string shown)
    {
        byte[] webp = Samples.Quarters(96, 64).Encode(PictureFormat.WebP);

        AssertQuarters(shown, orientation, Picture.Load(Samples.WebPWithExif(webp, 96, 64, orientation)));
    }

    [Fact]
    public void Load_TurnedPictures_EqualOpenCvToThePixel()
    {
        byte[] color = Samples.Picture(71, 45).Encode(PictureFormat.Jpeg);
        using Mat source = Mat.FromPixelData(45, 71, MatType.CV_8UC3, Samples.Picture(71, 45).Pixels);
        using Mat gray = source.CvtColor(ColorConversionCodes.BGR2GRAY);
        byte[] grayJpeg = gray.ToBytes(".jpg");
        for (int orientation = 1; orientation <= 8; orientation++)
        {
            foreach (byte[] jpeg in (byte[][])[color, grayJpeg])
            {
                byte[] turned = Samples.WithExif(jpeg, orientation, bigEndian: false);
                using Mat expected = Cv2.ImDecode(turned, ImreadModes.Color);

                Frame frame = Picture.Load(turned);

                Assert.Equal((expected.Width, expected.Height), (frame.Width, frame.Height));
                Assert.Equal(OpenCv.Pixels(expected), frame.Bgr.Pixels);
            }
        }
    }

    private static void AssertQuarters(string shown, int orientation, Frame frame)
    {
        Assert.Equal(orientation is >= 5 and <= 8 ? (64, 96) : (96, 64), (frame.Width, frame.Height));
        int left = frame.Width / 4;
        int top = frame.Height / 4;
        Assert.Equal(
            shown,
            string.Concat(
                Name(frame.Bgr, left, top),
                Name(frame.Bgr, left * 3, top),
                Name(frame.Bgr, left, top * 3),
                Name(frame.Bgr, left * 3, top * 3)
            )
        );
    }

    private static char Name(BgrImage image, int x, int y) =>
        Samples.PixelAt(image, x, y) switch
        {
            [> 200, > 200, > 200] => 'W',
            [> 200, _, _] => 'B',
            [_, > 200, _] => 'G',
            [_, _, > 200] => 'R',
            _ => '?',
        };

    private static byte[] Rgb(BgrImage image, int y)
    {
        byte[] row = image.Pixels.AsSpan(y * image.Width * 3, image.Width * 3).ToArray();
        for (int i = 0; i < row.Length; i += 3)
        {
            (row[i], row[i + 2]) = (row[i + 2], row[i]);
        }

        return row;
    }
}
