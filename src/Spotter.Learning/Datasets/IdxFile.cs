using System.Globalization;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Datasets;

// The idx format: two zero bytes, a type (8 is unsigned byte), the number of dimensions, each dimension as a big-endian
// int, then the data, last dimension fastest. http://yann.lecun.com/exdb/mnist

/// <summary>Pictures and labels in idx files, as MNIST and its successors come, compressed with gzip or not.</summary>
public static class IdxFile
{
    private const byte UnsignedByte = 8;

    /// <summary>Reads a file of pictures and one of labels.</summary>
    /// <param name="imagesPath">An idx3 file (count, height, width), or idx4 with 1 or 3 channels last.</param>
    /// <param name="labelsPath">An idx1 file with as many labels.</param>
    /// <param name="classNames">Names of the classes; null names them by number up to the greatest label.</param>
    /// <param name="name">For messages; the pictures' file name when null.</param>
    /// <exception cref="DatasetException">A file is missing or wrong; the message names the file and the
    /// place.</exception>
    public static ImageDataset Load(
        string imagesPath,
        string labelsPath,
        IReadOnlyList<string>? classNames = null,
        string? name = null
    )
    {
        (int[] extents, byte[] pixels) = Read(imagesPath);
        if (extents.Length is not (3 or 4) || (extents.Length == 4 && extents[3] is not (1 or 3)))
        {
            throw new DatasetException(
                $"{imagesPath}: pictures have 3 dimensions (count, height, width) or 4 with 1 or 3 channels, this "
                    + $"file has {string.Join(" x ", extents)}"
            );
        }

        (int[] labelExtents, byte[] labelBytes) = Read(labelsPath);
        if (labelExtents.Length != 1)
        {
            throw new DatasetException(
                $"{labelsPath}: labels have 1 dimension, this file has {string.Join(" x ", labelExtents)}"
            );
        }

        if (labelExtents[0] != extents[0])
        {
            throw new DatasetException(
                $"{labelsPath}: {labelExtents[0]} labels do not fit {extents[0]} pictures in {imagesPath}"
            );
        }

        int classes = classNames?.Count ?? labelBytes.Max() + 1;
        int bad = labelBytes.AsSpan().IndexOfAnyInRange((byte)Math.Min(classes, 255), byte.MaxValue);
        if (classes <= byte.MaxValue && bad >= 0)
        {
            throw new DatasetException(
                $"{labelsPath}: label {bad} is {labelBytes[bad]}, but there are {classes} classes (0 to {classes - 1})"
            );
        }

        return new ImageDataset(
            name ?? Path.GetFileName(imagesPath),
            TensorShape.Image(extents[1], extents[2], extents.Length == 4 ? extents[3] : 1),
            pixels,
            Array.ConvertAll(labelBytes, static label => (int)label),
            classNames
                ?? [.. Enumerable.Range(0, Math.Max(2, classes)).Select(i => i.ToString(CultureInfo.InvariantCulture))]
        );
    }

    /// <summary>Reads an idx file of unsigned bytes.</summary>
    /// <exception cref="DatasetException">The file is missing or wrong.</exception>
    internal static (int[] Extents, byte[] Data) Read(string path)
    {
        using ByteReader reader = ByteReader.Open(path);
        int magic = reader.ReadInt32BigEndian("the header");
        int dimensions = magic & 0xFF;
        if (magic >> 16 != 0 || dimensions is < 1 or > 4)
        {
            throw new DatasetException($"{path}: not an idx file (it begins with {magic:X8}, 0000080n is expected)");
        }

        if (magic >> 8 != UnsignedByte)
        {
            throw new DatasetException(
                $"{path}: holds data of type {magic >> 8:X2}; only unsigned bytes (08) are read"
            );
        }

        var extents = new int[dimensions];
        long length = 1;
        for (int i = 0; i < dimensions; i++)
        {
            extents[i] = reader.ReadInt32BigEndian("the header");
            if (extents[i] < 1 || length * extents[i] > Array.MaxLength)
            {
                throw new DatasetException($"{path}: dimension {i + 1} is {extents[i]}, which is out of range");
            }

            length *= extents[i];
        }

        byte[] data = reader.Take(length, "the data");
        reader.RequireEnd();
        return (extents, data);
    }
}
