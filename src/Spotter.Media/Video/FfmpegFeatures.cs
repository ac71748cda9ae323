using System.Globalization;
using System.Text.RegularExpressions;

namespace Spotter.Media.Video;

/// <summary>What differs between the versions of ffmpeg; the version is asked once.</summary>
internal static partial class FfmpegFeatures
{
    private static readonly Lazy<IReadOnlyList<string>> Frames = new(
        () => PassthroughOf(FfmpegPrograms.ReadVersionAsync().GetAwaiter().GetResult()),
        LazyThreadSafetyMode.ExecutionAndPublication
    );

    /// <summary>Arguments that keep every frame and its time.</summary>
    public static IReadOnlyList<string> Passthrough => Frames.Value;

    /// <param name="versionLine">The first line of <c>ffmpeg -version</c>; builds between releases have no number and
    /// count as new.</param>
    internal static IReadOnlyList<string> PassthroughOf(string? versionLine)
    {
        Match match = Number().Match(versionLine ?? "");
        bool old =
            match.Success
            && Version.TryParse(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{match.Groups["major"].Value}.{match.Groups["minor"].Value}"
                ),
                out Version? version
            )
            && version < new Version(5, 1);
        return old ? ["-vsync", "passthrough"] : ["-fps_mode", "passthrough"];
    }

    [GeneratedRegex(
        @"^ffmpeg version n?(?<major>\d{1,2})\.(?<minor>\d{1,3})",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Number();
}
