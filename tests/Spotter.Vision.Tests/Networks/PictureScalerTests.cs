using Spotter.Vision.Networks;

namespace Spotter.Vision.Tests.Networks;

public sealed class PictureScalerTests
{
    public static TheoryData<int> Widths => [.. Enumerable.Range(2, 50)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Halve_AnyWidth_AnswersMeansOfFour(int width)
    {
        byte[] source = Noise(width, 5);
        int stride = width * 3;
        byte[] half = new byte[width / 2 * 2 * 3];
        PictureScaler.Halve(source, width, 5, stride, half);
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < width / 2; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    int at = (2 * y * stride) + (2 * x * 3) + c;
                    int sum = source[at] + source[at + 3] + source[at + stride] + source[at + stride + 3];
                    Assert.Equal((sum + 2) / 4, half[(((y * (width / 2)) + x) * 3) + c]);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 5, 4)]
    [InlineData(9, 6, 9, 6)]
    [InlineData(9, 6, 14, 11)]
    [InlineData(40, 30, 25, 17)]
    [InlineData(57, 3, 33, 2)]
    public void Sample_AnySize_IsWithinOneOfTheFormula(int width, int height, int targetWidth, int targetHeight)
    {
        byte[] source = Noise(width, height);
        byte[] target = new byte[targetWidth * targetHeight * 3];
        PictureScaler.Sample(
            source,
            width,
            height,
            width * 3,
            new SampledPart(0, 0, width, height),
            target,
            targetWidth,
            targetHeight,
            targetWidth * 3
        );
        for (int y = 0; y < targetHeight; y++)
        {
            for (int x = 0; x < targetWidth; x++)
            {
                double fromX = Math.Clamp(((x + 0.5) * width / targetWidth) - 0.5, 0, width - 1);
                double fromY = Math.Clamp(((y + 0.5) * height / targetHeight) - 0.5, 0, height - 1);
                for (int c = 0; c < 3; c++)
                {
                    Assert.Equal(At(fromX, fromY, c), target[(((y * targetWidth) + x) * 3) + c], 1.01);
                }
            }
        }

        double At(double x, double y, int c)
        {
            int left = (int)x;
            int top = (int)y;
            int right = Math.Min(left + 1, width - 1);
            int bottom = Math.Min(top + 1, height - 1);
            double above = Between(Pixel(left, top), Pixel(right, top), x - left);
            double below = Between(Pixel(left, bottom), Pixel(right, bottom), x - left);
            return Between(above, below, y - top);

            double Pixel(int px, int py) => source[(((py * width) + px) * 3) + c];
        }
    }

    [Fact]
    public void Sample_Mirrored_IsTheSameFromTheOtherSide()
    {
        byte[] source = Noise(20, 10);
        byte[] plain = new byte[12 * 7 * 3];
        byte[] mirrored = new byte[12 * 7 * 3];
        var part = new SampledPart(2.5, 1.25, 13, 7);
        PictureScaler.Sample(source, 20, 10, 60, part, plain, 12, 7, 36);
        PictureScaler.Sample(source, 20, 10, 60, part, mirrored, 12, 7, 36, isMirrored: true);
        for (int i = 0; i < plain.Length; i++)
        {
            int row = i / 36;
            int column = i % 36 / 3;
            Assert.Equal(plain[i], mirrored[(row * 36) + ((11 - column) * 3) + (i % 3)]);
        }
    }

    private static double Between(double a, double b, double weight) => a + ((b - a) * weight);

    private static byte[] Noise(int width, int height)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(5).NextBytes(pixels);
        return pixels;
    }
}
