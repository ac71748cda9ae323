// The form of a network in a file; docs/reference/network_format.md describes it.

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Text;

namespace Spotter.Networks.Weights;

/// <summary>What a file holds: a network, how pixels become its numbers, and what its classes are called.</summary>
/// <param name="Network">A <see cref="Sequential"/> where layers follow one another.</param>
/// <param name="Normalization">How pixels become numbers.</param>
/// <param name="ClassNames">Names of the classes.</param>
/// <param name="Detector">What makes a detector of the network; null for a classifier.</param>
internal sealed record NetworkContent(
    NetworkGraph Network,
    PixelNormalization Normalization,
    IReadOnlyList<string> ClassNames,
    DetectorHead? Detector = null
);

/// <summary>
/// How the outputs of a network are boxes. Each output is a map of cells: for each class a logit, then the natural
/// logarithms of the distances from the middle of the cell to the left, top, right and bottom of the object, in
/// strides.
/// </summary>
/// <param name="Strides">Pixels a cell, of each output.</param>
/// <param name="InputSize">The longer side that pictures are best brought to, in pixels.</param>
/// <param name="Classes">What is known of the scores of each class.</param>
internal sealed record DetectorHead(IReadOnlyList<int> Strides, int InputSize, IReadOnlyList<DetectorClass> Classes);

/// <summary>The scores of a class of a detector.</summary>
/// <param name="Threshold">From which score on finds are answered, 0 to 1, as calibrated.</param>
/// <param name="Calibration">
/// How often finds of a raw score were right: pairs of a raw score and a share, both rising, straight lines between
/// them. Empty where nobody looked.
/// </param>
internal sealed record DetectorClass(double Threshold, IReadOnlyList<IReadOnlyList<double>> Calibration);

/// <summary>Reads and writes networks: header, description as JSON, weights, SHA-256 of all that.</summary>
internal static class NetworkFormat
{
    private const byte Version = 1;
    private const int HeaderLength = 14;
    private const int HashLength = 32;

    private static ReadOnlySpan<byte> Magic => "SPNN"u8;

    /// <summary>True where bytes begin as a network does.</summary>
    public static bool IsNetwork(ReadOnlySpan<byte> bytes) => bytes.StartsWith(Magic);

    public static byte[] Write(NetworkContent content, WeightPrecision precision)
    {
        int size = SizeOf(precision);
        var description = new NetworkHead(
            NetworkDescription.Of(content.Network),
            content.Normalization,
            content.ClassNames,
            content.Detector
        );
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(description, NetworkJson.Lines.NetworkHead);
        int count = checked((int)CountOf(content.Network));
        var bytes = new byte[checked(HeaderLength + json.Length + count * size + HashLength)];
        Magic.CopyTo(bytes);
        bytes[4] = Version;
        bytes[5] = (byte)size;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(6), json.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), count);
        json.CopyTo(bytes, HeaderLength);
        Span<byte> weights = bytes.AsSpan(HeaderLength + json.Length);
        foreach (Parameter parameter in content.Network.Parameters)
        {
            Write(parameter, precision, weights);
            weights = weights[(parameter.Count * size)..];
        }

        SHA256.HashData(bytes.AsSpan(0, bytes.Length - HashLength), weights);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are damaged or of another kind; the message says what is
    /// wrong.</exception>
    public static NetworkContent Read(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            return Read(bytes);
        }
        catch (Exception problem)
            when (problem is InvalidDataException or ArgumentException or JsonException or NotSupportedException)
        {
            throw new InvalidDataException(OneLine.Of($"{name}: {problem.Message}"), problem);
        }
    }

    // Nothing is allocated before the lengths add up to that of the file.
    private static NetworkContent Read(ReadOnlySpan<byte> bytes)
    {
        if (!IsNetwork(bytes) || bytes.Length < HeaderLength + HashLength)
        {
            throw new InvalidDataException("is no network of Spotter, or ends too early");
        }

        if (bytes[4] != Version)
        {
            throw new InvalidDataException(
                $"has version {bytes[4]} of the format, this program reads version {Version}"
            );
        }

        WeightPrecision precision = bytes[5] switch
        {
            sizeof(float) => WeightPrecision.Single,
            2 => WeightPrecision.Half,
            byte size => throw new InvalidDataException($"has weights of {size} bytes, not of 2 or 4"),
        };
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[6..]);
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[10..]);
        long whole = HeaderLength + (long)length + (long)count * SizeOf(precision) + HashLength;
        if (length < 0 || count < 0 || whole != bytes.Length)
        {
            throw new InvalidDataException(
                $"has {bytes.Length} bytes, but a description of {length} bytes and {count} weights make {whole}"
            );
        }

        if (!SHA256.HashData(bytes[..^HashLength]).AsSpan().SequenceEqual(bytes[^HashLength..]))
        {
            throw new InvalidDataException("is damaged: its checksum does not match");
        }

        return Read(bytes.Slice(HeaderLength, length), bytes[(HeaderLength + length)..^HashLength], count, precision);
    }

    private static NetworkContent Read(
        ReadOnlySpan<byte> json,
        ReadOnlySpan<byte> weights,
        int count,
        WeightPrecision precision
    )
    {
        NetworkHead? head = JsonSerializer.Deserialize(json, NetworkJson.Default.NetworkHead);
        if (
            head
            is not { Network: { Input.Count: 1 or 3, Layers: not null }, Normalization: not null, ClassNames: not null }
        )
        {
            throw new InvalidDataException("lacks a part of its description: network, normalization or class_names");
        }

        // A small file cannot ask for a large network.
        NetworkGraph network = head.Network.BuildEmptyGraph(count);
        if (CountOf(network) != count)
        {
            throw new InvalidDataException($"has {count} weights, but its layers have {CountOf(network)}");
        }

        foreach (Parameter parameter in network.Parameters)
        {
            int length = parameter.Count * SizeOf(precision);
            Read(parameter, precision, weights[..length]);
            weights = weights[length..];
        }

        return new NetworkContent(network, head.Normalization, head.ClassNames, head.Detector);
    }

    private static void Write(Parameter parameter, WeightPrecision precision, Span<byte> target)
    {
        float[] values = parameter.ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            if (precision == WeightPrecision.Single)
            {
                BinaryPrimitives.WriteSingleLittleEndian(target[(i * sizeof(float))..], values[i]);
                continue;
            }

            var half = (Half)values[i];
            if (!Half.IsFinite(half))
            {
                throw new ArgumentException(
                    $"{parameter.Name} holds {values[i]}, which is beyond half precision; keep its weights in single "
                        + $"precision"
                );
            }

            BinaryPrimitives.WriteHalfLittleEndian(target[(i * 2)..], half);
        }
    }

    private static void Read(Parameter parameter, WeightPrecision precision, ReadOnlySpan<byte> source)
    {
        var values = new float[parameter.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] =
                precision == WeightPrecision.Single
                    ? BinaryPrimitives.ReadSingleLittleEndian(source[(i * sizeof(float))..])
                    : (float)BinaryPrimitives.ReadHalfLittleEndian(source[(i * 2)..]);
        }

        parameter.SetValues(values);
    }

    private static long CountOf(NetworkGraph network) =>
        network.Parameters.Sum(static parameter => (long)parameter.Count);

    private static int SizeOf(WeightPrecision precision) =>
        precision switch
        {
            WeightPrecision.Single => sizeof(float),
            WeightPrecision.Half => 2,
            _ => throw new ArgumentException($"unknown precision {precision}"),
        };
}

/// <summary>What a file says about a network beside its weights.</summary>
internal sealed record NetworkHead(
    NetworkDescription Network,
    PixelNormalization Normalization,
    IReadOnlyList<string> ClassNames,
    DetectorHead? Detector = null
);
