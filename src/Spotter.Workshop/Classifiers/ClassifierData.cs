using Spotter.Learning.Datasets;

namespace Spotter.Workshop.Classifiers;

/// <summary>The parts of a data set, ready for training.</summary>
/// <param name="Train">What is learned from.</param>
/// <param name="Validation">What is looked at after each epoch; null for none.</param>
/// <param name="Test">What is looked at once, at the end; null for none.</param>
/// <param name="MirrorsKeepClass">Whether a mirror image is known to be as good an example: of public data sets
/// alone.</param>
/// <param name="Notes">What a user should know: pictures left out, uneven classes, the size chosen.</param>
public sealed record ClassifierData(
    ImageDataset Train,
    ImageDataset? Validation,
    ImageDataset? Test,
    bool MirrorsKeepClass,
    IReadOnlyList<string> Notes
);
