using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Spotter.Learning.Execution;
using Spotter.Learning.Kernels;
using Spotter.Learning.Onnx;
using Spotter.Networks;
using Spotter.Networks.Files;
using Spotter.Networks.Kernels;
using Spotter.Networks.Text;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Classifiers;

/// <summary>
/// The state of a run in one file: a line that names the format, the length of a JSON header, the header, the packed
/// numbers of every parameter and of the optimizer's memories, and a SHA-256 of all before. It is written beside its
/// place and renamed, so that a kill at any moment leaves the old file or the new one.
/// </summary>
internal sealed class CheckpointFile(Sequential network, OptimizerState optimizer)
{
    private const int HashLength = 32;
    private const int LongestHeader = 1 << 26;

    private static ReadOnlySpan<byte> Magic => "SpotterCheckpoint1\n"u8;

    public void Write(string path, TrainingState state, IReadOnlyList<float[]>? bestWeights)
    {
        state.Steps = optimizer.Steps;
        state.HasBestWeights = bestWeights is not null;
        using var file = new WholeFile(path, bufferSize: 1 << 12);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Put(Magic);
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(state, LearningJson.Default.TrainingState);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        Put(length);
        Put(header);
        foreach (AlignedBuffer buffer in Buffers())
        {
            Put(MemoryMarshal.AsBytes(buffer.Span));
        }

        foreach (float[] weights in bestWeights ?? [])
        {
            Put(MemoryMarshal.AsBytes(weights.AsSpan()));
        }

        file.Stream.Write(hash.GetHashAndReset());
        file.Commit(isDurable: true);

        void Put(ReadOnlySpan<byte> bytes)
        {
            file.Stream.Write(bytes);
            hash.AppendData(bytes);
        }
    }

    /// <exception cref="InvalidDataException">The file is damaged or belongs to another run; the message says
    /// which.</exception>
    public (TrainingState State, IReadOnlyList<float[]>? BestWeights) Read(string path, string fingerprint)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < Magic.Length + 4 + HashLength || !bytes.AsSpan().StartsWith(Magic))
        {
            throw new InvalidDataException($"{path}: not a checkpoint of this version");
        }

        if (
            !SHA256
                .HashData(bytes.AsSpan(0, bytes.Length - HashLength))
                .AsSpan()
                .SequenceEqual(bytes.AsSpan(bytes.Length - HashLength))
        )
        {
            throw new InvalidDataException($"{path}: the checkpoint is damaged (its checksum does not match)");
        }

        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Magic.Length));
        int position = Magic.Length + 4;
        if (headerLength is < 2 or > LongestHeader || headerLength > bytes.Length - position - HashLength)
        {
            throw new InvalidDataException($"{path}: a header of {headerLength} bytes is out of range");
        }

        TrainingState state = ReadState(bytes.AsSpan(position, headerLength), path);
        position += headerLength;
        if (!string.Equals(state.Fingerprint, fingerprint, StringComparison.Ordinal))
        {
            throw new InvalidDataException(
                $"{path}: belongs to another run ({state.Fingerprint}), this one is {fingerprint}"
            );
        }

        long floats =
            Buffers().Sum(buffer => (long)buffer.Length)
            + (state.HasBestWeights ? network.Parameters.Sum(parameter => (long)parameter.Count) : 0);
        if (bytes.Length - HashLength - position != floats * sizeof(float))
        {
            throw new InvalidDataException(
                $"{path}: holds {bytes.Length - HashLength - position} bytes of numbers, this network has "
                    + $"{floats * sizeof(float)}"
            );
        }

        foreach (AlignedBuffer buffer in Buffers())
        {
            Take(buffer.Span);
        }

        optimizer.Steps = state.Steps;
        if (!state.HasBestWeights)
        {
            return (state, null);
        }

        var best = new List<float[]>();
        foreach (Parameter parameter in network.Parameters)
        {
            var values = new float[parameter.Count];
            Take(values);
            best.Add(values);
        }

        return (state, best);

        void Take(Span<float> target)
        {
            int length = target.Length * sizeof(float);
            bytes.AsSpan(position, length).CopyTo(MemoryMarshal.AsBytes(target));
            position += length;
        }
    }

    private static TrainingState ReadState(ReadOnlySpan<byte> header, string path)
    {
        try
        {
            return JsonSerializer.Deserialize(header, LearningJson.Default.TrainingState)
                ?? throw new InvalidDataException($"{path}: the header is empty");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(OneLine.Of($"{path}: the header is damaged: {problem.Message}"), problem);
        }
    }

    private IEnumerable<AlignedBuffer> Buffers()
    {
        foreach (Parameter parameter in network.Parameters)
        {
            yield return parameter.Packed;
            if (parameter.IsTrainable)
            {
                OptimizerMemory memory = optimizer.MemoryOf(parameter);
                yield return memory.First;
                yield return memory.Second;
            }
        }
    }
}
