using OpenCvSharp;
using Spotter.Media.Pictures;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Pictures;

public sealed class ReducedPictureTests
{
    [Theory]
    [InlineData(2, ImreadModes.ReducedColor2)]
    [InlineData(4, ImreadModes.ReducedColor4)]
    [InlineData(8, ImreadModes.ReducedColor8)]
    public void ReducedBy_Jpeg_IsWhatOpenCvDecodes(int factor, ImreadModes mode)
    {
        foreach ((int width, int height) in new[] { (160, 96), (161, 99), (167, 103), (8, 8) })
        {
            byte[] jpeg = Samples.Picture(width, height).Encode(PictureFormat.Jpeg);
            using Mat expected = Cv2.ImDecode(jpeg, mode);
            Frame frame = Open(jpeg);
            Assert.Equal((width, height), (frame.Width, frame.Height));

            ReducedPicture reduced = frame.ReducedBy(factor);

            Assert.Equal(factor, reduced.Factor);
            Assert.Equal((expected.Width, expected.Height), (reduced.Pixels.Width, reduced.Pixels.Height));
            Assert.Equal(OpenCv.Pixels(expected), reduced.Pixels.Pixels);

            // Whoever asks for all of them gets all, as without.
            Assert.Equal(Picture.Load(jpeg).Bgr.Pixels, frame.Bgr.Pixels);
            Assert.Equal(1, frame.ReducedBy(factor).Factor);
        }
    }

    [Fact]
    public void ReducedBy_TurnedJpeg_IsTurnedAndMissesNoEdge()
    {
        for (int orientation = 1; orientation <= 8; orientation++)
        {
            foreach ((int width, int height) in new[] { (160, 96), (161, 97), (168, 104) })
            {
                byte[] jpeg = Samples.Picture(width, height).Encode(PictureFormat.Jpeg);
                byte[] turned = Samples.WithExif(jpeg, orientation, bigEndian: false);
                BgrImage whole = Picture.Load(turned).Bgr;
                Frame frame = Open(turned);
                ReducedPicture reduced = frame.ReducedBy(4);
                Assert.Equal((whole.Width, whole.Height), (frame.Width, frame.Height));
                Assert.True(
                    Difference(whole, reduced) < 4,
                    $"orientation {orientation}, {width}x{height}: {Difference(whole, reduced):F2} off"
                );
            }
        }
    }

    [Fact]
    public void ReducedBy_GrayJpeg_IsGray()
    {
        using Mat gray = Mat.FromPixelData(96, 160, MatType.CV_8UC3, Samples.Picture(160, 96).Pixels)
            .CvtColor(ColorConversionCodes.BGR2GRAY);
        byte[] jpeg = gray.ToBytes(".jpg");
        using Mat expected = Cv2.ImDecode(jpeg, ImreadModes.ReducedColor2);
        Frame frame = Open(jpeg);
        Assert.False(frame.HasColor);
        Assert.Equal(OpenCv.Pixels(expected), frame.ReducedBy(2).Pixels.Pixels);
        Assert.Equal(Picture.Load(jpeg).Gray.Pixels, frame.Gray.Pixels);
    }

    [Fact]
    public void ReducedBy_OtherFormats_IsAllOfThem()
    {
        foreach ((string name, byte[] bytes) in Samples.AllFormats(64, 48))
        {
            if (PictureSignature.Recognise(bytes) != "JPEG")
            {
                ReducedPicture reduced = Open(bytes).ReducedBy(2);
                Assert.True(reduced.Factor == 1, name);
                Assert.Equal(Picture.Load(bytes).Bgr.Pixels, reduced.Pixels.Pixels);
            }
        }
    }

    [Fact]
    public void ReducedBy_JpegThatIsCutShort_IsRefusedAsWhole()
    {
        byte[] jpeg = Samples.Picture(160, 96).Encode(PictureFormat.Jpeg);
        byte[] cut = jpeg[..(jpeg.Length * 2 / 3)];
        string whole = Assert.Throws<PictureException>(() => Picture.Load(cut)).Message;
        Assert.Equal(whole, Assert.Throws<PictureException>(() => Open(cut).ReducedBy(4)).Message);
        Assert.Equal(whole, Assert.Throws<PictureException>(() => Open(cut).Bgr).Message);
    }

    private static Frame Open(byte[] bytes)
    {
        using EncodedPicture encoded = Picture.Read(new MemoryStream(bytes), PictureLoadOptions.Default, "the picture");
        return encoded.Decode(PictureLoadOptions.Default, defers: true);
    }

    /// <summary>How far pixels are from the means of those that they stand for, on average.</summary>
    private static double Difference(BgrImage whole, ReducedPicture reduced)
    {
        int factor = reduced.Factor;
        double sum = 0;
        int count = 0;
        for (int y = 0; y < whole.Height / factor; y++)
        {
            for (int x = 0; x < whole.Width / factor; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    int total = 0;
                    for (int i = 0; i < factor * factor; i++)
                    {
                        int row = (y * factor) + (i / factor);
                        total += whole.Pixels[(((row * whole.Width) + (x * factor) + (i % factor)) * 3) + c];
                    }

                    double mean = (double)total / (factor * factor);
                    sum += Math.Abs(mean - reduced.Pixels.Pixels[(((y * reduced.Pixels.Width) + x) * 3) + c]);
                    count++;
                }
            }
        }

        return sum / count;
    }
}
