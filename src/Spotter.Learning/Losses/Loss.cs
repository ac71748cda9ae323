using System.Text.Json.Serialization;

namespace Spotter.Learning.Losses;

/// <summary>
/// What training makes small: a number a sample, 0 when the output is what it should be; averaged over the batch.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "loss")]
[JsonDerivedType(typeof(SparseCategoricalCrossEntropy), "sparse_categorical_crossentropy")]
[JsonDerivedType(typeof(CategoricalCrossEntropy), "categorical_crossentropy")]
[JsonDerivedType(typeof(BinaryCrossEntropy), "binary_crossentropy")]
[JsonDerivedType(typeof(MeanSquaredError), "mean_squared_error")]
public abstract record Loss
{
    private protected Loss() { }

    /// <summary>Writes what the outputs should be for a class, and returns the weight of the sample.</summary>
    internal abstract float EncodeLabel(int label, Span<float> target);

    /// <summary>Adjusts targets that were given as numbers.</summary>
    internal virtual void Adjust(Span<float> target) { }

    /// <exception cref="ArgumentException">The loss does not fit onto that many outputs, or a number is out of
    /// range.</exception>
    internal abstract void Check(int outputs);

    /// <summary>Whether the network's outputs are taken as logits, before softmax or sigmoid.</summary>
    [JsonIgnore]
    internal virtual bool TakesLogits => false;

    private protected static void CheckSmoothing(float smoothing)
    {
        if (!(smoothing >= 0 && smoothing < 1))
        {
            throw new ArgumentException($"label smoothing must be at least 0 and below 1, got {smoothing}");
        }
    }

    private protected static void CheckWeights(IReadOnlyList<float>? weights, int classes)
    {
        if (
            weights is not null
            && (weights.Count != classes || weights.Any(static weight => !(weight >= 0 && float.IsFinite(weight))))
        )
        {
            throw new ArgumentException(
                $"class weights must be {classes} finite numbers of 0 or more, got [{string.Join(", ", weights)}]"
            );
        }
    }

    private protected static void OneHot(int label, Span<float> target, float smoothing)
    {
        target.Fill(smoothing / target.Length);
        target[label] += 1 - smoothing;
    }
}
