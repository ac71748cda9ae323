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
        foreach ((int i, ChannelComponent component) in model.Components.Index())
        {
            (BoxSize window, BoxSize shown) = (component.Geometry.WindowSize, component.ObjectSize);
            string offset =
                component.ScoreOffset == 0
                    ? ""
                    : string.Create(CultureInfo.InvariantCulture, $", scores {component.ScoreOffset:+0.00;-0.00}");
            string edge = component.IsAtEdge ? ", at the left edge" : "";
            string twin = component.HasMirroredTwin ? ", mirrored too" : "";
            WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"component {i + 1}: objects of {shown.Width}x{shown.Height} in windows of "
                        + $"{window.Width}x{window.Height}, "
                        + $"{Counted.Of(component.TreeCount, "tree")}{offset}{edge}{twin}"
                )
            );
        }

        if (model.SecondStage is { } secondStage)
        {
            BoxSize input = secondStage.InputSize;
            WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"second stage: a network that sees {input.Width}x{input.Height}, {secondStage.Length / 1024} KB; "
                        + $"it changes scores by {SecondStage.MostCorrection:0.##} at most"
                )
            );
        }

        string votes = model.PoolsWindows ? ", windows vote" : "";
        string joins = model.JoinsParts ? ", finds that touch are one" : "";
        WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"answers from a score of {model.OperatingPoint:0.##} on{votes}{joins}"
            )
        );
    }

    private static void WriteLine(string text) => new TerminalOutput(noColor: true).WriteWrapped(text);
}
