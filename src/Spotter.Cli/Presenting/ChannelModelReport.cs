using System.Globalization;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Channels;

namespace Spotter.Cli.Presenting;

/// <summary>What a channel model consists of, for people.</summary>
internal static class ChannelModelReport
{
    public static void Print(ChannelModel model)
    {
        (BoxSize window, BoxSize shown) = (model.Geometry.WindowSize, model.ObjectSize);
        WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"objects of {shown.Width}x{shown.Height} in windows of {window.Width}x{window.Height}, "
                    + $"{Counted.Of(model.TreeCount, "tree")}"
            )
        );
        string joins = model.JoinsParts ? ", finds that touch are one" : "";
        WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"answers from a score of {model.OperatingPoint:0.##} on{joins}"
            )
        );
    }

    private static void WriteLine(string text) => new TerminalOutput(noColor: true).WriteWrapped(text);
}
