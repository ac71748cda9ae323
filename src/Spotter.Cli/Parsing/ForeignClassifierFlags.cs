using Spotter.Onnx.Classifiers;
using Spotter.Vision;

namespace Spotter.Cli.Parsing;

/// <summary>What a user says of somebody else's classifier that its file does not.</summary>
internal static class ForeignClassifierFlags
{
    private const int LargestSide = 4096;

    /// <summary>The names of ranges, in the order of <see cref="PixelRange"/>.</summary>
    private static readonly string[] Ranges = ["0-1", "-1-1", "imagenet", "0-255", "caffe"];

    public static FlagSet<OnnxClassifierOptions> All() =>
        new()
        {
            {
                Flag.Text(
                    HelpGroup.Searching,
                    "--classes",
                    "FILE",
                    "The names of the classes of somebody else's network: a name a line, JSON, or a data.yaml "
                        + "(default: those in the network's file, else numbers)"
                ),
                static (options, file) => options with { ClassFile = file }
            },
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--input-size",
                    "WxH",
                    "The size of the pictures that somebody else's network takes, where it takes any (default: "
                        + "224x224)",
                    static text =>
                        Values.Size(text) is { Width: > 0 and <= LargestSide, Height: > 0 and <= LargestSide } size
                            ? size
                            : throw new FormatException($"must be 1x1 to {LargestSide}x{LargestSide}")
                ),
                static (options, size) => options with { Width = size.Width, Height = size.Height }
            },
            { Normalize(), static (options, range) => options with { Pixels = range } },
            {
                NetworkFlags.All(),
                static options => options.Network,
                static (options, network) => options with { Network = network }
            },
        };

    /// <summary>What pixels are to somebody else's classifier.</summary>
    public static FlagOption<PixelRange> Normalize(HelpGroup group = HelpGroup.Searching) =>
        Flag.Value(
            group,
            "--normalize",
            "RANGE",
            "What somebody else's classifier takes for pixels: 0-1, -1-1, imagenet (mean and deviation of ImageNet), "
                + "0-255 or caffe (default: what its file says, else a guess that is told)",
            static text => (PixelRange)Array.IndexOf(Ranges, Values.Choice(text, Ranges))
        );
}
