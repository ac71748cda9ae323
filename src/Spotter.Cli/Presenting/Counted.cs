using System.Globalization;
using Spotter.Vision;

namespace Spotter.Cli.Presenting;

/// <summary>Numbers of things in words: <c>1 face</c>, <c>2 faces</c>.</summary>
internal static class Counted
{
    public static string Pictures(int count) => Of(count, "picture", "pictures");

    public static string Of(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");

    public static string Of(int count, string label) => label switch
    {
        "face" => Of(count, "face", "faces"),
        "smiling" => Of(count, "smiling face", "smiling faces"),
        "eye" => Of(count, "eye", "eyes"),
        "car" => Of(count, "car", "cars"),
        "person" => Of(count, "person", "people"),
        _ => Of(count, label, label),
    };

    /// <summary><c>2 cars, 1 person</c>, in the order of <paramref name="labels"/>.</summary>
    public static string Of(IReadOnlyList<Detection> detections, IReadOnlyList<string> labels)
    {
        if (detections.Count == 0)
        {
            return labels.Count == 1 ? $"no {Of(2, labels[0])[2..]}" : "nothing";
        }

        return string.Join(", ", labels
            .Select(label => (Label: label, Count: detections.Count(detection => detection.Label == label)))
            .Where(static entry => entry.Count > 0)
            .Select(static entry => Of(entry.Count, entry.Label)));
    }
}
