using System.Text.Json.Serialization;
using Spotter.Models;
using Spotter.Networks.Text;
using Spotter.Shards;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Results;

/// <summary>A picture in <see cref="JsonLinesWriter"/>'s lines.</summary>
internal sealed record PictureJson(string File, int Width, int Height, DetectionJson[] Detections, double Ms)
{
    public static PictureJson Of(PictureResult result) =>
        new(
            result.File,
            result.Width,
            result.Height,
            DetectionJson.Of(result),
            ResultNumbers.Milliseconds(result.Milliseconds)
        );
}

/// <summary>A picture in a shard's lines: without the time it took, which differs from run to run.</summary>
internal sealed record AnswerJson(string File, int Width, int Height, DetectionJson[] Detections)
{
    public static AnswerJson Of(PictureResult result) =>
        new(result.File, result.Width, result.Height, DetectionJson.Of(result));
}

/// <summary>A picture that could not be searched, in a shard's lines.</summary>
internal sealed record FailureJson(string File, string Error);

/// <summary>A frame in <see cref="Videos.JsonFrameWriter"/>'s lines.</summary>
internal sealed record FrameJson(
    string File,
    long Frame,
    double Time,
    int Width,
    int Height,
    DetectionJson[] Detections,
    double? Ms,
    string? Fault
);

/// <summary>
/// What was found; how likely it smiles, how sure a classifier is of the label, its identity, that it was not seen in
/// this frame but carried on, how far away it is, how many kilometres
/// an hour it does, and the places of eyes, nose and mouth, the joints and the outline where they are known.
/// </summary>
internal sealed record DetectionJson(
    string Label,
    int X,
    int Y,
    int W,
    int H,
    double Score,
    double? Smile,
    double? Share,
    int? Id,
    bool? Seen,
    double? Metres,
    double? Kmh,
    double[][]? Landmarks,
    IReadOnlyDictionary<string, double[]>? Keypoints,
    double[][]? Polygons,
    MaskJson? Mask
)
{
    /// <summary>All of a picture.</summary>
    public static DetectionJson[] Of(PictureResult result) =>
        [.. result.Detections.Select(found => Of(found, result.Width, result.Height))];

    /// <param name="detection">What was found.</param>
    /// <param name="width">Of the picture.</param>
    /// <param name="height">Of the picture.</param>
    /// <param name="metres">How far away it is.</param>
    /// <param name="speed">Kilometres an hour.</param>
    public static DetectionJson Of(
        Detection detection,
        int width,
        int height,
        double? metres = null,
        double? speed = null
    ) =>
        new(
            detection.Label,
            detection.Box.X,
            detection.Box.Y,
            detection.Box.Width,
            detection.Box.Height,
            ResultNumbers.Score(detection.Score),
            detection.Smile is { } smile ? ResultNumbers.Score(smile) : null,
            detection.Share is { } share ? ResultNumbers.Score(share) : null,
            detection.TrackId,
            detection.IsPredicted ? false : null,
            ResultNumbers.Measure(metres),
            ResultNumbers.Measure(speed),
            ResultNumbers.Places(detection.Landmarks),
            ResultNumbers.Places(detection.Keypoints),
            ResultNumbers.Polygons(detection.Mask),
            detection.Mask is { } mask ? new MaskJson([height, width], mask.ToCocoRuns(width, height)) : null
        );
}

/// <summary>Which pixels belong to a find: COCO's run lengths.</summary>
internal sealed record MaskJson(int[] Size, string Counts);

/// <summary>An event: the same for lines on standard output and for webhooks.</summary>
internal sealed record EventJson(
    string Event,
    string Name,
    int Id,
    string Label,
    double Time,
    long Frame,
    double? Dwell,
    double? Metres,
    string File
)
{
    public static EventJson Of(string file, in TrackEvent happened) =>
        new(
            JsonRules.Name(happened.Kind),
            happened.Name,
            happened.TrackId,
            happened.Label,
            ResultNumbers.Seconds(happened.Timestamp),
            happened.FrameIndex,
            happened.Dwell is { } dwell ? ResultNumbers.Seconds(dwell) : null,
            ResultNumbers.Measure(happened.Metres),
            file
        );
}

internal sealed record CocoImage(int Id, string FileName, int Width, int Height);

internal sealed record CocoAnnotation(
    int Id,
    int ImageId,
    int CategoryId,
    int[] Bbox,
    long Area,
    [property: JsonPropertyName("iscrowd")] int IsCrowd,
    double Score,
    double[][]? Segmentation,
    double[]? Keypoints,
    int? NumKeypoints
);

internal sealed record CocoCategory(int Id, string Name, IReadOnlyList<string>? Keypoints, int[][]? Skeleton);

/// <summary>The numbers of results, without the decimals that are noise.</summary>
internal static class ResultNumbers
{
    // Scores come from sums of floats.
    public static double Score(double score) => Math.Round(score, 6);

    // Metres and kilometres an hour, neither of which is known to a tenth.
    public static double? Measure(double? value) => value is { } number ? Math.Round(number, 1) : null;

    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    // Right eye, left eye, nose, right and left corner of the mouth; a tenth of a pixel is below what models tell.
    public static double[][]? Places(FaceLandmarks? landmarks) =>
        landmarks is null ? null : [.. landmarks.ToArray().Select(Place)];

    // x, y and score by the name of the place.
    public static IReadOnlyDictionary<string, double[]>? Places(DetectionKeypoints? keypoints) =>
        keypoints is null
            ? null
            : new OrderedDictionary<string, double[]>(
                keypoints.Places.Select(
                    (one, i) =>
                        KeyValuePair.Create<string, double[]>(
                            keypoints.Skeleton.Names[i],
                            [.. Place(one.Place), Score(one.Score)]
                        )
                ),
                StringComparer.Ordinal
            );

    // x and y in turn, as COCO has them. What is too small to be simplified is told as it is.
    public static double[][]? Polygons(DetectionMask? mask)
    {
        if (mask is null)
        {
            return null;
        }

        IReadOnlyList<IReadOnlyList<Point>> polygons = mask.Polygons();
        polygons = polygons.Count > 0 ? polygons : mask.Polygons(tolerance: 0);
        return [.. polygons.Select(static polygon => polygon.SelectMany(Place).ToArray())];
    }

    public static double[] Place(Point place) => [Math.Round(place.X, 1), Math.Round(place.Y, 1)];

    public static double Milliseconds(double time) => Math.Round(time, 3);
}

/// <summary>What results and the list of public models are in JSON. A member that is null is left out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonRules.Names, DefaultIgnoreCondition = JsonRules.Nulls)]
[JsonSerializable(typeof(PictureJson))]
[JsonSerializable(typeof(AnswerJson))]
[JsonSerializable(typeof(FailureJson))]
[JsonSerializable(typeof(ShardRun))]
[JsonSerializable(typeof(SeenFrameJson))]
[JsonSerializable(typeof(PartJson))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(FrameJson))]
[JsonSerializable(typeof(EventJson))]
[JsonSerializable(typeof(CocoImage))]
[JsonSerializable(typeof(CocoAnnotation))]
[JsonSerializable(typeof(CocoCategory))]
[JsonSerializable(typeof(PublicModel[]))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    /// <summary>For files and lines.</summary>
    public static ResultJson Readable => field ??= new(JsonRules.Readable(Default));
}
