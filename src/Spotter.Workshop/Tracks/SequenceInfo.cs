using System.Globalization;
using Spotter.Vision;

namespace Spotter.Workshop.Tracks;

/// <summary>What MOTChallenge's <c>seqinfo.ini</c> says of a sequence.</summary>
/// <param name="FrameRate">Frames a second, above 0.</param>
/// <param name="Length">Frames; 0 where it is not told.</param>
internal sealed record SequenceInfo(double FrameRate, int Length)
{
    public const string FileName = "seqinfo.ini";

    /// <summary>Reads what stands beside the ground truth, or a folder above it.</summary>
    /// <exception cref="SpotterException">It is nowhere, or does not tell the frame rate.</exception>
    public static SequenceInfo Of(string truth)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(truth))!;
        string beside = Path.Combine(folder, FileName);
        string above = Path.Combine(folder, "..", FileName);
        string path = File.Exists(beside) || !File.Exists(above) ? beside : above;
        if (!File.Exists(path))
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{path}: is missing; a line like frameRate=25 in it says when each frame was"
            );
        }

        Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (string[] pair in File.ReadLines(path).Select(static line => line.Split('=', 2)))
        {
            if (pair.Length == 2)
            {
                values[pair[0].Trim()] = pair[1].Trim();
            }
        }

        double rate = Number(values, "frameRate");
        return rate > 0
            ? new SequenceInfo(rate, (int)Number(values, "seqLength"))
            : throw new SpotterException(
                SpotterErrorKind.Damaged,
                $"{path}: tells no frameRate above 0; write a line like frameRate=25"
            );
    }

    private static double Number(Dictionary<string, string> values, string name) =>
        values.TryGetValue(name, out string? text)
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && value is >= 0 and <= int.MaxValue
            ? value
            : 0;
}
