using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Spotter.Onnx.Decoders;

/// <summary>What the numbers of an output say about what it holds.</summary>
internal static class OutputRange
{
    // Sums of softmax and the last bits of a sigmoid; far below anything that is no share.
    public const float Tolerance = 0.01f;

    /// <summary>Why these are no shares (probabilities, scores) of 0 to 1; null where they are.</summary>
    /// <param name="name">The output.</param>
    /// <param name="values">All its numbers.</param>
    /// <param name="table">Which of them.</param>
    /// <param name="rows">How many rows.</param>
    public static string? NoShares(string name, ReadOnlySpan<float> values, Table table, int rows)
    {
        float lowest = float.PositiveInfinity;
        float highest = float.NegativeInfinity;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < table.Columns; column++)
            {
                float value = values[table.At(row, column)];
                if (!float.IsFinite(value))
                {
                    return NotFinite(name);
                }

                lowest = Math.Min(lowest, value);
                highest = Math.Max(highest, value);
            }
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
        // What is finite is 0 less than itself, and nothing else is.
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        Vector<float> differences = Vector<float>.Zero;
        foreach (Vector<float> vector in vectors)
        {
            differences += vector - vector;
        }

        bool areFinite = Vector.EqualsAll(differences, Vector<float>.Zero);
        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
        {
            areFinite &= float.IsFinite(value);
        }

        return areFinite ? null : NotFinite(name);
    }

    /// <summary>
    /// Why these shares are not those of classes of which one is there, which add up to 1; null where they are.
    /// </summary>
    /// <inheritdoc cref="NoShares"/>
    public static string? NoDistribution(string name, ReadOnlySpan<float> values, Table table, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            float sum = 0;
            for (int column = 0; column < table.Columns; column++)
            {
                sum += values[table.At(row, column)];
            }

            if (!(Math.Abs(sum - 1) <= Tolerance * 5))
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
