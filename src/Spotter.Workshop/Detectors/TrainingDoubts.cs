using System.Globalization;
using Spotter.Learning.Detectors;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Detectors;

/// <summary>What makes good detectors unlikely, told from the data before time is spent on them.</summary>
internal static class TrainingDoubts
{
    private const int FewObjects = 20;

    // Copies are said from this share of the objects on.
    private const double ManyCopies = 0.1;

    // Of the crops' proportions, the tenth from the top and the tenth from the bottom may differ by this factor.
    private const double AlikeProportions = 1.6;

    // A picture whose gray values differ by less than this (standard deviation) shows nothing.
    private const double PlainDeviation = 3;
    private const double ManyPlain = 0.8;

    /// <param name="objects">What is learned.</param>
    /// <param name="scenes">Where negatives come from.</param>
    /// <param name="window">The smallest part of a scene that is looked at.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public static IEnumerable<string> Find(
        IReadOnlyList<ObjectExample> objects,
        ISceneSource scenes,
        BoxSize window,
        CancellationToken cancellationToken
    ) => [.. OfObjects(objects), .. OfScenes(scenes, window, cancellationToken)];

    private static IEnumerable<string> OfObjects(IReadOnlyList<ObjectExample> objects)
    {
        if (objects.Count < FewObjects)
        {
            yield return $"{objects.Count:N0} {(objects.Count == 1 ? "object is" : "objects are")} few to learn from: "
                + $"50 are a start, 200 are good";
        }

        int different = objects
            .Select(static example => new ObjectThumbnail(example).Key)
            .Distinct(StringComparer.Ordinal)
            .Count();
        int copies = objects.Count - different;
        if (copies > 0 && different == 1)
        {
            yield return $"all {objects.Count:N0} objects are the same picture: the detector will know that one alone";
        }
        else if (copies > objects.Count * ManyCopies)
        {
            yield return $"{copies:N0} of {objects.Count:N0} objects are copies of others";
        }

        double[] proportions =
        [
            .. objects
                .Where(static example => example.IsCrop)
                .Select(static example => (double)example.Box.Width / example.Box.Height)
                .Order(),
        ];
        if (proportions.Length >= 2)
        {
            (double low, double high) = (
                proportions[proportions.Length / 10],
                proportions[^(1 + (proportions.Length / 10))]
            );
            if (high > low * AlikeProportions)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"the crops are from {low:0.0#} to {high:0.0#} times as wide as high and are squeezed to one "
                        + $"shape: cut them alike, sort them into views, or use --labels"
                );
            }
        }
    }

    private static IEnumerable<string> OfScenes(
        ISceneSource scenes,
        BoxSize window,
        CancellationToken cancellationToken
    )
    {
        int small = 0;
        int plain = 0;
        for (int i = 0; i < scenes.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (scenes.Load(i)?.Frame is { } frame)
            {
                small += frame.Width < window.Width || frame.Height < window.Height ? 1 : 0;
                plain += IsPlain(frame.Gray) ? 1 : 0;
            }
        }

        if (small > 0 && small < scenes.Count)
        {
            yield return $"{small:N0} of {scenes.Count:N0} pictures to take negatives from "
                + $"{(small == 1 ? "is" : "are")} smaller than the window of {window.Width}x{window.Height} and "
                + $"{(small == 1 ? "gives" : "give")} none";
        }

        if (plain >= scenes.Count * ManyPlain && plain > 0)
        {
            yield return $"{plain:N0} of {scenes.Count:N0} pictures to take negatives from "
                + $"{(plain == 1 ? "is" : "are")} all but of one colour: whatever is not may be taken for the object; "
                + $"give pictures of the places where the detector will look";
        }
    }

    private static bool IsPlain(GrayImage gray)
    {
        double sum = 0;
        double squares = 0;
        foreach (byte pixel in gray.Pixels)
        {
            sum += pixel;
            squares += pixel * pixel;
        }

        double mean = sum / gray.Pixels.Length;
        return (squares / gray.Pixels.Length) - (mean * mean) < PlainDeviation * PlainDeviation;
    }
}
