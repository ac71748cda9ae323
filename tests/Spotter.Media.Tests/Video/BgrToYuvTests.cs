using CsCheck;
using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Video;

public sealed class BgrToYuvTests
{
    [Fact]
    public void Convert_AnyPicture_VectorEqualsScalar()
    {
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 4], Gen.Int[0, int.MaxValue])
            .Sample(
                (halfWidth, halfHeight, seed) =>
                {
                    var random = new Random(seed);
                    (int width, int height) = (halfWidth * 2, halfHeight * 2);
                    byte[] bgr = new byte[width * height * 3];
                    for (int i = 0; i < bgr.Length; i++)
                    {
                        // Extremes are where sums overflow.
                        bgr[i] = random.Next(4) == 0 ? (byte)(random.Next(2) * 255) : (byte)random.Next(256);
                    }

                    byte[] vector = new byte[YuvConversion.Length(width, height)];
                    byte[] scalar = new byte[vector.Length];
                    BgrToYuv.Convert(bgr, width, height, vector);
                    BgrToYuv.Convert(bgr, width, height, scalar, scalar: true);
                    Assert.Equal(scalar, vector);
                }
            );
    }

    [Fact]
    public void Convert_AnyColour_IsTheStandardsWithinOne()
    {
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte)
            .Sample(
                (blue, green, red) =>
                {
                    byte[] planes = new byte[6];
                    BgrToYuv.Convert(
                        [blue, green, red, blue, green, red, blue, green, red, blue, green, red],
                        2,
                        2,
                        planes
                    );
                    double luma = ((0.2126 * red) + (0.7152 * green) + (0.0722 * blue)) / 255;
                    double[] exact =
                    [
                        16 + (219 * luma),
                        128 + (224 * ((blue / 255.0) - luma) / 1.8556),
                        128 + (224 * ((red / 255.0) - luma) / 1.5748),
                    ];
                    foreach ((double expected, byte got) in exact.Zip([planes[0], planes[4], planes[5]]))
                    {
                        Assert.InRange(got, expected - 1.1, expected + 1.1);
                    }
                }
            );
    }

    [Fact]
    public void Convert_GrayOfEveryBrightness_HasNoColour()
    {
        for (int gray = 0; gray < 256; gray++)
        {
            byte[] planes = new byte[6];
            BgrToYuv.Convert([.. Enumerable.Repeat((byte)gray, 12)], 2, 2, planes);
            Assert.Equal([128, 128], planes[4..]);
        }

        byte[] ends = new byte[12];
        BgrToYuv.Convert([.. new byte[12], .. Enumerable.Repeat((byte)255, 12)], 2, 4, ends);
        Assert.Equal((16, 235), (ends[0], ends[7]));
    }

    [Fact]
    public void Convert_ThereAndBack_StaysWithinThree()
    {
        // Smooth colours: within the four pixels of a chroma sample the source may differ, which no way back restores.
        const int Width = 64;
        const int Height = 32;
        byte[] bgr = new byte[Width * Height * 3];
        for (int i = 0; i < Width * Height; i++)
        {
            (int x, int y) = (i % Width / 2 * 2, i / Width / 2 * 2);
            (bgr[i * 3], bgr[(i * 3) + 1], bgr[(i * 3) + 2]) = ((byte)(x * 4), (byte)(y * 8), (byte)(255 - (x * 4)));
        }

        byte[] planes = new byte[YuvConversion.Length(Width, Height)];
        byte[] back = new byte[bgr.Length];
        BgrToYuv.Convert(bgr, Width, Height, planes);
        YuvConversion.ToBgr(planes, Width, Height, YuvMatrix.Bt709, back);
        Assert.All(bgr.Zip(back), static pair => Assert.InRange(pair.Second, pair.First - 3, pair.First + 3));
    }
}
