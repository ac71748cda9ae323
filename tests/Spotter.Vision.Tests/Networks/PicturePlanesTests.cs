using Spotter.Vision.Networks;

namespace Spotter.Vision.Tests.Networks;

public sealed class PicturePlanesTests
{
    private static readonly float[] Means = [1.5f, 104, 123.675f];
    private static readonly float[] Scales = [1, 1 / 57.375f, -0.25f];

    [Fact]
    public void Split_AnyLength_IsEachPixelNormalized()
    {
        for (int pixels = 0; pixels <= 257; pixels++)
        {
            byte[] row = Row(pixels);
            float[][] planes = [Room(pixels), Room(pixels), Room(pixels)];

            PicturePlanes.Split(row, Means, Scales, planes[0], planes[1], planes[2]);

            for (int channel = 0; channel < 3; channel++)
            {
                for (int x = 0; x < pixels; x++)
                {
                    Assert.Equal((row[(3 * x) + channel] - Means[channel]) * Scales[channel], planes[channel][x]);
                }

                // Nothing is written behind the row.
                Assert.Equal(-7, planes[channel][pixels]);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Convert_AnyLength_IsEachPixelNormalized(bool isTurned)
    {
        for (int pixels = 0; pixels <= 65; pixels++)
        {
            byte[] row = Row(pixels);
            float[] target = Room(3 * pixels);

            PicturePlanes.Convert(row, Means, Scales, isTurned, target);

            for (int i = 0; i < 3 * pixels; i++)
            {
                byte source = row[isTurned ? i - (i % 3) + 2 - (i % 3) : i];
                Assert.Equal((source - Means[i % 3]) * Scales[i % 3], target[i], 1e-4f);
            }

            Assert.Equal(-7, target[3 * pixels]);
        }
    }

    private static byte[] Row(int pixels)
    {
        byte[] row = new byte[3 * pixels];
        new Random(pixels).NextBytes(row);
        return row;
    }

    private static float[] Room(int length)
    {
        float[] room = new float[length + 1];
        room.AsSpan().Fill(-7);
        return room;
    }
}
