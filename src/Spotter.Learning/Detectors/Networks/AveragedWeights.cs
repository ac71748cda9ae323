using System.Numerics;
using Spotter.Networks.Graphs;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>
/// A running average of a network's weights, which answers better than the last step does (Polyak and Juditsky, 1992).
/// </summary>
internal sealed class AveragedWeights
{
    private const double MostDecay = 0.999;

    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly float[][] _averages;
    private long _steps;

    public AveragedWeights(NetworkGraph network)
    {
        _parameters = network.Parameters;
        _averages = [.. _parameters.Select(static parameter => parameter.Packed.Span.ToArray())];
    }

    /// <summary>Takes the weights after a step into the average.</summary>
    public void Add()
    {
        _steps++;
        float share = (float)(1 - Math.Min(MostDecay, (1.0 + _steps) / (10.0 + _steps)));
        for (int i = 0; i < _averages.Length; i++)
        {
            Span<float> average = _averages[i];
            ReadOnlySpan<float> now = _parameters[i].Packed.Span;
            var shares = new Vector<float>(share);
            int at = 0;
            for (; at <= average.Length - Vector<float>.Count; at += Vector<float>.Count)
            {
                var old = new Vector<float>(average[at..]);
                (old + ((new Vector<float>(now[at..]) - old) * shares)).CopyTo(average[at..]);
            }

            for (; at < average.Length; at++)
            {
                average[at] += (now[at] - average[at]) * share;
            }
        }
    }

    /// <summary>A network of the same layers with the averages as its weights.</summary>
    public void CopyTo(NetworkGraph network)
    {
        for (int i = 0; i < _averages.Length; i++)
        {
            _averages[i].CopyTo(network.Parameters[i].Packed.Span);
        }
    }

    public void Write(BinaryWriter writer)
    {
        writer.Write(_steps);
        foreach (float[] average in _averages)
        {
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(average.AsSpan()));
        }
    }

    public void Read(BinaryReader reader)
    {
        _steps = reader.ReadInt64();
        foreach (float[] average in _averages)
        {
            reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(average.AsSpan()));
        }
    }
}
