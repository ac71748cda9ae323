namespace Spotter.Vision.Images;

internal static class PixelBuffer
{
    public static int CheckedLength(int width, int height, int channels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        long length = (long)width * height * channels;
        return length <= Array.MaxLength
            ? (int)length
            : throw new ArgumentException(
                $"a picture of {width}x{height} with {channels} bytes a pixel does not fit into memory"
            );
    }

    public static void Check(byte[] pixels, int width, int height, int channels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int needed = CheckedLength(width, height, channels);
        if (pixels.Length < needed)
        {
            throw new ArgumentException(
                $"a {width}x{height} picture with {channels} bytes a pixel needs {needed} bytes, got {pixels.Length}",
                nameof(pixels)
            );
        }
    }
}
