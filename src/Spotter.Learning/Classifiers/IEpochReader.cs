using Spotter.Learning.Execution;

namespace Spotter.Learning.Classifiers;

/// <summary>Samples of classes in the order of an epoch.</summary>
internal interface IEpochReader : IClassSampleReader
{
    /// <summary>Numbers of samples in the order of the epoch.</summary>
    int[] Order { get; set; }

    /// <summary>The epoch, which decides about what changes from one to the next.</summary>
    int Epoch { get; set; }
}

/// <summary>What a run learns from, whatever its samples are.</summary>
/// <param name="Network">What learns.</param>
/// <param name="Reader">Hands out the samples.</param>
/// <param name="Count">Samples an epoch.</param>
/// <param name="Classes">Classes to tell apart.</param>
/// <param name="Text">The samples in words, for checkpoints: <c>pictures of 28 x 28 x 1</c>.</param>
/// <param name="HasValidation">Whether there are samples to judge by that are not learned from.</param>
/// <param name="Look">What the network makes of the validation samples, else of a few that are learned from.</param>
internal sealed record TrainingMaterial(
    Networks.Sequential Network,
    IEpochReader Reader,
    int Count,
    int Classes,
    string Text,
    bool HasValidation,
    Func<Evaluation> Look
);
