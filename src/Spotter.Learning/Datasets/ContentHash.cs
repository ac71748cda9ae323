using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Learning.Datasets;

/// <summary>
/// A number that stands for what a picture shows: the first 64 bits of the SHA-256 of its size and pixels as decoded.
/// Copies under other names, other formats without loss and arrays of the same pixels have the same; a gray picture has
/// it in gray.
/// </summary>
internal static class ContentHash
{
    public static ulong Of(BgrImage image)
    {
        ReadOnlySpan<byte> pixels = image.Pixels.AsSpan(0, image.Width * image.Height * 3);
        if (HasColor(pixels))
        {
            return Of(image.Width, image.Height, 3, pixels);
        }

        var gray = new byte[image.Width * image.Height];
        for (int i = 0; i < gray.Length; i++)
        {
            gray[i] = pixels[i * 3];
        }

        return Of(image.Width, image.Height, 1, gray);
    }

    /// <param name="pixels">Gray, or red, green, blue.</param>
    /// <param name="shape">Height x width x channels.</param>
    public static ulong Of(ReadOnlySpan<byte> pixels, TensorShape shape)
    {
        if (shape.Channels == 1)
        {
            return Of(shape.Width, shape.Height, 1, pixels);
        }

        var image = new BgrImage(shape.Width, shape.Height);
        for (int i = 0; i < pixels.Length; i += 3)
        {
            (image.Pixels[i], image.Pixels[i + 1], image.Pixels[i + 2]) = (pixels[i + 2], pixels[i + 1], pixels[i]);
        }

        return Of(image);
    }

    public static ulong Of(string text) => First(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <param name="bgr">Three bytes a pixel.</param>
    public static bool HasColor(ReadOnlySpan<byte> bgr)
    {
        for (int i = 0; i < bgr.Length; i += 3)
        {
            if (bgr[i] != bgr[i + 1] || bgr[i] != bgr[i + 2])
            {
                return true;
            }
        }

        return false;
    }

    private static ulong Of(int width, int height, int channels, ReadOnlySpan<byte> pixels)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(head, width);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], height);
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], channels);
        hash.AppendData(head);
        hash.AppendData(pixels);
        Span<byte> result = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(result);
        return First(result);
    }

    private static ulong First(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt64BigEndian(hash);
}
