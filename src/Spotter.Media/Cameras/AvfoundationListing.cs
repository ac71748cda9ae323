using System.Globalization;
using System.Text.RegularExpressions;

namespace Spotter.Media.Cameras;

/// <summary>Reads what ffmpeg says on macOS to <c>-f avfoundation -list_devices true</c>.</summary>
internal static partial class AvfoundationListing
{
    /// <param name="lines">The lines, with or without ffmpeg's prefix in brackets.</param>
    public static IReadOnlyList<Camera> Parse(IEnumerable<string> lines)
    {
        var cameras = new List<Camera>();
        bool inVideo = false;
        foreach (string line in lines)
        {
            if (line.Contains("AVFoundation video devices", StringComparison.Ordinal))
            {
                inVideo = true;
            }
            else if (line.Contains("AVFoundation audio devices", StringComparison.Ordinal))
            {
                inVideo = false;
            }
            else if (inVideo && Entry().Match(line) is { Success: true } entry)
            {
                string number = entry.Groups["number"].Value;
                cameras.Add(
                    new Camera(
                        int.Parse(number, CultureInfo.InvariantCulture),
                        entry.Groups["name"].Value.Trim(),
                        number + ":none"
                    )
                );
            }
        }

        return cameras;
    }

    [GeneratedRegex(
        @"\[(?<number>\d{1,4})\] (?<name>.+)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Entry();
}
