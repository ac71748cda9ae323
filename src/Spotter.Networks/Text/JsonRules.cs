using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Spotter.Networks.Text;

/// <summary>
/// How files and lines are written in JSON. A generated context cannot reach beyond its assembly, so each assembly has
/// one of its own; what all of them have in common stands here.
/// </summary>
internal static class JsonRules
{
    /// <summary>Members are called <c>input_size</c>.</summary>
    public const JsonKnownNamingPolicy Names = JsonKnownNamingPolicy.SnakeCaseLower;

    /// <summary>What is not known is left out.</summary>
    public const JsonIgnoreCondition Nulls = JsonIgnoreCondition.WhenWritingNull;

    /// <summary>A value of an enumeration as a member of that name would be called.</summary>
    public static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName($"{value}");

    /// <summary>
    /// For what is read by programs and not pasted into web pages: names in any script stay readable.
    /// </summary>
    public static JsonSerializerOptions Readable(JsonSerializerContext context) =>
        new(context.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One object a line, where files are indented otherwise.</summary>
    public static JsonSerializerOptions Lines(JsonSerializerContext context) =>
        new(context.Options) { WriteIndented = false };
}
