using Spotter.Networks.Layers;

namespace Spotter.Networks;

/// <summary>
/// What says of a picture of one size which class it shows: a network of this library, or somebody else's. Safe to
/// share between threads.
/// </summary>
public interface IImageClassifier
{
    /// <summary>Height x width x channels of the pictures that it takes: 3 channels are red, green, blue, 1 is
    /// gray.</summary>
    TensorShape InputShape { get; }

    /// <summary>Names of the classes.</summary>
    IReadOnlyList<string> ClassNames { get; }

    /// <summary>The share of each class for pictures that lie one after another.</summary>
    /// <param name="pixels">Count pictures of <see cref="InputShape"/>, row-major, channels side by side,
    /// 0..255.</param>
    /// <param name="count">Pictures, at least 1.</param>
    /// <param name="threads">Threads to use; 0 takes one a core.</param>
    /// <returns>Count x classes shares.</returns>
    /// <exception cref="ArgumentException">The span does not hold that many pictures.</exception>
    /// <exception cref="ArithmeticException">It answers what is no number.</exception>
    float[] Predict(ReadOnlySpan<byte> pixels, int count = 1, int threads = 1);
}

/// <summary>Shares of classes, the greatest first.</summary>
public static class ClassRanking
{
    /// <summary>Classifies a picture of the classifier's size.</summary>
    /// <param name="classifier">What classifies.</param>
    /// <param name="pixels">Row-major, channels side by side (red, green, blue, or one gray), 0..255.</param>
    /// <returns>All classes, the most probable first.</returns>
    /// <exception cref="ArgumentException">The picture has another size.</exception>
    public static IReadOnlyList<ClassScore> Classify(this IImageClassifier classifier, ReadOnlySpan<byte> pixels)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return
        [
            .. classifier
                .Predict(pixels)
                .Select((share, i) => new ClassScore(i, classifier.ClassNames[i], share))
                .OrderByDescending(static score => score.Probability)
                .ThenBy(static score => score.ClassIndex),
        ];
    }
}
