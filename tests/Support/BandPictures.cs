using System.Buffers.Binary;

namespace Spotter.Tests.Support;

/// <summary>
/// A data set in the files of Fashion-MNIST: ten classes, each a bright band at a height of its own, in noise. A
/// network learns it in no time, but not at once.
/// </summary>
internal static class BandPictures
{
    public const int Side = 28;
    private const int Classes = 10;
    private const int BandHeight = 3;

    /// <summary>Writes the four idx files, not compressed.</summary>
    public static string Write(string folder, int train, int test)
    {
        Directory.CreateDirectory(folder);
        WritePart(folder, "train", train, seed: 1);
        WritePart(folder, "t10k", test, seed: 2);
        return folder;
    }

    /// <summary>The pixels of a picture of that class.</summary>
    public static byte[] Pixels(int label, Random random)
    {
        var pixels = new byte[Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            int row = i / Side - label * 2 - 3;
            pixels[i] = (byte)(random.Next(100) + (row is >= 0 and < BandHeight ? 150 : 0));
        }

        return pixels;
    }

    private static void WritePart(string folder, string part, int count, int seed)
    {
        var random = new Random(seed);
        using FileStream images = File.Create(Path.Combine(folder, $"{part}-images-idx3-ubyte"));
        using FileStream labels = File.Create(Path.Combine(folder, $"{part}-labels-idx1-ubyte"));
        Put(images, 0x0803, count, Side, Side);
        Put(labels, 0x0801, count);
        for (int i = 0; i < count; i++)
        {
            images.Write(Pixels(i % Classes, random));
            labels.WriteByte((byte)(i % Classes));
        }
    }

    private static void Put(Stream stream, params int[] values)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (int value in values)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes, value);
            stream.Write(bytes);
        }
    }
}
