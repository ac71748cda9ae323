using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Spotter.Learning.Datasets;

// The npy format: "\x93NUMPY", a version, the length of a header, a Python dictionary with descr, fortran_order and
// shape, then the data. https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

/// <summary>
/// An array of NumPy with its extents. Only whole numbers are read: pictures are bytes, labels are integers.
/// </summary>
internal sealed partial record NpyFile(string Name, string Type, int[] Extents, byte[] Data)
{
    private const int LongestHeader = 1 << 16;

    public static NpyFile Read(string path)
    {
        using ByteReader reader = ByteReader.Open(path);
        return Read(reader);
    }

    public static NpyFile Read(ByteReader reader)
    {
        Span<byte> start = stackalloc byte[8];
        reader.Fill(start, "the header");
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
        {
            throw new DatasetException($"{reader.Name}: not a npy file (it does not begin with \\x93NUMPY)");
        }

        Span<byte> size = stackalloc byte[start[6] == 1 ? 2 : 4];
        reader.Fill(size, "the header");
        uint length =
            size.Length == 2
                ? BinaryPrimitives.ReadUInt16LittleEndian(size)
                : BinaryPrimitives.ReadUInt32LittleEndian(size);
        if (length > LongestHeader)
        {
            throw new DatasetException($"{reader.Name}: a header of {length} bytes is out of range");
        }

        var headerBytes = new byte[length];
        reader.Fill(headerBytes, "the header");
        string header = Encoding.Latin1.GetString(headerBytes);
        string type = Required(Descr().Match(header), reader.Name, "descr");
        if (Required(FortranOrder().Match(header), reader.Name, "fortran_order") is not "False")
        {
            throw new DatasetException(
                $"{reader.Name}: the array is in Fortran order; save it with numpy.ascontiguousarray"
            );
        }

        int[] extents = ParseShape(Required(Shape().Match(header), reader.Name, "shape"), reader.Name);
        long bytes = ItemSize(type, reader.Name);
        foreach (int extent in extents)
        {
            bytes *= extent;
            if (bytes > Array.MaxLength)
            {
                throw new DatasetException($"{reader.Name}: an array of {string.Join(" x ", extents)} is too large");
            }
        }

        byte[] data = reader.Take(bytes, "the data");
        reader.RequireEnd();
        return new NpyFile(reader.Name, type, extents, data);
    }

    /// <summary>The array as labels.</summary>
    public int[] ToLabels()
    {
        int count =
            Extents.Length == 1 || (Extents.Length == 2 && Extents[1] == 1)
                ? Extents[0]
                : throw new DatasetException(
                    $"{Name}: labels have 1 dimension, this array has {string.Join(" x ", Extents)}"
                );
        int size = Data.Length / Math.Max(1, count);
        var labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            long value = ReadInteger(Data.AsSpan(i * size, size));
            labels[i] = value is >= 0 and <= int.MaxValue
                ? (int)value
                : throw new DatasetException($"{Name}: label {i} is {value}; labels are 0 or more");
        }

        return labels;
    }

    private long ReadInteger(ReadOnlySpan<byte> bytes) =>
        Type[1..] switch
        {
            "u1" or "b1" => bytes[0],
            "i1" => (sbyte)bytes[0],
            "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes),
            "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes),
            _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        };

    private static int ItemSize(string type, string name) =>
        type switch
        {
            "|u1" or "|i1" or "|b1" => 1,
            "<u2" or "<i2" => 2,
            "<u4" or "<i4" => 4,
            "<u8" or "<i8" => 8,
            _ => throw new DatasetException(
                $"{name}: holds numbers of type {type}; save pictures as uint8 (0..255) and labels as integers"
            ),
        };

    private static int[] ParseShape(string text, string name)
    {
        string[] parts = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var extents = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (
                !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out extents[i])
                || extents[i] < 1
            )
            {
                throw new DatasetException($"{name}: a shape of ({text}) is out of range");
            }
        }

        return extents;
    }

    private static string Required(Match match, string name, string key) =>
        match.Success ? match.Groups[1].Value : throw new DatasetException($"{name}: the header has no {key}");

    [GeneratedRegex("'descr'\\s*:\\s*'([^']+)'")]
    private static partial Regex Descr();

    [GeneratedRegex("'fortran_order'\\s*:\\s*(True|False)")]
    private static partial Regex FortranOrder();

    [GeneratedRegex("'shape'\\s*:\\s*\\(([^)]*)\\)")]
    private static partial Regex Shape();
}
