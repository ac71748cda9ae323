using System.Text.Json;
using Spotter.Networks.Text;

namespace Spotter.Networks.Layers;

/// <summary>Reads the JSON of a network and says of every mistake in which layer and field it is.</summary>
internal static class NetworkReader
{
    private const int MostLayers = 1000;
    private const int LargestWidth = 65536;
    private const int LargestKernel = 1024;

    private static readonly Dictionary<string, Func<JsonFields, Layer>> Kinds = new(StringComparer.Ordinal)
    {
        ["flatten"] = static _ => new Flatten(),
        ["dense"] = static f => new Dense(
            f.Whole("units", LargestWidth),
            f.Choice("activation", ActivationKind.Linear),
            f.Choice("initializer", Initializer.GlorotUniform)
        ),
        ["conv2d"] = static f => new Conv2D(
            f.Whole("filters", LargestWidth),
            f.Size("kernel", LargestKernel),
            f.Choice("activation", ActivationKind.Linear),
            f.Choice("padding", Padding.Valid),
            f.Choice("initializer", Initializer.GlorotUniform)
        )
        {
            Stride = f.OptionalSize("stride", LargestKernel) ?? 1,
        },
        ["depthwise_conv2d"] = static f => new DepthwiseConv2D(
            f.Size("kernel", LargestKernel),
            f.Choice("activation", ActivationKind.Linear),
            f.Choice("padding", Padding.Valid),
            f.Choice("initializer", Initializer.GlorotUniform)
        )
        {
            Stride = f.OptionalSize("stride", LargestKernel) ?? 1,
        },
        ["max_pooling2d"] = static f => new MaxPooling2D(
            f.Size("pool", LargestKernel),
            f.Choice("padding", Padding.Valid)
        )
        {
            Stride = f.OptionalSize("stride", LargestKernel),
        },
        ["average_pooling2d"] = static f => new AveragePooling2D(
            f.Size("pool", LargestKernel),
            f.Choice("padding", Padding.Valid)
        )
        {
            Stride = f.OptionalSize("stride", LargestKernel),
        },
        ["global_average_pooling2d"] = static _ => new GlobalAveragePooling2D(),
        ["batch_normalization"] = static f => new BatchNormalization(
            f.Number("momentum", 0.9f, "at least 0 and below 1", static value => value is >= 0 and < 1),
            f.Number("epsilon", 1e-3f, "above 0", static value => value > 0)
        ),
        ["dropout"] = static f => new Dropout(
            f.Number("rate", null, "at least 0 and below 1", static value => value is >= 0 and < 1)
        ),
        ["activation"] = static f => new Activation(
            f.RequiredChoice<ActivationKind>("function"),
            f.Number("slope", Activation.DefaultSlope, "at least 0 and below 1", static value => value is >= 0 and < 1)
        ),
        ["residual"] = static f => new Residual(
            Layers(f, "body", isRequired: true)!,
            Layers(f, "shortcut", isRequired: false),
            f.Choice("activation", ActivationKind.Linear)
        ),
        ["add"] = static f => new Add(f.Choice("activation", ActivationKind.Linear)),
        ["concatenate"] = static _ => new Concatenate(),
        ["up_sampling2d"] = static _ => new UpSampling2D(),
    };

    /// <exception cref="FormatException">The text is not JSON, or something in it is wrong; the message says
    /// where.</exception>
    public static NetworkDescription Read(string json)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json);
            JsonTexts.RequireUnicode(document.RootElement);
        }
        catch (JsonException problem)
        {
            throw new FormatException(OneLine.Of($"the network description is not JSON: {problem.Message}"), problem);
        }

        using (document)
        {
            var fields = new JsonFields(document.RootElement, "the network description");
            int[] input = fields.Wholes("input", LargestWidth);
            if (input.Length is not (1 or 3))
            {
                throw fields.Wrong("input", "height, width and channels, or one number of features");
            }

            IReadOnlyList<Layer> layers = Layers(fields, "layers", isRequired: true)!;
            IReadOnlyList<string>? outputs = fields.Texts("outputs", MostLayers);
            fields.RequireNoOthers();
            return new NetworkDescription(input, layers) { Outputs = outputs };
        }
    }

    // Null where they may be missing and are.
    private static List<Layer>? Layers(JsonFields around, string field, bool isRequired)
    {
        if (!around.TryTake(field, isRequired, out JsonElement list))
        {
            return null;
        }

        if (
            list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() > MostLayers
            || (isRequired && list.GetArrayLength() == 0)
        )
        {
            throw around.Wrong(field, $"a list of {(isRequired ? "1" : "0")} to {MostLayers} layers");
        }

        string place = around.IsRoot ? "" : $"{around.Place}, {field}, ";
        return [.. list.EnumerateArray().Select((layer, i) => ReadLayer(layer, $"{place}layer {i + 1}"))];
    }

    private static Layer ReadLayer(JsonElement element, string place)
    {
        var fields = new JsonFields(element, place);
        string kind = fields.Text("layer", Kinds.Keys);
        fields = fields.At($"{place} ({kind})");
        Layer layer = Kinds[kind](fields);
        (string? name, string[]? inputs) = (fields.OptionalText("name"), fields.Texts("inputs", MostLayers));
        fields.RequireNoOthers();
        return layer with { Name = name, Inputs = inputs };
    }
}
