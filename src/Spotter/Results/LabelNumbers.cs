namespace Spotter.Results;

/// <summary>Classes as numbers, for the formats that want them.</summary>
internal static class LabelNumbers
{
    /// <summary>The place of <paramref name="label"/> among <paramref name="labels"/>, counted from 0.</summary>
    public static int Of(IReadOnlyList<string> labels, string label)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            if (labels[i] == label)
            {
                return i;
            }
        }

        throw new ArgumentException($"label must be one of {string.Join(", ", labels)}, got {label}", nameof(label));
    }
}
