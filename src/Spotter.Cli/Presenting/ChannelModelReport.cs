using System.Globalization;
using System.Text.Json;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Channels;

namespace Spotter.Cli.Presenting;

/// <summary>What a channel model consists of, for people and for programs.</summary>
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

    public static void WriteMembers(Utf8JsonWriter json, ChannelModel model)
    {
        json.WriteNumber("operating_point"u8, model.OperatingPoint);
        json.WriteBoolean("pools_windows"u8, model.PoolsWindows);
        json.WriteBoolean("joins_parts"u8, model.JoinsParts);
        json.WriteBoolean("second_stage"u8, model.SecondStage is not null);
        json.WriteStartArray("components"u8);
        foreach (ChannelComponent component in model.Components)
        {
            json.WriteStartObject();
            WriteSize(json, "object", component.ObjectSize);
            WriteSize(json, "window", component.Geometry.WindowSize);
            json.WriteNumber("trees"u8, component.TreeCount);
            json.WriteNumber("score_offset"u8, component.ScoreOffset);
            json.WriteBoolean("mirrored_twin"u8, component.HasMirroredTwin);
            json.WriteBoolean("at_edge"u8, component.IsAtEdge);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSize(Utf8JsonWriter json, string name, BoxSize size)
    {
        json.WriteStartObject(name);
        json.WriteNumber("w"u8, size.Width);
        json.WriteNumber("h"u8, size.Height);
        json.WriteEndObject();
    }
}
