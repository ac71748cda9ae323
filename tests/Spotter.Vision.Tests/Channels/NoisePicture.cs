using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Channels;

/// <summary>Pictures of nothing.</summary>
internal static class NoisePicture
{
    /// <summary>Blotches of several sizes, so that gradients have directions.</summary>
    public static Frame Make(int width, int height, int seed)
    {
        var random = new Random(seed);
        var gray = new GrayImage(width, height);
        random.NextBytes(gray.Pixels);
        for (int i = 0; i < 60; i++)
        {
            int left = random.Next(width);
            int top = random.Next(height);
            int right = Math.Min(width, left + random.Next(1, 60));
            int bottom = Math.Min(height, top + random.Next(1, 60));
            byte shade = (byte)random.Next(256);
            for (int y = top; y < bottom; y++)
            {
                gray.Pixels.AsSpan((y * width) + left, right - left).Fill(shade);
            }
        }

        return new Frame(gray);
    }
}
