using Spotter.Onnx;

namespace Spotter.Cli.Parsing;

/// <summary>What a user says of somebody else's detector that its file does not.</summary>
internal static class ForeignDetectorFlags
{
    public static FlagSet<OnnxDetectorOptions> All() =>
        new()
        {
            {
                Flag.Text(
                    HelpGroup.Searching,
                    "--family",
                    "NAME",
                    "What kind of network an .onnx file of others is, such as YOLOX, NanoDet-Plus or PicoDet (default: "
                        + "what it answers tells)"
                ),
                static (options, family) => options with { Family = family }
            },
            {
                Flag.Text(
                    HelpGroup.Searching,
                    "--classes",
                    "FILE",
                    "The names of the classes of a network of others: a name a line, JSON, or a data.yaml (default: "
                        + "those in the network's file, else COCO's by their number)"
                ),
                static (options, file) => options with { ClassFile = file }
            },
            {
                Flag.Text(
                    HelpGroup.Searching,
                    "--network-description",
                    "FILE",
                    "A JSON file that says how a network of others takes pictures: size, colours, mean, scale, fit "
                        + "(default: network.onnx.json beside network.onnx, if there is one)"
                ),
                static (options, file) => options with { DescriptionFile = file }
            },
            {
                NetworkFlags.All(),
                static options => options.Network,
                static (options, network) => options with { Network = network }
            },
        };

    /// <summary>What is said of a network of others where none is named; null where one is.</summary>
    /// <param name="foreign">What is said.</param>
    /// <param name="model">The options that name one.</param>
    /// <param name="hasModel">Whether one is named.</param>
    /// <param name="search">The search; what names its finds may be such a network, too.</param>
    public static string? Unused(OnnxDetectorOptions foreign, string model, bool hasModel, SearchChoice search)
    {
        bool isOfClassifier =
            search.Classifier is not null && foreign == new OnnxDetectorOptions { Network = foreign.Network };
        return hasModel || isOfClassifier || foreign == new OnnxDetectorOptions()
            ? null
            : "--family, --classes, --network-description, --engine, --device and --batch are said of a network of "
                + $"others; name it with {model}";
    }
}
