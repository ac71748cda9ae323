using System.Text.RegularExpressions;

namespace Spotter.Media.Cameras;

/// <summary>Reads what ffmpeg says on Windows to <c>-f dshow -list_devices true</c>.</summary>
/// <remarks>Since version 5 each line tells its kind, <c>"Name" (video)</c>; before, headings did.</remarks>
internal static partial class DirectShowListing
{
    /// <param name="lines">The lines, with or without ffmpeg's prefix in brackets.</param>
    public static IReadOnlyList<Camera> Parse(IEnumerable<string> lines)
    {
        var cameras = new List<Camera>();
        bool underVideo = false;
        foreach (string line in lines)
        {
            if (line.Contains("DirectShow video devices", StringComparison.Ordinal))
            {
                underVideo = true;
            }
            else if (line.Contains("DirectShow audio devices", StringComparison.Ordinal))
            {
                underVideo = false;
            }
            else if (
                !line.Contains("Alternative name", StringComparison.Ordinal)
                && Entry().Match(line) is { Success: true } entry
            )
            {
                string kinds = entry.Groups["kinds"].Value;
                if (kinds.Length == 0 ? underVideo : kinds.Contains("video", StringComparison.Ordinal))
                {
                    string name = entry.Groups["name"].Value;
                    cameras.Add(new Camera(cameras.Count, name, "video=" + name));
                }
            }
        }

        return cameras;
    }

    [GeneratedRegex(
        @"""(?<name>[^""]+)""( \((?<kinds>[a-z, ]+)\))?\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Entry();
}
