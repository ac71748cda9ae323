using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Spotter.Vision.Images;

/// <summary>
/// Between the four bytes a pixel that Skia and others work in (blue, green, red, alpha) and the three of our pictures.
/// The scalar methods are the definition; the vector ones give the same bytes.
/// </summary>
internal static class PixelPacking
{
    /// <summary>Drops alpha. <paramref name="bgr"/> holds 3 bytes for each 4 of <paramref name="bgra"/>.</summary>
    public static void BgraToBgr(ReadOnlySpan<byte> bgra, Span<byte> bgr)
    {
        int pixels = CheckedPixels(bgra.Length, bgr.Length);
        int done = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            // 4 pixels a step: lanes B0G0R0A0..B3G3R3A3 -> B0G0R0..B3G3R3 and 4 lanes of zero. The 16-byte store runs
            // 4 bytes past its 12, which the next step overwrites; so the last 2 pixels at least are left to the tail.
            Vector128<byte> pick = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
            ref byte source = ref MemoryMarshal.GetReference(bgra);
            ref byte target = ref MemoryMarshal.GetReference(bgr);
            for (; done + 6 <= pixels; done += 4)
            {
                Vector128
                    .Shuffle(Vector128.LoadUnsafe(ref source, (nuint)done * 4), pick)
                    .StoreUnsafe(ref target, (nuint)done * 3);
            }
        }

        BgraToBgrScalar(bgra[(done * 4)..], bgr[(done * 3)..]);
    }

    /// <summary>The definition of <see cref="BgraToBgr"/>.</summary>
    public static void BgraToBgrScalar(ReadOnlySpan<byte> bgra, Span<byte> bgr)
    {
        int pixels = CheckedPixels(bgra.Length, bgr.Length);
        for (int i = 0; i < pixels; i++)
        {
            bgr[i * 3] = bgra[i * 4];
            bgr[i * 3 + 1] = bgra[i * 4 + 1];
            bgr[i * 3 + 2] = bgra[i * 4 + 2];
        }
    }

    /// <summary>
    /// Adds an alpha of 255. <paramref name="bgra"/> holds 4 bytes for each 3 of <paramref name="bgr"/>.
    /// </summary>
    public static void BgrToBgra(ReadOnlySpan<byte> bgr, Span<byte> bgra)
    {
        int pixels = CheckedPixels(bgra.Length, bgr.Length);
        int done = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            // The inverse of the above; the 16-byte load reads 4 bytes past its 12.
            Vector128<byte> spread = Vector128.Create((byte)0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11, 255);
            Vector128<byte> opaque = Vector128.Create(0xFF000000u).AsByte();
            ref byte source = ref MemoryMarshal.GetReference(bgr);
            ref byte target = ref MemoryMarshal.GetReference(bgra);
            opaque = BitConverter.IsLittleEndian ? opaque : Vector128.Create(0x000000FFu).AsByte();
            for (; done + 6 <= pixels; done += 4)
            {
                Vector128<byte> four =
                    Vector128.Shuffle(Vector128.LoadUnsafe(ref source, (nuint)done * 3), spread) | opaque;
                four.StoreUnsafe(ref target, (nuint)done * 4);
            }
        }

        BgrToBgraScalar(bgr[(done * 3)..], bgra[(done * 4)..]);
    }

    /// <summary>The definition of <see cref="BgrToBgra"/>.</summary>
    public static void BgrToBgraScalar(ReadOnlySpan<byte> bgr, Span<byte> bgra)
    {
        int pixels = CheckedPixels(bgra.Length, bgr.Length);
        for (int i = 0; i < pixels; i++)
        {
            bgra[i * 4] = bgr[i * 3];
            bgra[i * 4 + 1] = bgr[i * 3 + 1];
            bgra[i * 4 + 2] = bgr[i * 3 + 2];
            bgra[i * 4 + 3] = 255;
        }
    }

    /// <summary>
    /// Lays premultiplied pixels on white, in place: each colour becomes colour + 255 - alpha, which cannot exceed 255
    /// because a premultiplied colour is at most its alpha.
    /// </summary>
    public static void BlendOverWhite(Span<byte> premultiplied)
    {
        int done = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            Vector128<byte> alphas = Vector128.Create((byte)3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15);
            ref byte pixels = ref MemoryMarshal.GetReference(premultiplied);
            for (; done + 16 <= premultiplied.Length; done += 16)
            {
                Vector128<byte> four = Vector128.LoadUnsafe(ref pixels, (nuint)done);
                (four + ~Vector128.Shuffle(four, alphas)).StoreUnsafe(ref pixels, (nuint)done);
            }
        }

        BlendOverWhiteScalar(premultiplied[done..]);
    }

    /// <summary>The definition of <see cref="BlendOverWhite"/>.</summary>
    public static void BlendOverWhiteScalar(Span<byte> premultiplied)
    {
        for (int i = 0; i + 3 < premultiplied.Length; i += 4)
        {
            byte white = (byte)(255 - premultiplied[i + 3]);
            premultiplied[i] += white;
            premultiplied[i + 1] += white;
            premultiplied[i + 2] += white;
            premultiplied[i + 3] = 255;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CheckedPixels(int bgraLength, int bgrLength)
    {
        int pixels = bgraLength / 4;
        return bgraLength == pixels * 4 && bgrLength == pixels * 3
            ? pixels
            : throw new ArgumentException(
                $"expected 4 and 3 bytes a pixel for the same number of pixels, got {bgraLength} and {bgrLength} bytes"
            );
    }
}
