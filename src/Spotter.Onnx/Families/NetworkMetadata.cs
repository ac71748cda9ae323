using System.Globalization;
using System.Text.RegularExpressions;

namespace Spotter.Onnx.Families;

/// <summary>What files say of themselves, as Ultralytics' exporter writes it and others do after it.</summary>
/// <param name="Names">The names of the classes; null where they are not there.</param>
/// <param name="Size">Width and height of the input.</param>
/// <param name="Task"><c>detect</c>, <c>segment</c>, <c>pose</c>, <c>obb</c> or <c>classify</c>; null where it is not
/// said.</param>
/// <param name="Keypoints">How many points and how many numbers each.</param>
/// <param name="Version">Such as <c>YOLO11n</c>; null where it is not said.</param>
internal sealed partial record NetworkMetadata(
    IReadOnlyList<string>? Names,
    (int Width, int Height)? Size,
    string? Task,
    (int Count, int Numbers)? Keypoints,
    string? Version
)
{
    /// <summary>Whether this library wrote the file.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>The score from which finds count; null where it is not said.</summary>
    public double? Threshold { get; private init; }

    public static NetworkMetadata None { get; } = new(null, null, null, null, null);

    public static NetworkMetadata Of(NetworkShape shape)
    {
        IReadOnlyDictionary<string, string> entries = shape.Metadata;
        int[] size = Numbers(entries.GetValueOrDefault("imgsz"));
        int[] keypoints = Numbers(entries.GetValueOrDefault("kpt_shape"));
        Match version = YoloVersion().Match(entries.GetValueOrDefault("description") ?? "");
        return new NetworkMetadata(
            NetworkClassNames.Of(shape),
            size switch
            {
                [> 0 and var side] => (side, side),
                [> 0 and var height, > 0 and var width, ..] => (width, height),
                _ => null,
            },
            entries.GetValueOrDefault("task"),
            keypoints is [> 0 and var count, 2 or 3] ? (count, keypoints[1]) : null,
            version.Success ? version.Value : null
        )
        {
            IsOwn = entries.Keys.Any(static key => key.StartsWith("spotter.", StringComparison.Ordinal)),
            Threshold =
                entries.GetValueOrDefault("spotter.thresholds") is { } thresholds
                && double.TryParse(
                    thresholds.Split(',', ' ')[0].Trim('[', ']'),
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out double threshold
                )
                    ? threshold
                    : null,
        };
    }

    private static int[] Numbers(string? text) =>
        text is null
            ? []
            : [.. WholeNumber().Matches(text).Select(static m => int.Parse(m.ValueSpan, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"\d{1,6}")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"\b(?:YOLO|RT-?DETR)[\w.-]*", RegexOptions.IgnoreCase)]
    private static partial Regex YoloVersion();
}
