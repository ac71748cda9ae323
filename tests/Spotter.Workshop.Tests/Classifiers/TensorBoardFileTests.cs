using System.Buffers.Binary;
using System.Text;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Tests.Classifiers;

public sealed class TensorBoardFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Crc_OfTheCheckValue_IsThatOfTheStandard() => Assert.Equal(0xE3069283u, Crc32C("123456789"u8));

    [Fact]
    public void Write_TwoSteps_CanBeReadBack()
    {
        using (var file = new TensorBoardFile(_folder.Path, DateTimeOffset.UnixEpoch.AddSeconds(1700000000.5)))
        {
            file.Write(1, [("loss/training", 0.5f), ("accuracy/training", 0.75f)]);
            file.Write(300, [("loss/training", 0.25f)]);
        }

        string path = Assert.Single(Directory.GetFiles(_folder.Path));
        Assert.StartsWith("events.out.tfevents.1700000000.", Path.GetFileName(path), StringComparison.Ordinal);
        List<byte[]> records = ReadRecords(File.ReadAllBytes(path));
        Assert.Equal(3, records.Count);
        Assert.Equal("brain.Event:2", Encoding.UTF8.GetString((byte[])Fields(records[0])[3].Single()));
        Assert.Equal(1700000000.5, (double)Fields(records[0])[1].Single());
        Assert.Equal([("loss/training", 0.5f), ("accuracy/training", 0.75f)], Scalars(records[1]));
        Assert.Equal(300L, Fields(records[2])[2].Single());
        Assert.Equal([("loss/training", 0.25f)], Scalars(records[2]));
    }

    private static List<(string Tag, float Value)> Scalars(byte[] record) =>
        [
            .. Fields((byte[])Fields(record)[5].Single())[1]
                .Select(value =>
                {
                    ILookup<int, object> fields = Fields((byte[])value);
                    return (Encoding.UTF8.GetString((byte[])fields[1].Single()), (float)fields[2].Single());
                }),
        ];

    // A reader of its own: lengths and checksums as the format says, checksums bit by bit.
    private static List<byte[]> ReadRecords(ReadOnlySpan<byte> bytes)
    {
        var records = new List<byte[]>();
        while (bytes.Length > 0)
        {
            int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            Assert.Equal(Masked(bytes[..8]), BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
            ReadOnlySpan<byte> data = bytes.Slice(12, length);
            Assert.Equal(Masked(data), BinaryPrimitives.ReadUInt32LittleEndian(bytes[(12 + length)..]));
            records.Add(data.ToArray());
            bytes = bytes[(16 + length)..];
        }

        return records;
    }

    private static uint Masked(ReadOnlySpan<byte> data)
    {
        uint crc = Crc32C(data);
        return unchecked(((crc >> 15) | (crc << 17)) + 0xA282EAD8u);
    }

    private static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82F63B78u);
            }
        }

        return ~crc;
    }

    private static ILookup<int, object> Fields(byte[] message)
    {
        var fields = new List<(int Number, object Value)>();
        int at = 0;
        while (at < message.Length)
        {
            int key = (int)Varint(message, ref at);
            object value;
            switch (key & 7)
            {
                case 0:
                    value = Varint(message, ref at);
                    break;
                case 1:
                    value = BinaryPrimitives.ReadDoubleLittleEndian(message.AsSpan(at));
                    at += 8;
                    break;
                case 2:
                    int length = (int)Varint(message, ref at);
                    value = message.AsSpan(at, length).ToArray();
                    at += length;
                    break;
                case 5:
                    value = BinaryPrimitives.ReadSingleLittleEndian(message.AsSpan(at));
                    at += 4;
                    break;
                default:
                    throw new InvalidDataException($"wire type {key & 7} at byte {at}");
            }

            fields.Add((key >> 3, value));
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }

    private static long Varint(byte[] message, ref int at)
    {
        long value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte part = message[at++];
            value |= (long)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
