namespace Spotter.Media.Video;

/// <summary>Turns what ffmpeg says into one line that says what to do.</summary>
internal static class ToolMessages
{
    private static readonly (string Sign, SpotterErrorKind Problem, string Meaning)[] Known =
    [
        (
            "moov atom not found",
            SpotterErrorKind.Damaged,
            "is not a video or not a complete one: its index (moov) is missing, as when a recording or a download "
                + "broke off"
        ),
        ("No such file or directory", SpotterErrorKind.Missing, "there is no such file or device"),
        ("Permission denied", SpotterErrorKind.Damaged, "no permission to read it"),
        ("Connection refused", SpotterErrorKind.Missing, "no one answers at this address (connection refused)"),
        ("Network is unreachable", SpotterErrorKind.Missing, "the network is unreachable"),
        ("No route to host", SpotterErrorKind.Missing, "there is no route to this host"),
        ("Connection timed out", SpotterErrorKind.Missing, "no one answers at this address (timed out)"),
        ("Failed to resolve hostname", SpotterErrorKind.Missing, "there is no host of this name"),
        (
            "401 Unauthorized",
            SpotterErrorKind.Damaged,
            "the server asks for a user and password: write them as scheme://user:password@host/"
        ),
        ("403 Forbidden", SpotterErrorKind.Damaged, "the server refuses access (403)"),
        ("404 Not Found", SpotterErrorKind.Missing, "the server has nothing at this address (404)"),
        ("Protocol not found", SpotterErrorKind.Damaged, "ffmpeg does not know this kind of address"),
        ("Device or resource busy", SpotterErrorKind.Device, "another program uses it; close that program"),
        ("No such device", SpotterErrorKind.Device, "there is no such device"),
        (
            "Unknown input format",
            SpotterErrorKind.Program,
            "this ffmpeg was built without support for cameras; install a full build"
        ),
        (
            "Unknown encoder",
            SpotterErrorKind.Program,
            "this ffmpeg was built without the H.264 encoder libx264; install a full build"
        ),
        ("No space left on device", SpotterErrorKind.Usage, "the disk is full"),
        ("matches no streams", SpotterErrorKind.Damaged, "has no pictures, at most sound"),
        ("does not contain any stream", SpotterErrorKind.Damaged, "has no pictures, at most sound"),
        ("Invalid data found when processing input", SpotterErrorKind.Damaged, "is not a video that ffmpeg can read"),
    ];

    public static VideoException Explain(VideoSource source, ToolComplaints complaints)
    {
        (SpotterErrorKind problem, string meaning) = Explain(complaints);
        if (source.Kind == VideoSourceKind.Camera && problem == SpotterErrorKind.Missing)
        {
            problem = SpotterErrorKind.Device;
        }

        if (source.Kind == VideoSourceKind.StandardInput && problem == SpotterErrorKind.Damaged)
        {
            // What comes through a pipe cannot be wound on to an index at its end.
            meaning += "; an MP4 can come this way only with its index in front (ffmpeg -movflags +faststart)";
        }

        bool isPredicate =
            meaning.StartsWith("is ", StringComparison.Ordinal) || meaning.StartsWith("has ", StringComparison.Ordinal);
        return new VideoException(problem, $"{source.DisplayName}{(isPredicate ? " " : ": ")}{meaning}");
    }

    /// <summary>The best explanation that the complaints allow.</summary>
    public static (SpotterErrorKind Problem, string Meaning) Explain(ToolComplaints complaints)
    {
        IReadOnlyList<string> lines = complaints.Lines;
        foreach ((string sign, SpotterErrorKind problem, string meaning) in Known)
        {
            if (lines.Any(line => line.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            {
                return (problem, meaning);
            }
        }

        return lines.Count == 0
            ? (SpotterErrorKind.Damaged, "ffmpeg gave no picture and no reason")
            : (SpotterErrorKind.Damaged, $"ffmpeg says: {lines[0]}");
    }
}
