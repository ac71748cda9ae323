using System.Diagnostics;
using System.Diagnostics.Metrics;
using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

// Names and units follow OpenTelemetry's semantic conventions: seconds, {things} in braces, error.type for failures.
/// <summary>What searches are measured with: the one place for all of the product.</summary>
public static class SearchInstruments
{
    /// <summary>What the meter and the activity source are called.</summary>
    public const string Name = "Spotter";

    private const string DetectorTag = "spotter.detector.name";

    private static readonly ActivitySource Activities = new(Name);
    private static readonly Meter Instruments = new(Name);

    // A face in a small picture takes 2 ms, a large one in tiles seconds.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private static readonly Histogram<double> Durations = Instruments.CreateHistogram(
        "spotter.search.duration",
        "s",
        "How long searches of pictures took.",
        tags: null,
        Buckets
    );

    private static readonly Counter<long> Detections = Instruments.CreateCounter<long>(
        "spotter.detections",
        "{detection}",
        "What was found in pictures."
    );

    private static readonly Counter<long> Errors = Instruments.CreateCounter<long>(
        "spotter.search.errors",
        "{error}",
        "Searches that failed."
    );

    internal static Activity? Begin(string detector, Frame frame)
    {
        Activity? activity = Activities.StartActivity($"detect {detector}");
        activity?.SetTag(DetectorTag, detector);
        activity?.SetTag("spotter.picture.width", frame.Width);
        activity?.SetTag("spotter.picture.height", frame.Height);
        return activity;
    }

    internal static void Found(string detector, IReadOnlyList<Detection> found, TimeSpan duration, Activity? activity)
    {
        activity?.SetTag("spotter.detections.count", found.Count);
        Durations.Record(duration.TotalSeconds, new KeyValuePair<string, object?>(DetectorTag, detector));
        if (!Detections.Enabled)
        {
            return;
        }

        foreach (IGrouping<string, Detection> label in found.GroupBy(static d => d.Label, StringComparer.Ordinal))
        {
            Detections.Add(
                label.Count(),
                new KeyValuePair<string, object?>(DetectorTag, detector),
                new KeyValuePair<string, object?>("spotter.detection.label", label.Key)
            );
        }
    }

    internal static void Failed(string detector, Exception error, TimeSpan duration, Activity? activity)
    {
        var name = new KeyValuePair<string, object?>(DetectorTag, detector);
        var type = new KeyValuePair<string, object?>("error.type", error.GetType().FullName);
        activity?.SetTag(type.Key, type.Value);
        activity?.SetStatus(ActivityStatusCode.Error, error.Message);
        Durations.Record(duration.TotalSeconds, name, type);
        Errors.Add(1, name, type);
    }
}
