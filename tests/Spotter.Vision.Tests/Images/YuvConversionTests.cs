using CsCheck;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Images;

public sealed class YuvConversionTests
{
    [Fact]
    public void ToGray_AnyLength_IsTheStretchedBrightness()
    {
        Gen.Byte.Array[0, 257]
            .Sample(luma =>
            {
                byte[] gray = new byte[luma.Length];
                YuvConversion.ToGray(luma, gray);
                for (int i = 0; i < luma.Length; i++)
                {
                    double exact = Math.Clamp((luma[i] - 16) * 255.0 / 219, 0, 255);
                    Assert.InRange(gray[i], exact - 0.6, exact + 0.6);
                }
            });
    }

    [Fact]
    public void ToGray_EveryValue_IsTheSameInVectorAndTail()
    {
        byte[] all = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];
        byte[] together = new byte[256];
        YuvConversion.ToGray(all, together);
        for (int i = 0; i < 256; i++)
        {
            byte[] alone = new byte[1];
            YuvConversion.ToGray([all[i]], alone);
            Assert.Equal(alone[0], together[i]);
        }

        Assert.Equal((0, 0, 255, 255), (together[0], together[16], together[235], together[255]));
    }

    [Fact]
    public void Row_AnyPixels_VectorEqualsScalar()
    {
        Gen.Select(Gen.Int[1, 130], Gen.Int[0, int.MaxValue], Gen.Enum<YuvMatrix>())
            .Sample(
                (width, seed, matrix) =>
                {
                    var random = new Random(seed);
                    byte[] luma = new byte[width];
                    byte[] u = new byte[(width + 1) / 2];
                    byte[] v = new byte[(width + 1) / 2];
                    foreach (byte[] plane in (byte[][])[luma, u, v])
                    {
                        random.NextBytes(plane);
                        // Extremes are where sums overflow.
                        for (int i = 0; i < plane.Length; i++)
                        {
                            plane[i] = random.Next(4) == 0 ? (byte)(random.Next(2) * 255) : plane[i];
                        }
                    }

                    YuvConversion.Weights weights = YuvConversion.Weights.Of(matrix);
                    byte[] vector = new byte[width * 3];
                    byte[] scalar = new byte[width * 3];
                    YuvConversion.Row(luma, u, v, in weights, vector);
                    YuvConversion.Row(luma, u, v, in weights, scalar, scalar: true);
                    Assert.Equal(scalar, vector);
                }
            );
    }

    [Theory]
    [InlineData(nameof(YuvMatrix.Bt601), 0.299, 0.114)]
    [InlineData(nameof(YuvMatrix.Bt709), 0.2126, 0.0722)]
    [InlineData(nameof(YuvMatrix.Bt2020), 0.2627, 0.0593)]
    public void ToBgr_AnyColour_IsTheStandardsWithinTwo(string matrix, double redShare, double blueShare)
    {
        double greenShare = 1 - redShare - blueShare;
        Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte)
            .Sample(
                (y, u, v) =>
                {
                    byte[] bgr = new byte[3];
                    YuvConversion.ToBgr([y, u, v], 1, 1, Enum.Parse<YuvMatrix>(matrix), bgr);
                    double luma = Math.Max(y - 16, 0) / 219.0;
                    double blueness = (u - 128) / 224.0;
                    double redness = (v - 128) / 224.0;
                    double red = luma + (2 * (1 - redShare) * redness);
                    double blue = luma + (2 * (1 - blueShare) * blueness);
                    double green = (luma - (redShare * red) - (blueShare * blue)) / greenShare;
                    double[] exact = [blue, green, red];
                    for (int i = 0; i < 3; i++)
                    {
                        Assert.InRange(
                            bgr[i],
                            Math.Clamp(255 * exact[i], 0, 255) - 2,
                            Math.Clamp(255 * exact[i], 0, 255) + 2
                        );
                    }
                }
            );
    }
}
