using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        int done = Vector128.IsHardwareAccelerated ? FromBgr128(bgr, gray) : 0;
        for (int i = done, j = done * 3; j + 2 < bgr.Length; i++, j += 3)
        {
            gray[i] = (byte)(
                ((bgr[j] * BlueWeight) + (bgr[j + 1] * GreenWeight) + (bgr[j + 2] * RedWeight) + (1 << (Shift - 1)))
                >> Shift
            );
        }
    }

    // Four pixels are 12 of the 16 bytes that are read: each channel is spread over four lanes of 32 bits (an index out
    // of range gives 0), and the lowest bytes of the four sums are the result.
    private static int FromBgr128(ReadOnlySpan<byte> bgr, Span<byte> gray)
    {
        ref byte source = ref MemoryMarshal.GetReference(bgr);
        ref byte target = ref MemoryMarshal.GetReference(gray);
        Vector128<byte> blue = Vector128.Create(
            (byte)0,
            255,
            255,
            255,
            3,
            255,
            255,
            255,
            6,
            255,
            255,
            255,
            9,
            255,
            255,
            255
        );
        Vector128<byte> green = Vector128.Create(
            (byte)1,
            255,
            255,
            255,
            4,
            255,
            255,
            255,
            7,
            255,
            255,
            255,
            10,
            255,
            255,
            255
        );
        Vector128<byte> red = Vector128.Create(
            (byte)2,
            255,
            255,
            255,
            5,
            255,
            255,
            255,
            8,
            255,
            255,
            255,
            11,
            255,
            255,
            255
        );
        Vector128<byte> lowest = Vector128.Create(
            (byte)0,
            4,
            8,
            12,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255,
            255
        );
        int pixel = 0;
        for (int at = 0; at + Vector128<byte>.Count <= bgr.Length; at += 12, pixel += 4)
        {
            Vector128<byte> pixels = Vector128.LoadUnsafe(ref source, (nuint)at);
            Vector128<int> sum =
                (Vector128.Shuffle(pixels, blue).AsInt32() * BlueWeight)
                + (Vector128.Shuffle(pixels, green).AsInt32() * GreenWeight)
                + (Vector128.Shuffle(pixels, red).AsInt32() * RedWeight)
                + Vector128.Create(1 << (Shift - 1));
            uint four = Vector128.Shuffle((sum >> Shift).AsByte(), lowest).AsUInt32().ToScalar();
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref target, pixel), four);
        }

        return pixel;
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
