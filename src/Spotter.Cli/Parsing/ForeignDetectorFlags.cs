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
        };
}
