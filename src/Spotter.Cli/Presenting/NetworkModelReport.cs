using System.Globalization;
using Spotter.Networks.Text;
using Spotter.Vision.Networks;

namespace Spotter.Cli.Presenting;

/// <summary>What a network that detects consists of, for people.</summary>
internal static class NetworkModelReport
{
    public static void Print(NetworkDetectorModel model, IReadOnlyList<string> labels, TerminalOutput output)
    {
        output.WriteFact("network", Counted.Of((int)model.ParameterCount, "weight"));
        output.WriteFact("input", $"as many pixels as {model.InputSize}x{model.InputSize * 3 / 4} has");
        foreach (string label in labels)
        {
            output.WriteFact(
                label,
                string.Create(CultureInfo.InvariantCulture, $"from a score of {model.ThresholdOf(label):0.###} on")
            );
        }
    }
}
