using System.Text.Json.Serialization;

namespace Spotter.Learning.Optimizers;

/// <summary>How weights move along their gradients.</summary>
/// <param name="LearningRate">The length of a step, above 0; a schedule may scale it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "optimizer")]
[JsonDerivedType(typeof(Sgd), "sgd")]
[JsonDerivedType(typeof(Adam), "adam")]
[JsonDerivedType(typeof(AdamW), "adamw")]
public abstract record Optimizer(double LearningRate)
{
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    internal virtual void Check()
    {
        if (!(LearningRate > 0 && double.IsFinite(LearningRate)))
        {
            throw new ArgumentException($"the learning rate must be above 0, got {LearningRate}");
        }
    }

    private protected static void RequireShare(double value, string name)
    {
        if (!(value >= 0 && value < 1))
        {
            throw new ArgumentException($"{name} must be at least 0 and below 1, got {value}");
        }
    }

    private protected static void RequireNotNegative(double value, string name)
    {
        if (!(value >= 0 && double.IsFinite(value)))
        {
            throw new ArgumentException($"{name} must be 0 or more, got {value}");
        }
    }
}
