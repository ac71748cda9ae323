using System.Text.Json;
using System.Text.Json.Serialization;
using Spotter.Networks.Text;
using Spotter.Onnx.Decoders;
using Spotter.Onnx.Families;

namespace Spotter.Onnx;

/// <summary>What somebody who knows a network writes down of it: all of it may be left out.</summary>
internal sealed record DetectorDescription
{
    private const int LongestFile = 1 << 20;

    /// <summary>What stands behind the name of a network whose description lies beside it.</summary>
    public const string Extension = ".json";

    /// <summary>The family, by any of its names.</summary>
    public string? Family { get; init; }

    /// <summary>Pixels a row of the input, where the network leaves that open.</summary>
    public int? Width { get; init; }

    /// <summary>Rows of the input, where the network leaves that open.</summary>
    public int? Height { get; init; }

    /// <summary><c>nchw</c> or <c>nhwc</c>, where the extents of the input do not tell.</summary>
    public string? Layout { get; init; }

    /// <summary><c>rgb</c> or <c>bgr</c>: which channel comes first.</summary>
    public string? Colors { get; init; }

    /// <summary>What is taken off each pixel of 0 to 255: a number, or one a channel in the network's order.</summary>
    public JsonElement? Mean { get; init; }

    /// <summary>By what the rest is multiplied: a number, or one a channel.</summary>
    public JsonElement? Scale { get; init; }

    /// <summary><c>stretched</c>, <c>centred</c> or <c>top-left</c>.</summary>
    public string? Fit { get; init; }

    /// <summary>The gray of what no picture covers, 0 to 255.</summary>
    public int? Padding { get; init; }

    /// <summary>The names of the classes, or a file with them, seen from the folder of this one.</summary>
    public JsonElement? Classes { get; init; }

    /// <summary>The score from which finds are answered unless somebody asks for another.</summary>
    public double? MinScore { get; init; }

    /// <summary>The overlap (IoU) from which two boxes are one; 1 leaves all of them.</summary>
    public float? MaxOverlap { get; init; }

    /// <summary>Reads a description.</summary>
    /// <exception cref="OnnxModelException">There is no such file, it is no JSON, or a value cannot be
    /// meant.</exception>
    public static DetectorDescription Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file is { Exists: true, Length: > LongestFile })
            {
                throw new OnnxModelException($"{path}: has {file.Length} bytes, which is no description of a network");
            }

            DetectorDescription description = JsonSerializer.Deserialize(
                File.ReadAllText(path),
                DetectorDescriptionJson.Default.DetectorDescription
            ) ?? throw new OnnxModelException($"{path}: holds null instead of a description of a network");
            foreach (JsonElement element in description.Texts)
            {
                JsonTexts.RequireUnicode(element);
            }

            description.Check(path);
            return description;
        }
        catch (JsonException e)
        {
            string what = e.Message.Split('\n', 2)[0].Split(" Path:", 2)[0];
            throw new OnnxModelException($"{path}: is no description of a network: {what}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OnnxModelException($"{path}: the description of the network cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The names of the classes; null where there are none.</summary>
    /// <param name="path">Where the description was read.</param>
    public GivenClassNames? NamesOf(string path) =>
        Classes switch
        {
            { ValueKind: JsonValueKind.Array } list => new GivenClassNames(
                [.. list.EnumerateArray().Select(static name => name.GetString() ?? "")],
                path
            ),
            { ValueKind: JsonValueKind.String } file => GivenClassNames.Read(
                Path.Combine(Path.GetDirectoryName(path) ?? "", file.GetString()!)
            ),
            _ => null,
        };

    /// <summary>A reading with what is said here instead of what is usual for its family.</summary>
    public Reading Apply(Reading reading)
    {
        PixelForm pixels = reading.Input.Pixels;
        return reading with
        {
            Input = reading.Input with
            {
                Pixels = pixels with
                {
                    IsRgb = Colors is null ? pixels.IsRgb : IsSame(Colors, "rgb"),
                    Mean = Channels(Mean) ?? pixels.Mean,
                    Scale = Channels(Scale) ?? pixels.Scale,
                    Fit = FitOf(Fit) ?? pixels.Fit,
                    Padding = (byte)(Padding ?? pixels.Padding),
                },
            },
            UsualMinScore = MinScore ?? reading.UsualMinScore,
            MaxOverlap = MaxOverlap ?? reading.MaxOverlap,
        };
    }

    /// <summary>Whether the channels of a pixel follow each other; null where that is not said.</summary>
    public bool? IsChannelsLast => Layout is null ? null : IsSame(Layout, "nhwc");

    private IEnumerable<JsonElement> Texts => new[] { Mean, Scale, Classes }.OfType<JsonElement>();

    private void Check(string path)
    {
        Require(Width is null or (> 0 and <= 16_384), "width must be 1 to 16384");
        Require(Height is null or (> 0 and <= 16_384), "height must be 1 to 16384");
        Require(Width is null == Height is null, "width and height must both be there, or none of them");
        Require(Layout is null || IsSame(Layout, "nchw") || IsSame(Layout, "nhwc"), "layout must be nchw or nhwc");
        Require(Colors is null || IsSame(Colors, "rgb") || IsSame(Colors, "bgr"), "colors must be rgb or bgr");
        Require(Mean is null || Channels(Mean) is not null, "mean must be a number, or three");
        Require(Scale is null || Channels(Scale) is not null, "scale must be a number, or three");
        Require(Fit is null || FitOf(Fit) is not null, "fit must be stretched, centred or top-left");
        Require(Padding is null or (>= 0 and <= 255), "padding must be 0 to 255");
        Require(
            Classes is null or { ValueKind: JsonValueKind.String }
                || (
                    Classes is { ValueKind: JsonValueKind.Array } list
                    && list.EnumerateArray().All(static name => name.ValueKind == JsonValueKind.String)
                ),
            "classes must be a list of names, or the name of a file"
        );
        Require(MinScore is null or (>= 0 and <= 1), "min_score must be 0 to 1");
        Require(MaxOverlap is null or (>= 0 and <= 1), "max_overlap must be 0 to 1");

        void Require(bool holds, string what)
        {
            if (!holds)
            {
                throw new OnnxModelException($"{path}: {what}");
            }
        }
    }

    private static InputFit? FitOf(string? text) =>
        text?.ToLowerInvariant() switch
        {
            "stretched" => InputFit.Stretched,
            "centred" or "centered" => InputFit.Centred,
            "top-left" => InputFit.TopLeft,
            _ => null,
        };

    private static float[]? Channels(JsonElement? element) =>
        element switch
        {
            { ValueKind: JsonValueKind.Number } one => [one.GetSingle(), one.GetSingle(), one.GetSingle()],
            { ValueKind: JsonValueKind.Array } list
                when list.GetArrayLength() == 3
                    && list.EnumerateArray().All(static one => one.ValueKind == JsonValueKind.Number) =>
            [
                .. list.EnumerateArray().Select(static one => one.GetSingle()),
            ],
            _ => null,
        };

    private static bool IsSame(string text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true
)]
[JsonSerializable(typeof(DetectorDescription))]
internal sealed partial class DetectorDescriptionJson : JsonSerializerContext;
