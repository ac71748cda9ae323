using System.Globalization;
using System.Text.Json;

namespace Spotter.Networks.Layers;

/// <summary>
/// The fields of an object of JSON, taken one after another; every complaint names the place and the field.
/// </summary>
internal sealed class JsonFields
{
    private const int LongestShown = 40;
    private readonly Dictionary<string, JsonElement> _fields;
    private readonly List<string> _known;

    /// <exception cref="FormatException">It is no object, or names a field twice.</exception>
    public JsonFields(JsonElement element, string place)
    {
        Place = place;
        IsRoot = true;
        _fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        _known = [];
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"{place} must be an object in braces, got {Shown(element)}");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_fields.TryAdd(property.Name, property.Value))
            {
                throw new FormatException($"{place}: {Short(property.Name)} stands there twice");
            }
        }
    }

    private JsonFields(JsonFields fields, string place)
    {
        Place = place;
        _fields = fields._fields;
        _known = fields._known;
    }

    public string Place { get; }

    /// <summary>Whether this is the whole description rather than a layer.</summary>
    public bool IsRoot { get; }

    /// <summary>The same fields, with more said of where they are.</summary>
    public JsonFields At(string place) => new(this, place);

    /// <exception cref="FormatException">It is required and missing.</exception>
    public bool TryTake(string field, bool isRequired, out JsonElement value)
    {
        _known.Add(field);
        if (_fields.TryGetValue(field, out value) && value.ValueKind != JsonValueKind.Null)
        {
            return true;
        }

        return isRequired ? throw new FormatException($"{Place}: {field} is missing") : false;
    }

    public string Text(string field, IReadOnlyCollection<string> choices)
    {
        TryTake(field, isRequired: true, out JsonElement value);
        return
            value.ValueKind == JsonValueKind.String
            && value.GetString() is { } text
            && choices.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Wrong(field, $"one of {string.Join(", ", choices)}");
    }

    public string? OptionalText(string field) =>
        !TryTake(field, isRequired: false, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw Wrong(field, "a text");

    /// <summary>Null where the field is missing.</summary>
    public string[]? Texts(string field, int most)
    {
        if (!TryTake(field, isRequired: false, out JsonElement value))
        {
            return null;
        }

        return
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() <= most
            && value.EnumerateArray().All(static one => one.ValueKind == JsonValueKind.String)
            ? [.. value.EnumerateArray().Select(static one => one.GetString()!)]
            : throw Wrong(field, "a list of names");
    }

    public int Whole(string field, int most)
    {
        TryTake(field, isRequired: true, out JsonElement value);
        return WholeOf(value, most) ?? throw Wrong(field, Range(most));
    }

    public int[] Wholes(string field, int most)
    {
        TryTake(field, isRequired: true, out JsonElement value);
        return
            value.ValueKind == JsonValueKind.Array
            && value.EnumerateArray().Select(one => WholeOf(one, most)).ToArray() is var all
            && all.All(static one => one is not null)
            ? [.. all.Select(static one => one!.Value)]
            : throw Wrong(field, $"a list of whole numbers from 1 to {most.ToString(CultureInfo.InvariantCulture)}");
    }

    public Size2D Size(string field, int most)
    {
        TryTake(field, isRequired: true, out JsonElement value);
        return SizeOf(field, value, most);
    }

    public Size2D? OptionalSize(string field, int most) =>
        TryTake(field, isRequired: false, out JsonElement value) ? SizeOf(field, value, most) : null;

    public float Number(string field, float? whenMissing, string range, Func<float, bool> isWithin)
    {
        if (!TryTake(field, isRequired: whenMissing is null, out JsonElement value))
        {
            return whenMissing!.Value;
        }

        return
            value.ValueKind == JsonValueKind.Number
            && value.TryGetSingle(out float number)
            && float.IsFinite(number)
            && isWithin(number)
            ? number
            : throw Wrong(field, $"a number {range}");
    }

    public T Choice<T>(string field, T whenMissing)
        where T : struct, Enum =>
        TryTake(field, isRequired: false, out JsonElement value) ? ChoiceOf<T>(field, value) : whenMissing;

    public T RequiredChoice<T>(string field)
        where T : struct, Enum
    {
        TryTake(field, isRequired: true, out JsonElement value);
        return ChoiceOf<T>(field, value);
    }

    /// <exception cref="FormatException">There is a field that nobody asked for.</exception>
    public void RequireNoOthers()
    {
        string? other = _fields.Keys.FirstOrDefault(field => !_known.Contains(field, StringComparer.Ordinal));
        if (other is not null)
        {
            string known =
                _known.Count == 1 ? $"{_known[0]} is the only one" : $"there are {string.Join(", ", _known)}";
            throw new FormatException($"{Place}: there is no field {Short(other)}; {known}");
        }
    }

    public FormatException Wrong(string field, string wanted) =>
        new($"{Place}: {field} must be {wanted}, got {Shown(_fields[field])}");

    private static int? WholeOf(JsonElement value, int most) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 1 && number <= most
            ? number
            : null;

    private Size2D SizeOf(string field, JsonElement value, int most)
    {
        if (WholeOf(value, most) is { } side)
        {
            return side;
        }

        return
            value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() == 2
            && WholeOf(value[0], most) is { } height
            && WholeOf(value[1], most) is { } width
            ? new Size2D(height, width)
            : throw Wrong(field, $"{Range(most)}, or two in a list: height and width");
    }

    private T ChoiceOf<T>(string field, JsonElement value)
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        int index =
            value.ValueKind == JsonValueKind.String
                ? Array.FindIndex(names, name =>
                    name.Equals(
                        value.GetString()!.Replace("_", "", StringComparison.Ordinal),
                        StringComparison.OrdinalIgnoreCase
                    )
                )
                : -1;
        return index >= 0 ? Enum.GetValues<T>()[index] : throw Wrong(field, $"one of {string.Join(", ", names)}");
    }

    private static string Range(int most) => $"a whole number from 1 to {most.ToString(CultureInfo.InvariantCulture)}";

    private static string Shown(JsonElement value) => Short(value.GetRawText().ReplaceLineEndings(" "));

    private static string Short(string text) => text.Length <= LongestShown ? text : $"{text[..LongestShown]}...";
}
