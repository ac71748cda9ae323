using System.Text.Json;
using Spotter.Vision;

namespace Spotter.Workshop.Labels;

/// <summary>An image, an annotation or a category of a COCO file.</summary>
/// <param name="Element">Its JSON.</param>
/// <param name="Place">File, list and index, for messages.</param>
internal readonly record struct CocoItem(JsonElement Element, string Place)
{
    /// <summary>A number by which items name each other; some tools write texts.</summary>
    public string Id(string name) =>
        Member(name) switch
        {
            { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out long number) => number.ToString(
                System.Globalization.CultureInfo.InvariantCulture
            ),
            { ValueKind: JsonValueKind.String } value when value.GetString() is { Length: > 0 } text => text,
            _ => throw Unexpected(name, "a whole number"),
        };

    public string Text(string name) =>
        Member(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : throw Unexpected(name, "a text");

    /// <summary>The size that an image says it has; null where it says none.</summary>
    public BoxSize? Size =>
        Member("width") is { ValueKind: JsonValueKind.Number } width
        && width.TryGetInt32(out int w)
        && Member("height") is { ValueKind: JsonValueKind.Number } height
        && height.TryGetInt32(out int h)
            ? new BoxSize(w, h)
            : null;

    /// <summary>Its <c>bbox</c>, or what is around its <c>segmentation</c>.</summary>
    public LabelEdges Edges(BoxSize said)
    {
        if (Member("bbox") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0)
        {
            return Member("segmentation") is { } shape && CocoSegmentation.Around(shape, said) is { } around
                ? around
                : throw Unexpected("bbox", "4 numbers, or a segmentation");
        }

        if (
            list.GetArrayLength() != 4
            || list.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.Number)
        )
        {
            throw Unexpected("bbox", "4 numbers");
        }

        return new LabelEdges(list[0].GetDouble(), list[1].GetDouble(), list[2].GetDouble(), list[3].GetDouble());
    }

    /// <summary>True where the member is there and is 1 or true.</summary>
    public bool IsSet(string name) =>
        Member(name) is { } value
        && (
            value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number != 0)
        );

    private JsonElement? Member(string name) =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement value) ? value : null;

    private LabelException Unexpected(string name, string expected)
    {
        string got = Member(name)?.GetRawText() ?? "nothing";
        return new LabelException(
            $"{Place}.{name}: expected {expected}, got {(got.Length > 40 ? got[..40] + "..." : got)}"
        );
    }
}
