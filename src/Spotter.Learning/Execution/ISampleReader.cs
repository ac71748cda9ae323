using Spotter.Learning.Losses;

namespace Spotter.Learning.Execution;

/// <summary>Where a plan's samples come from. Several workers read at the same time.</summary>
internal unsafe interface ISampleReader
{
    /// <summary>Writes one sample, normalised, channels side by side.</summary>
    /// <param name="position">Place in the order of the epoch, 0 is the first sample.</param>
    /// <param name="worker">Number of the worker that asks: scratch memory may belong to it.</param>
    /// <param name="sample">Room for the sample.</param>
    void ReadSample(int position, int worker, float* sample);
}

/// <summary>Samples of classes.</summary>
internal interface IClassSampleReader : ISampleReader
{
    /// <summary>Writes what the outputs should be and returns how much the sample counts.</summary>
    float ReadTarget(int position, Loss loss, Span<float> target);
}
