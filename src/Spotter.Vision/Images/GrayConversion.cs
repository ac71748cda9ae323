namespace Spotter.Vision.Images;

/// <summary>Colour to gray, byte for byte as OpenCV's BGR2GRAY.</summary>
internal static class GrayConversion
{
    // Round(weight * 2^15) of ITU-R BT.601, as in OpenCV's color_rgb for 8-bit pictures.
    private const int BlueWeight = 3735;
    private const int GreenWeight = 19235;
    private const int RedWeight = 9798;
    private const int Shift = 15;

    /// <param name="bgr">Three bytes a pixel: blue, green, red.</param>
    /// <param name="gray">One byte a pixel, a third of the length of <paramref name="bgr"/>.</param>
    public static void FromBgr(ReadOnlySpan<byte> bgr, Span<byte> gray)
    {
        for (int i = 0, j = 0; j + 2 < bgr.Length; i++, j += 3)
        {
            gray[i] = (byte)(((bgr[j] * BlueWeight) + (bgr[j + 1] * GreenWeight) + (bgr[j + 2] * RedWeight) + (1 << (Shift - 1))) >> Shift);
        }
    }

    /// <summary>The same gray in all three channels.</summary>
    public static BgrImage ToBgr(GrayImage gray)
    {
        var bgr = new BgrImage(gray.Width, gray.Height);
        byte[] pixels = bgr.Pixels;
        for (int i = 0, j = 0; j < pixels.Length; i++, j += 3)
        {
            pixels[j] = pixels[j + 1] = pixels[j + 2] = gray.Pixels[i];
        }

        return bgr;
    }
}
