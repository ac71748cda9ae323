using System.Globalization;

namespace Spotter.Onnx.Decoders;

/// <summary>What the numbers of an output say about what it holds.</summary>
internal static class OutputRange
{
    // Sums of softmax and the last bits of a sigmoid; far below anything that is no share.
    public const float Tolerance = 0.01f;

    /// <summary>Why these are no shares (probabilities, scores) of 0 to 1; null where they are.</summary>
    public static string? NoShares(string name, ReadOnlySpan<float> values)
    {
        float lowest = float.PositiveInfinity;
        float highest = float.NegativeInfinity;
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return NotFinite(name);
            }

            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return lowest < -Tolerance || highest > 1 + Tolerance
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"its scores ({name}) reach from {lowest:0.##} to {highest:0.##} instead of 0 to 1"
            )
            : null;
    }

    /// <summary>Why these cannot be numbers of boxes; null where they can.</summary>
    public static string? NoNumbers(string name, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
            {
                return NotFinite(name);
            }
        }

        return null;
    }

    /// <summary>
    /// Why these shares are not those of classes of which one is there, which add up to 1; null where they are.
    /// </summary>
    /// <param name="name">The output.</param>
    /// <param name="values">The shares.</param>
    /// <param name="places">How many places there are.</param>
    /// <param name="byPlace">True where the shares of a place follow each other; false where those of a class
    /// do.</param>
    public static string? NoDistribution(string name, ReadOnlySpan<float> values, int places, bool byPlace)
    {
        int classes = values.Length / places;
        (int nextPlace, int nextClass) = byPlace ? (classes, 1) : (1, places);
        for (int place = 0; place < places; place++)
        {
            float sum = 0;
            for (int i = 0; i < classes; i++)
            {
                sum += values[(place * nextPlace) + (i * nextClass)];
            }

            if (Math.Abs(sum - 1) > Tolerance * 5)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"the scores of a place ({name}) add up to {sum:0.##} instead of 1"
                );
            }
        }

        return null;
    }

    private static string NotFinite(string name) => $"its output {name} holds what is no number (NaN or infinite)";
}
