using System.Runtime.InteropServices;
using System.Text;
using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>
/// What is known after a round. All that follows depends on this, the data, the options and the seed alone, so training
/// goes on from here to the same model as without a break.
/// </summary>
public sealed class ChannelTrainingState
{
    // Four numbers of four bytes and six of eight.
    private const int RoundBytes = 64;

    internal ChannelTrainingState(
        ChannelModel model,
        IReadOnlyList<TrainedStage> rounds,
        IReadOnlyList<sbyte[]> negatives
    ) => (Model, Rounds, Negatives) = (model, rounds, negatives);

    /// <summary>The model of the last round.</summary>
    public ChannelModel Model { get; }

    /// <summary>The figures of the rounds.</summary>
    public IReadOnlyList<TrainedStage> Rounds { get; }

    internal IReadOnlyList<sbyte[]> Negatives { get; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are something else.</exception>
    public static ChannelTrainingState FromBytes(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            using var model = new MemoryStream(reader.ReadBytes(Count(reader, size: 1)));
            var rounds = new TrainedStage[Count(reader, RoundBytes)];
            for (int i = 0; i < rounds.Length; i++)
            {
                rounds[i] = ReadRound(reader);
            }

            var negatives = new sbyte[Count(reader, size: 1)][];
            int length = Count(reader, Math.Max(negatives.Length, 1));
            for (int i = 0; i < negatives.Length; i++)
            {
                negatives[i] = new sbyte[length];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(negatives[i].AsSpan()));
            }

            return new ChannelTrainingState(ChannelModel.Load(model, "the saved model"), rounds, negatives);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"the saved state is damaged: {e.Message}", e);
        }
    }

    /// <summary>Everything, for a file.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        byte[] model = Model.ToBytes();
        writer.Write(model.Length);
        writer.Write(model);
        writer.Write(Rounds.Count);
        foreach (TrainedStage round in Rounds)
        {
            WriteRound(writer, round);
        }

        writer.Write(Negatives.Count);
        writer.Write(Negatives.Count == 0 ? 0 : Negatives[0].Length);
        foreach (sbyte[] window in Negatives)
        {
            writer.Write(MemoryMarshal.AsBytes(window.AsSpan()));
        }

        writer.Flush();
        return stream.ToArray();
    }

    // No memory is taken for what the bytes cannot hold.
    private static int Count(BinaryReader reader, int size)
    {
        int count = reader.ReadInt32();
        long left = reader.BaseStream.Length - reader.BaseStream.Position;
        return count >= 0 && (long)count * size <= left
            ? count
            : throw new InvalidDataException($"{count} of {size} bytes do not fit the {left} that are left");
    }

    private static TrainedStage ReadRound(BinaryReader reader) =>
        new(
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadInt32(),
            reader.ReadDouble(),
            reader.ReadDouble(),
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadDouble() is var rate && double.IsNaN(rate) ? null : rate,
            reader.ReadDouble()
        );

    private static void WriteRound(BinaryWriter writer, TrainedStage round)
    {
        writer.Write(round.Number);
        writer.Write(round.WeakClassifiers);
        writer.Write(round.Positives);
        writer.Write(round.Negatives);
        writer.Write(round.DetectionRate);
        writer.Write(round.FalseAlarmRate);
        writer.Write(round.WindowsPassed);
        writer.Write(round.WindowsSearched);
        writer.Write(round.DevelopmentDetectionRate ?? double.NaN);
        writer.Write(round.Seconds);
    }
}
