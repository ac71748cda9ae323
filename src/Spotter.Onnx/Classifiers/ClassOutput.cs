using System.Globalization;
using Spotter.Networks;
using Spotter.Networks.Operations;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Classifiers;

/// <summary>What the numbers of a classifier's output are.</summary>
internal enum ClassNumbers
{
    /// <summary>Shares that add up to 1.</summary>
    Shares,

    /// <summary>Shares of 0 to 1, each for itself: a network that judges every class alone, by a sigmoid.</summary>
    OwnShares,

    /// <summary>Any numbers, of which softmax makes shares; of a single one a sigmoid does.</summary>
    Logits,
}

/// <summary>The output of a network that tells classes apart, recognised by what it answers.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Count">Numbers a picture.</param>
/// <param name="Numbers">What they are.</param>
/// <param name="Columns">What the output itself calls the classes; empty where it does not.</param>
internal sealed record ClassOutput(string Name, int Count, ClassNumbers Numbers, IReadOnlyList<string> Columns)
{
    // A softmax of 16 bits over a thousand classes is so far from 1.
    private const float Tolerance = 0.02f;

    // Lengths of embeddings that are brought to 1.
    private const double LengthTolerance = 0.01;
    private const int SmallestEmbedding = 32;

    /// <summary>How many classes there are: a single number tells two apart.</summary>
    public int Classes => Count == 1 ? 2 : Count;

    /// <summary>Outputs that may hold a number a class, the likeliest first.</summary>
    public static IReadOnlyList<TensorInfo> Candidates(NetworkShape shape) =>
        [
            .. shape
                .Outputs.Where(static output => output.Type == ElementType.Undefined || IsRowOfNumbers(output))
                .OrderBy(static output => RankOf(output.Name)),
        ];

    /// <summary>Reads off some answers what their numbers are.</summary>
    /// <param name="name">The output.</param>
    /// <param name="answers">A row of numbers a picture.</param>
    /// <param name="columns">What the output calls them.</param>
    /// <param name="problem">Why they are no classes.</param>
    public static ClassOutput? Recognise(
        string name,
        IReadOnlyList<float[]> answers,
        IReadOnlyList<string> columns,
        out string? problem
    )
    {
        int count = answers[0].Length;
        problem =
            !answers.All(static row => row.All(float.IsFinite))
                ? $"its output {name} holds what is no number (NaN or infinite)"
            : count >= SmallestEmbedding && answers.All(IsOfLengthOne) && answers.Any(static row => row.Min() < 0)
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"its output {name} is an embedding, {count} numbers of length 1, and no classes; spotter train "
                        + $"classifier --backbone learns classes from it"
                )
            : null;
        if (problem is not null)
        {
            return null;
        }

        bool areShares = answers.All(static row =>
            row.All(static value => value is >= -Tolerance and <= 1 + Tolerance)
        );
        ClassNumbers numbers =
            !areShares ? ClassNumbers.Logits
            : count > 1 && answers.All(static row => Math.Abs(row.Sum() - 1) <= Tolerance) ? ClassNumbers.Shares
            : ClassNumbers.OwnShares;
        return new ClassOutput(name, count, numbers, columns);
    }

    /// <summary>Makes shares of the numbers of one picture.</summary>
    /// <exception cref="ArithmeticException">A number is infinite or none.</exception>
    public void ToShares(ReadOnlySpan<float> numbers, Span<float> shares)
    {
        foreach (float number in numbers)
        {
            if (!float.IsFinite(number))
            {
                throw new ArithmeticException($"the network answers {number} instead of a number ({Name})");
            }
        }

        if (Count == 1)
        {
            float second = Numbers == ClassNumbers.Logits ? 1 / (1 + MathF.Exp(-numbers[0])) : Clamp(numbers[0]);
            (shares[0], shares[1]) = (1 - second, second);
        }
        else if (Numbers == ClassNumbers.Logits)
        {
            SoftmaxOperation.Apply(numbers, shares);
        }
        else
        {
            for (int i = 0; i < shares.Length; i++)
            {
                shares[i] = Clamp(numbers[i]);
            }
        }
    }

    private static float Clamp(float share) => Math.Clamp(share, 0, 1);

    // (N, C), (C), (N, C, 1, 1) or (N, 1, 1, C); (N, places, 1) are the scores of a detector.
    private static bool IsRowOfNumbers(TensorInfo output) =>
        (output.IsReal || output.Type is ElementType.UInt8 or ElementType.Int8)
        && output.Dimensions is [_] or [_, _] or [_, _, 1, 1] or [_, 1, 1, _];

    // Of several outputs the one that is called after classes; auxiliary ones and features come after it.
    private static int RankOf(string name) =>
        Has(name, "prob") || Has(name, "softmax") ? 0
        : Has(name, "aux") || Has(name, "feat") || Has(name, "embed") || Has(name, "hidden") ? 3
        : Has(name, "logit") || Has(name, "class") || Has(name, "score") || Has(name, "pred") ? 1
        : 2;

    private static bool Has(string name, string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static bool IsOfLengthOne(float[] row) =>
        Math.Abs(row.Sum(static value => (double)value * value) - 1) < LengthTolerance;
}
