using System.Buffers.Binary;
using System.Text;

namespace Spotter.Fuzzing.Loop;

/// <summary>
/// Changes inputs a little, as the well-known fuzzers do, with an eye for texts: lines, numbers, words of the format.
/// </summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int longest)
{
    private const int MostSteps = 6;

    private static readonly long[] Edges =
    [
        0,
        1,
        -1,
        16,
        32,
        64,
        100,
        127,
        -128,
        128,
        255,
        256,
        512,
        1000,
        1024,
        4096,
        32767,
        -32768,
        32768,
        65535,
        65536,
        100_663_045,
        int.MaxValue,
        int.MinValue,
        2_147_483_648,
        uint.MaxValue,
        long.MaxValue,
        long.MinValue,
    ];

    private static readonly string[] Numbers =
    [
        "0",
        "-1",
        "1",
        "2",
        "255",
        "65536",
        "2147483647",
        "2147483648",
        "-2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "1e9",
        "1e38",
        "1e39",
        "1e308",
        "1e309",
        "-0",
        "0.5",
        "1e-9",
        "NaN",
        "Infinity",
        "-Infinity",
        "",
        "1.0",
        "00",
        "+1",
        "0x10",
        "99999999999999999999999999",
    ];

    /// <summary>A changed copy.</summary>
    /// <param name="input">Stays as it is.</param>
    /// <param name="other">What pieces may be taken from.</param>
    public byte[] Change(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        int steps = 1 + random.Next(1 + random.Next(MostSteps));
        for (int i = 0; i < steps; i++)
        {
            Step(bytes, other);
        }

        return bytes.Count > longest ? [.. bytes.Take(longest)] : [.. bytes];
    }

    private void Step(List<byte> bytes, byte[] other)
    {
        if (bytes.Count == 0)
        {
            bytes.AddRange(other.Take(longest));
            return;
        }

        int at = random.Next(bytes.Count);
        switch (random.Next(16))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes[at] += (byte)random.Next(-16, 17);
                break;
            case 3:
                Edge(bytes, at);
                break;
            case 4:
                bytes.RemoveRange(at, Length(bytes.Count - at));
                break;
            case 5:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, Length(bytes.Count - at)));
                break;
            case 6:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), Length(64)));
                break;
            case 7 when other.Length > 0:
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Length(other.Length - from)));
                break;
            case 8 when other.Length > 0:
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(other.AsSpan(random.Next(other.Length)));
                break;
            case 9 or 10 when words.Count > 0:
                bytes.InsertRange(at, words[random.Next(words.Count)]);
                break;
            case 11 when words.Count > 0:
                byte[] word = words[random.Next(words.Count)];
                for (int i = 0; i < word.Length && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = word[i];
                }

                break;
            case 12 or 13:
                Number(bytes, at);
                break;
            case 14:
                Line(bytes, at);
                break;
            default:
                if (random.Next(8) == 0)
                {
                    bytes.RemoveRange(at, bytes.Count - at);
                }
                else
                {
                    int with = random.Next(bytes.Count);
                    (bytes[at], bytes[with]) = (bytes[with], bytes[at]);
                }

                break;
        }
    }

    // Mostly short, sometimes all there is.
    private int Length(int most) =>
        most <= 1 ? most
        : random.Next(4) == 0 ? 1 + random.Next(most)
        : 1 + random.Next(Math.Min(most, 16));

    private void Edge(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        long value = Edges[random.Next(Edges.Length)];
        int size = 1 << random.Next(4);
        bool isBig = random.Next(2) == 0;
        if (isBig)
        {
            BinaryPrimitives.WriteInt64BigEndian(number, value);
            number = number[^size..];
        }
        else
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, value);
            number = number[..size];
        }

        for (int i = 0; i < size && at + i < bytes.Count; i++)
        {
            bytes[at + i] = number[i];
        }
    }

    // A number that is written in digits becomes another one.
    private void Number(List<byte> bytes, int at)
    {
        int start = at;
        while (start < bytes.Count && !IsDigit(bytes[start]))
        {
            start++;
        }

        int end = start;
        while (end < bytes.Count && IsDigit(bytes[end]))
        {
            end++;
        }

        bytes.RemoveRange(start, end - start);
        string number = random.Next(4) == 0 ? $"{random.Next(300)}" : Numbers[random.Next(Numbers.Length)];
        bytes.InsertRange(start, Encoding.ASCII.GetBytes(number));
    }

    private static bool IsDigit(byte value) => value is >= (byte)'0' and <= (byte)'9';

    // A line is left out, or there twice.
    private void Line(List<byte> bytes, int at)
    {
        int start = bytes.LastIndexOf((byte)'\n', at) + 1;
        int end = bytes.IndexOf((byte)'\n', at);
        end = end < 0 ? bytes.Count : end + 1;
        if (start >= end)
        {
            return;
        }

        if (random.Next(2) == 0)
        {
            bytes.RemoveRange(start, end - start);
        }
        else
        {
            bytes.InsertRange(end, bytes.GetRange(start, end - start));
        }
    }
}
