using System.Runtime.CompilerServices;
using Spotter.Media.Video;
using Spotter.Networks;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Classifiers;

/// <summary>What a classifier says of a frame, with what it said of those before.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Classes">All classes, the most probable first.</param>
public readonly record struct ClassifiedFrame(Frame Frame, IReadOnlyList<ClassScore> Classes);

/// <summary>Classifies the frames of a video or a camera, each whole.</summary>
public static class VideoClassification
{
    // Single frames are blurred or half covered; half a second of them rarely.
    private const double VotingSeconds = 0.5;

    /// <summary>Reads a video and says of each frame what it shows: the mean over about half a second.</summary>
    /// <param name="classifier">What classifies; frames are brought to its size.</param>
    /// <param name="source">The video.</param>
    /// <param name="reading">Which part of it.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="VideoException">The video cannot be read.</exception>
    public static async IAsyncEnumerable<ClassifiedFrame> RunAsync(
        PictureClassifier classifier,
        VideoSource source,
        VideoReadOptions reading,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(reading);
        await using VideoReader reader = await VideoReader.OpenAsync(source, reading, null, cancellationToken);
        float[]? mean = null;
        TimeSpan before = TimeSpan.Zero;
        await foreach (Frame frame in reader.WithCancellation(cancellationToken))
        {
            IReadOnlyList<ClassScore> scores = classifier.Classify(frame.Bgr, source.DisplayName);
            double seconds = Math.Max(0, (frame.Timestamp - before).TotalSeconds);
            before = frame.Timestamp;
            float weight = mean is null ? 1 : (float)(1 - Math.Exp(-seconds / VotingSeconds));
            mean ??= new float[scores.Count];
            foreach (ClassScore score in scores)
            {
                mean[score.ClassIndex] += weight * (score.Probability - mean[score.ClassIndex]);
            }

            yield return new ClassifiedFrame(
                frame,
                [
                    .. scores
                        .Select(score => score with { Probability = mean[score.ClassIndex] })
                        .OrderByDescending(static score => score.Probability)
                        .ThenBy(static score => score.ClassIndex),
                ]
            );
        }
    }
}
