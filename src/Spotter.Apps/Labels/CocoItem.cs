using System.Text.Json;

namespace Spotter.Apps.Labels;

/// <summary>An image, an annotation or a category of a COCO file.</summary>
/// <param name="Element">Its JSON.</param>
/// <param name="Place">File, list and index, for messages.</param>
internal readonly record struct CocoItem(JsonElement Element, string Place)
{
    public long Integer(string name) =>
        Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out long number)
            ? number
            : throw Unexpected(name, "a whole number");

    public string Text(string name) =>
        Member(name) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text
            ? text
            : throw Unexpected(name, "a text");

    public double[] Numbers(string name, int count)
    {
        JsonElement? value = Member(name);
        if (value is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() != count
            || list.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.Number))
        {
            throw Unexpected(name, $"{count} numbers");
        }

        return [.. list.EnumerateArray().Select(static item => item.GetDouble())];
    }

    /// <summary>True where the member is there and is 1 or true.</summary>
    public bool IsSet(string name) =>
        Member(name) is { } value
        && (value.ValueKind == JsonValueKind.True || (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number != 0));

    private JsonElement? Member(string name) =>
        Element.ValueKind == JsonValueKind.Object && Element.TryGetProperty(name, out JsonElement value) ? value : null;

    private LabelException Unexpected(string name, string expected)
    {
        string got = Member(name)?.GetRawText() ?? "nothing";
        return new LabelException($"{Place}.{name}: expected {expected}, got {(got.Length > 40 ? got[..40] + "..." : got)}");
    }
}
