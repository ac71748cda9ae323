namespace Spotter.Learning.Detectors.Channels;

/// <summary>What a tree may ask: the value of a cell, or of the difference of two.</summary>
/// <param name="Cell">Index in a window.</param>
/// <param name="Other">Index of the cell that is subtracted; negative where nothing is.</param>
internal readonly record struct Question(int Cell, int Other);

/// <summary>Windows that reach a node of a tree.</summary>
/// <param name="Windows">All windows.</param>
/// <param name="Weights">Of all windows.</param>
/// <param name="Indexes">Which of them reach the node, positives first.</param>
/// <param name="Positives">Windows below this index are positives.</param>
internal sealed record SampleSet(WindowMatrix Windows, float[] Weights, int[] Indexes, int Positives)
{
    public (SampleSet Low, SampleSet High) Divide(Question question, int threshold)
    {
        var low = new List<int>(Indexes.Length);
        var high = new List<int>(Indexes.Length);
        ReadOnlySpan<sbyte> cell = Windows.Column(question.Cell);
        ReadOnlySpan<sbyte> other = question.Other < 0 ? default : Windows.Column(question.Other);
        foreach (int i in Indexes)
        {
            int value = other.IsEmpty ? cell[i] : Math.Clamp(cell[i] - other[i], sbyte.MinValue, sbyte.MaxValue);
            (value > threshold ? high : low).Add(i);
        }

        return (this with { Indexes = [.. low] }, this with { Indexes = [.. high] });
    }
}
