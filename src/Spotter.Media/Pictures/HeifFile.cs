using System.Buffers.Binary;
using SkiaSharp;

namespace Spotter.Media.Pictures;

/// <summary>
/// The main picture of a HEIC or AVIF file (ISO/IEC 23008-12; AV1 Image File Format): its tiles as HEVC or AV1 as a
/// decoder takes them. ffmpeg before 7 reads no tiled pictures, as telephones write them, so that the container is read
/// here.
/// </summary>
internal sealed class HeifFile
{
    private readonly byte[] _file;
    private readonly Dictionary<uint, string> _types = [];
    private readonly Dictionary<uint, List<(long Start, long Length)>> _places = [];
    private readonly Dictionary<uint, List<int>> _propertiesOf = [];
    private readonly Dictionary<uint, List<uint>> _derivedFrom = [];
    private readonly List<(string Type, int Start, int Length)> _properties = [];
    private (int Start, int Length) _inline;
    private uint _main;

    private HeifFile(byte[] file)
    {
        _file = file;
        foreach ((string type, int start, int length) in Boxes(0, file.Length))
        {
            if (type == "meta")
            {
                ReadMeta(start + 4, length - 4);
            }
        }
    }

    /// <summary>The size of the picture before it is turned.</summary>
    public int Width { get; private set; }

    public int Height { get; private set; }

    public int TileWidth { get; private set; }

    public int TileHeight { get; private set; }

    public int Columns { get; private set; } = 1;

    public IReadOnlyList<uint> Tiles { get; private set; } = [];

    public bool IsHevc { get; private set; }

    public SKEncodedOrigin Origin { get; private set; } = SKEncodedOrigin.TopLeft;

    /// <summary>The ICC profile; empty where there is none.</summary>
    public byte[] Profile { get; private set; } = [];

    /// <summary>
    /// Primaries, matrix and range by their numbers in ITU-T H.273; null where the file leaves them to the stream.
    /// </summary>
    public (int Primaries, int Matrix, bool FullRange)? Colors { get; private set; }

    /// <exception cref="InvalidDataException">It is damaged, or of a kind that is not read.</exception>
    public static HeifFile Read(byte[] file)
    {
        try
        {
            var heif = new HeifFile(file);
            heif.Describe();
            return heif;
        }
        catch (Exception e)
            when (e
                    is ArgumentOutOfRangeException
                        or IndexOutOfRangeException
                        or OverflowException
                        or KeyNotFoundException
            )
        {
            throw new InvalidDataException("its index is damaged or cut short", e);
        }
    }

    /// <summary>All tiles one after another, as ffmpeg's <c>hevc</c> or <c>ivf</c> takes them.</summary>
    public byte[] Stream()
    {
        try
        {
            var stream = new MemoryStream();
            if (!IsHevc)
            {
                stream.Write([
                    .. "DKIF"u8,
                    0,
                    0,
                    32,
                    0,
                    .. "AV01"u8,
                    .. Little16(TileWidth),
                    .. Little16(TileHeight),
                    1,
                    0,
                    0,
                    0,
                    1,
                    0,
                    0,
                    0,
                    .. new byte[8],
                ]);
            }

            long number = 0;
            foreach (uint tile in Tiles)
            {
                byte[] data = Data(tile);
                if (IsHevc)
                {
                    WriteHevc(stream, PropertyOf(tile, "hvcC"), data);
                }
                else
                {
                    // A temporal delimiter before each picture.
                    stream.Write([
                        .. BitConverter.GetBytes(data.Length + 2),
                        .. BitConverter.GetBytes(number++),
                        0x12,
                        0,
                        .. data,
                    ]);
                }
            }

            return stream.ToArray();
        }
        catch (Exception e)
            when (e
                    is ArgumentOutOfRangeException
                        or IndexOutOfRangeException
                        or OverflowException
                        or KeyNotFoundException
            )
        {
            throw new InvalidDataException("its index is damaged or cut short", e);
        }
    }

    private static byte[] Little16(int value) => [(byte)value, (byte)(value >> 8)];

    // hvcC holds the parameter sets and says how long the lengths before the units are; a decoder of streams wants
    // start codes.
    private static void WriteHevc(MemoryStream stream, ReadOnlySpan<byte> config, ReadOnlySpan<byte> data)
    {
        int lengthSize = (config[21] & 3) + 1;
        int arrays = config[22];
        ReadOnlySpan<byte> rest = config[23..];
        for (; arrays > 0; arrays--)
        {
            int units = BinaryPrimitives.ReadUInt16BigEndian(rest[1..]);
            rest = rest[3..];
            for (; units > 0; units--)
            {
                int length = BinaryPrimitives.ReadUInt16BigEndian(rest);
                stream.Write([0, 0, 0, 1]);
                stream.Write(rest.Slice(2, length));
                rest = rest[(2 + length)..];
            }
        }

        while (data.Length > lengthSize)
        {
            int length = 0;
            for (int i = 0; i < lengthSize; i++)
            {
                length = checked((length << 8) | data[i]);
            }

            stream.Write([0, 0, 0, 1]);
            stream.Write(data.Slice(lengthSize, length));
            data = data[(lengthSize + length)..];
        }
    }

    private void Describe()
    {
        string type = _types.GetValueOrDefault(_main, "");
        Tiles = [_main];
        if (type == "grid")
        {
            byte[] grid = Data(_main);
            (int rows, Columns) = (grid[2] + 1, grid[3] + 1);
            bool wide = (grid[1] & 1) != 0;
            Width = wide ? Int32(grid, 4) : UInt16(grid, 4);
            Height = wide ? Int32(grid, 8) : UInt16(grid, 6);
            Tiles = _derivedFrom[_main];
            if (Tiles.Count != rows * Columns)
            {
                throw new InvalidDataException($"its grid of {Columns}x{rows} tiles names {Tiles.Count}");
            }
        }

        string codec = _types.GetValueOrDefault(Tiles[0], "");
        IsHevc = codec == "hvc1";
        if (codec is not ("hvc1" or "av01"))
        {
            throw new InvalidDataException(
                $"its pictures are of the kind '{(codec.All(char.IsAsciiLetterOrDigit) ? codec : "?")}'"
            );
        }

        (TileWidth, TileHeight) = SizeOf(Tiles[0]);
        if (type != "grid")
        {
            (Width, Height) = (TileWidth, TileHeight);
        }

        DescribeLooks();
    }

    private void DescribeLooks()
    {
        int turns = PropertyOf(_main, "irot") is [var angle, ..] ? angle & 3 : 0; // quarters against the clock
        int mirror = PropertyOf(_main, "imir") is [var axis, ..] ? axis & 1 : -1; // 0 left and right, 1 top and bottom
        Origin = (turns, mirror) switch
        {
            (0, 0) or (2, 1) => SKEncodedOrigin.TopRight,
            (0, 1) or (2, 0) => SKEncodedOrigin.BottomLeft,
            (1, 1) or (3, 0) => SKEncodedOrigin.LeftTop,
            (1, 0) or (3, 1) => SKEncodedOrigin.RightBottom,
            (1, _) => SKEncodedOrigin.LeftBottom,
            (2, _) => SKEncodedOrigin.BottomRight,
            (3, _) => SKEncodedOrigin.RightTop,
            _ => SKEncodedOrigin.TopLeft,
        };
        foreach (
            ReadOnlySpan<byte> color in (byte[][])[.. PropertiesOf(_main, "colr"), .. PropertiesOf(Tiles[0], "colr")]
        )
        {
            if (color.StartsWith("nclx"u8) && Colors is null)
            {
                Colors = (UInt16(color, 4), UInt16(color, 8), (color[10] & 0x80) != 0);
            }
            else if ((color.StartsWith("prof"u8) || color.StartsWith("rICC"u8)) && Profile.Length == 0)
            {
                Profile = color[4..].ToArray();
            }
        }
    }

    private (int Width, int Height) SizeOf(uint item)
    {
        ReadOnlySpan<byte> size = PropertyOf(item, "ispe");
        return size.Length >= 12
            ? (Int32(size, 4), Int32(size, 8))
            : throw new InvalidDataException("it does not say its size");
    }

    private byte[] PropertyOf(uint item, string type) => PropertiesOf(item, type).FirstOrDefault() ?? [];

    private IEnumerable<byte[]> PropertiesOf(uint item, string type) =>
        _propertiesOf
            .GetValueOrDefault(item, [])
            .Where(i => i >= 1 && i <= _properties.Count && _properties[i - 1].Type == type)
            .Select(i => _file[_properties[i - 1].Start..(_properties[i - 1].Start + _properties[i - 1].Length)]);

    private byte[] Data(uint item)
    {
        List<(long Start, long Length)> places = _places[item];
        long length = places.Sum(static p => p.Length);
        if (length > _file.Length)
        {
            throw new InvalidDataException("its index names more than the file holds");
        }

        var data = new byte[length];
        int at = 0;
        foreach ((long start, long count) in places)
        {
            _file.AsSpan(checked((int)start), checked((int)count)).CopyTo(data.AsSpan(at));
            at += (int)count;
        }

        return data;
    }

    private void ReadMeta(int start, int length)
    {
        List<(string Type, int Start, int Length)> boxes = [.. Boxes(start, length)];
        _inline = boxes.Where(static b => b.Type == "idat").Select(static b => (b.Start, b.Length)).FirstOrDefault();
        foreach ((string type, int at, int count) in boxes)
        {
            ReadOnlySpan<byte> box = _file.AsSpan(at, count);
            switch (type)
            {
                case "pitm":
                    _main = box[0] == 0 ? (uint)UInt16(box, 4) : UInt32(box, 4);
                    break;
                case "iinf":
                    ReadItems(at + (box[0] == 0 ? 6 : 8), count - (box[0] == 0 ? 6 : 8));
                    break;
                case "iloc":
                    ReadPlaces(box);
                    break;
                case "iref":
                    ReadReferences(at + 4, count - 4, box[0] != 0);
                    break;
                case "iprp":
                    ReadProperties(at, count);
                    break;
            }
        }
    }

    private void ReadItems(int start, int length)
    {
        foreach ((_, int at, int count) in Boxes(start, length))
        {
            ReadOnlySpan<byte> item = _file.AsSpan(at, count);
            if (item[0] is 2 or 3)
            {
                bool wide = item[0] == 3;
                _types[wide ? UInt32(item, 4) : (uint)UInt16(item, 4)] = System.Text.Encoding.ASCII.GetString(
                    item.Slice(wide ? 10 : 8, 4)
                );
            }
        }
    }

    private void ReadPlaces(ReadOnlySpan<byte> box)
    {
        int version = box[0];
        (int offsetSize, int lengthSize, int baseSize, int indexSize) = (
            box[4] >> 4,
            box[4] & 15,
            box[5] >> 4,
            version == 0 ? 0 : box[5] & 15
        );
        int at = 6;
        long items = Next(box, version < 2 ? 2 : 4, ref at);
        for (; items > 0; items--)
        {
            uint item = (uint)Next(box, version < 2 ? 2 : 4, ref at);
            long method = version == 0 ? 0 : Next(box, 2, ref at) & 15;
            long external = Next(box, 2, ref at);
            long origin = Next(box, baseSize, ref at);
            long extents = Next(box, 2, ref at);
            var places = new List<(long, long)>();
            for (; extents > 0; extents--)
            {
                Next(box, indexSize, ref at);
                long offset = origin + Next(box, offsetSize, ref at) + (method == 1 ? _inline.Start : 0);
                long length = Next(box, lengthSize, ref at);
                places.Add((offset, length));
            }

            // Only what lies in this file: a number here names another.
            if (external == 0 && method <= 1)
            {
                _places[item] = places;
            }
        }
    }

    private void ReadReferences(int start, int length, bool wide)
    {
        foreach ((string type, int at, int count) in Boxes(start, length))
        {
            if (type == "dimg")
            {
                ReadOnlySpan<byte> box = _file.AsSpan(at, count);
                int place = 0;
                uint from = (uint)Next(box, wide ? 4 : 2, ref place);
                long references = Next(box, 2, ref place);
                var to = new List<uint>();
                for (; references > 0; references--)
                {
                    to.Add((uint)Next(box, wide ? 4 : 2, ref place));
                }

                _derivedFrom[from] = to;
            }
        }
    }

    private void ReadProperties(int start, int length)
    {
        foreach ((string type, int at, int count) in Boxes(start, length))
        {
            if (type == "ipco")
            {
                _properties.AddRange(Boxes(at, count));
            }
            else if (type == "ipma")
            {
                ReadOnlySpan<byte> box = _file.AsSpan(at, count);
                (bool wideItems, bool wideProperties) = (box[0] > 0, (box[3] & 1) != 0);
                int place = 4;
                long entries = Next(box, 4, ref place);
                for (; entries > 0; entries--)
                {
                    uint item = (uint)Next(box, wideItems ? 4 : 2, ref place);
                    long properties = Next(box, 1, ref place);
                    var list = new List<int>();
                    for (; properties > 0; properties--)
                    {
                        list.Add((int)Next(box, wideProperties ? 2 : 1, ref place) & (wideProperties ? 0x7FFF : 0x7F));
                    }

                    _propertiesOf[item] = list;
                }
            }
        }
    }

    private static long Next(ReadOnlySpan<byte> box, int size, ref int at)
    {
        long value = 0;
        foreach (byte b in box.Slice(at, size))
        {
            value = checked((value << 8) | b);
        }

        at += size;
        return value;
    }

    private IEnumerable<(string Type, int Start, int Length)> Boxes(int start, int length)
    {
        int end = checked(start + length);
        while (start + 8 <= end)
        {
            long size = UInt32(_file, start);
            string type = System.Text.Encoding.Latin1.GetString(_file, start + 4, 4);
            int head = 8;
            if (size == 1)
            {
                (size, head) = (BinaryPrimitives.ReadInt64BigEndian(_file.AsSpan(start + 8)), 16);
            }

            size = size == 0 ? end - start : size;
            if (size < head || size > end - start)
            {
                yield break;
            }

            yield return (type, start + head, (int)size - head);
            start += (int)size;
        }
    }

    private static int UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => checked((int)UInt32(bytes, at));
}
