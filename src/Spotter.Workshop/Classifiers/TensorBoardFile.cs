using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Spotter.Workshop.Classifiers;

// The format of TFRecord: length (u64), masked CRC-32C of the length, data, masked CRC-32C of the data, all
// little-endian. The data are protocol buffers of tensorflow/core/util/event.proto and framework/summary.proto.

/// <summary>An event file that TensorBoard shows: scalars by step.</summary>
internal sealed class TensorBoardFile : IDisposable
{
    // Field numbers with their wire types (0 varint, 1 eight bytes, 2 length-delimited, 5 four bytes).
    private const byte EventWallTime = (1 << 3) | 1;
    private const byte EventStep = 2 << 3;
    private const byte EventFileVersion = (3 << 3) | 2;
    private const byte EventSummary = (5 << 3) | 2;
    private const byte SummaryValue = (1 << 3) | 2;
    private const byte ValueTag = (1 << 3) | 2;
    private const byte ValueScalar = (2 << 3) | 5;

    private readonly FileStream _file;

    /// <summary>Begins a new file; TensorBoard reads all files of a folder together.</summary>
    public TensorBoardFile(string folder, DateTimeOffset now)
    {
        // Names sort by time; the suffix keeps two starts within a second apart.
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"events.out.tfevents.{now.ToUnixTimeSeconds():D10}.spotter.{Environment.ProcessId}.{now.Millisecond:D3}"
        );
        _file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        var content = new MemoryStream();
        PutDouble(content, EventWallTime, now.ToUnixTimeMilliseconds() / 1000.0);
        PutBytes(content, EventFileVersion, "brain.Event:2"u8);
        Append(content.ToArray());
    }

    /// <summary>Adds the values of a step.</summary>
    public void Write(long step, IReadOnlyList<(string Tag, float Value)> values)
    {
        var summary = new MemoryStream();
        foreach ((string tag, float value) in values)
        {
            var entry = new MemoryStream();
            PutBytes(entry, ValueTag, Encoding.UTF8.GetBytes(tag));
            PutSingle(entry, ValueScalar, value);
            PutBytes(summary, SummaryValue, entry.ToArray());
        }

        var content = new MemoryStream();
        PutDouble(content, EventWallTime, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0);
        content.WriteByte(EventStep);
        PutVarint(content, (ulong)step);
        PutBytes(content, EventSummary, summary.ToArray());
        Append(content.ToArray());
    }

    public void Dispose() => _file.Dispose();

    private void Append(byte[] data)
    {
        var record = new byte[sizeof(ulong) + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedCrc(record.AsSpan(0, 8)));
        data.CopyTo(record, 12);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), MaskedCrc(data));
        _file.Write(record);
        _file.Flush();
    }

    // The mask keeps a checksum of data that hold checksums from being weak: rotated right by 15, plus a constant.
    private static uint MaskedCrc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    private static void PutDouble(MemoryStream target, byte field, double value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        target.WriteByte(field);
        target.Write(bytes);
    }

    private static void PutSingle(MemoryStream target, byte field, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        target.WriteByte(field);
        target.Write(bytes);
    }

    private static void PutBytes(MemoryStream target, byte field, ReadOnlySpan<byte> value)
    {
        target.WriteByte(field);
        PutVarint(target, (ulong)value.Length);
        target.Write(value);
    }

    private static void PutVarint(MemoryStream target, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            target.WriteByte((byte)(value | 0x80));
        }

        target.WriteByte((byte)value);
    }
}
