using System.Buffers.Binary;
using SkiaSharp;

namespace Spotter.Media.Pictures;

/// <summary>
/// The first directory of a TIFF, a file of its own or what EXIF is (TIFF 6.0, section 2); anything unexpected is left
/// out.
/// </summary>
internal readonly ref struct TiffHeader
{
    private const int WidthTag = 0x0100;
    private const int HeightTag = 0x0101;
    private const int OrientationTag = 0x0112;
    private const int ProfileTag = 0x8773;
    private const int JpegTablesTag = 0x015B;
    private const int Jpeg = 7;

    private readonly ReadOnlySpan<byte> _tiff;
    private readonly bool _bigEndian;

    private TiffHeader(ReadOnlySpan<byte> tiff, bool bigEndian)
    {
        _tiff = tiff;
        _bigEndian = bigEndian;
        uint directory = Long(tiff[4..], bigEndian);
        if (directory > tiff.Length - 2)
        {
            return;
        }

        int entries = Short(tiff[(int)directory..], bigEndian);
        ReadOnlySpan<byte> rest = tiff[((int)directory + 2)..];
        for (; entries > 0 && rest.Length >= 12; entries--, rest = rest[12..])
        {
            int type = Short(rest[2..], bigEndian);
            uint count = Long(rest[4..], bigEndian);
            long value = type == 3 ? Short(rest[8..], bigEndian) : Long(rest[8..], bigEndian);
            switch (Short(rest, bigEndian))
            {
                case WidthTag:
                    Width = value;
                    break;
                case HeightTag:
                    Height = value;
                    break;
                case OrientationTag when type == 3 && value is >= 1 and <= 8:
                    Origin = (SKEncodedOrigin)value;
                    break;
                case 0x0103:
                    IsJpeg = value == Jpeg;
                    break;
                case 0x0106:
                    Photometric = value;
                    break;
                case 0x0116:
                    RowsPerStrip = value;
                    break;
                case 0x0142:
                    TileWidth = value;
                    break;
                case 0x0143:
                    TileHeight = value;
                    break;
                case 0x0111 or 0x0144:
                    PieceOffsets = Numbers(type, count, rest[8..]);
                    break;
                case 0x0117 or 0x0145:
                    PieceLengths = Numbers(type, count, rest[8..]);
                    break;
                case JpegTablesTag when value + count <= tiff.Length && count > 4:
                    JpegTables = tiff.Slice((int)value, (int)count);
                    break;
                case ProfileTag when value + count <= tiff.Length && count > 128:
                    Profile = tiff.Slice((int)value, (int)count);
                    break;
            }
        }

        HasMorePages = entries == 0 && rest.Length >= 4 && Long(rest, bigEndian) != 0;
    }

    public long Width { get; }

    public long Height { get; }

    public SKEncodedOrigin Origin { get; } = SKEncodedOrigin.TopLeft;

    /// <summary>The ICC profile; empty where there is none.</summary>
    public ReadOnlySpan<byte> Profile { get; }

    public bool HasMorePages { get; }

    /// <summary>True where strips or tiles are JPEG.</summary>
    public bool IsJpeg { get; }

    /// <summary>2 is red, green and blue, 6 brightness and chroma.</summary>
    public long Photometric { get; }

    public long RowsPerStrip { get; } = uint.MaxValue;

    /// <summary>0 where there are strips.</summary>
    public long TileWidth { get; }

    public long TileHeight { get; }

    public ReadOnlySpan<long> PieceOffsets { get; }

    public ReadOnlySpan<long> PieceLengths { get; }

    public ReadOnlySpan<byte> JpegTables { get; }

    public static TiffHeader Of(ReadOnlySpan<byte> tiff)
    {
        bool bigEndian = tiff.StartsWith("MM\0*"u8);
        return tiff.Length >= 10 && (bigEndian || tiff.StartsWith("II*\0"u8))
            ? new TiffHeader(tiff, bigEndian)
            : new TiffHeader("II*\0\u00ff\u00ff\u00ff\u00ff"u8, false);
    }

    private long[] Numbers(int type, uint count, ReadOnlySpan<byte> value)
    {
        int size = type == 3 ? 2 : 4;
        ReadOnlySpan<byte> from =
            count * (long)size <= 4 ? value
            : Long(value, _bigEndian) is var offset && offset + (count * (long)size) <= _tiff.Length
                ? _tiff[(int)offset..]
            : [];
        if (from.Length < count * (long)size)
        {
            return [];
        }

        var numbers = new long[count];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = size == 2 ? Short(from[(i * 2)..], _bigEndian) : Long(from[(i * 4)..], _bigEndian);
        }

        return numbers;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint Long(ReadOnlySpan<byte> bytes, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
