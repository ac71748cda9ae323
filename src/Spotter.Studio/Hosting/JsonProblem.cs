using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Spotter.Studio.Hosting;

/// <summary>Tells people what is wrong with their JSON: the field, and what it wants.</summary>
internal static class JsonProblem
{
    /// <param name="exception">What the reader said.</param>
    /// <param name="type">What was to be read.</param>
    /// <param name="what">What the JSON is called.</param>
    public static string Explain(JsonException exception, JsonTypeInfo type, string what)
    {
        string[] names = (exception.Path ?? "$").Split('.').Skip(1).Select(static name => name.Split('[')[0]).ToArray();
        (JsonTypeInfo holder, JsonPropertyInfo? field) = Walk(type, names);
        if (field is not null && IsOfWrongKind(exception))
        {
            return $"{string.Join('.', names)} wants {Words.For(field.PropertyType)}";
        }

        return IsOfWrongKind(exception)
            ? $"{(names.Length > 0 ? $"there is no field {names[^1]}; " : "")}{what} wants {Shape(holder)}"
            : $"{what} is no whole JSON{Place(exception)}; it wants {Shape(type)}";
    }

    /// <summary>An object and its fields.</summary>
    public static string Shape(JsonTypeInfo type) =>
        type.Kind != JsonTypeInfoKind.Object
            ? Words.For(type.Type)
            : "an object of "
                + string.Join(
                    ", ",
                    type.Properties.Select(static property => $"{property.Name} ({Words.For(property.PropertyType)})")
                );

    // Broken text has an inner exception of the reader of characters; a value of another kind has none, or one of a
    // number's range.
    private static bool IsOfWrongKind(JsonException exception) => exception.InnerException is not JsonException;

    private static string Place(JsonException exception) =>
        exception is { LineNumber: { } line, BytePositionInLine: { } column }
            ? $": line {line + 1}, byte {column + 1}"
            : "";

    private static (JsonTypeInfo Holder, JsonPropertyInfo? Field) Walk(JsonTypeInfo type, IEnumerable<string> names)
    {
        JsonTypeInfo holder = type;
        JsonPropertyInfo? field = null;
        foreach (string name in names)
        {
            if (field is not null)
            {
                holder = type.Options.GetTypeInfo(field.PropertyType);
            }

            field = holder.Properties.FirstOrDefault(property =>
                property.Name.Equals(name, StringComparison.OrdinalIgnoreCase)
            );
            if (field is null)
            {
                break;
            }
        }

        return (holder, field);
    }
}
