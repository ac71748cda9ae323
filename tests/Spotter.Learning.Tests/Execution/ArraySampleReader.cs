using Spotter.Learning.Execution;
using Spotter.Learning.Losses;

namespace Spotter.Learning.Tests.Execution;

/// <summary>Samples and labels from arrays.</summary>
internal sealed unsafe class ArraySampleReader(float[] samples, int[] labels) : IClassSampleReader
{
    private readonly int _length = samples.Length / labels.Length;

    public void ReadSample(int position, int worker, float* sample) =>
        samples.AsSpan(position * _length, _length).CopyTo(new Span<float>(sample, _length));

    public float ReadTarget(int position, Loss loss, Span<float> target) => loss.EncodeLabel(labels[position], target);
}
