namespace Spotter.Media.Video;

/// <summary>Turns what ffmpeg says into one line that says what to do.</summary>
internal static class ToolMessages
{
    private static readonly (string Sign, VideoProblem Problem, string Meaning)[] Known =
    [
        (
            "moov atom not found",
            VideoProblem.BadInput,
            "is not a video or not a complete one: its index (moov) is missing, as when a recording or a download "
                + "broke off"
        ),
        ("No such file or directory", VideoProblem.MissingInput, "there is no such file or device"),
        ("Permission denied", VideoProblem.BadInput, "no permission to read it"),
        ("Connection refused", VideoProblem.MissingInput, "no one answers at this address (connection refused)"),
        ("Network is unreachable", VideoProblem.MissingInput, "the network is unreachable"),
        ("No route to host", VideoProblem.MissingInput, "there is no route to this host"),
        ("Connection timed out", VideoProblem.MissingInput, "no one answers at this address (timed out)"),
        ("Failed to resolve hostname", VideoProblem.MissingInput, "there is no host of this name"),
        (
            "401 Unauthorized",
            VideoProblem.BadInput,
            "the server asks for a user and password: write them as scheme://user:password@host/"
        ),
        ("403 Forbidden", VideoProblem.BadInput, "the server refuses access (403)"),
        ("404 Not Found", VideoProblem.MissingInput, "the server has nothing at this address (404)"),
        ("Protocol not found", VideoProblem.BadInput, "ffmpeg does not know this kind of address"),
        ("Device or resource busy", VideoProblem.MissingDevice, "another program uses it; close that program"),
        ("No such device", VideoProblem.MissingDevice, "there is no such device"),
        (
            "Unknown input format",
            VideoProblem.MissingProgram,
            "this ffmpeg was built without support for cameras; install a full build"
        ),
        (
            "Unknown encoder",
            VideoProblem.MissingProgram,
            "this ffmpeg was built without the H.264 encoder libx264; install a full build"
        ),
        ("No space left on device", VideoProblem.BadOutput, "the disk is full"),
        ("matches no streams", VideoProblem.BadInput, "has no pictures, at most sound"),
        ("does not contain any stream", VideoProblem.BadInput, "has no pictures, at most sound"),
        ("Invalid data found when processing input", VideoProblem.BadInput, "is not a video that ffmpeg can read"),
    ];

    public static VideoException Explain(VideoSource source, ToolComplaints complaints)
    {
        (VideoProblem problem, string meaning) = Explain(complaints);
        if (source.Kind == VideoSourceKind.Camera && problem == VideoProblem.MissingInput)
        {
            problem = VideoProblem.MissingDevice;
        }

        if (source.Kind == VideoSourceKind.StandardInput && problem == VideoProblem.BadInput)
        {
            // What comes through a pipe cannot be wound on to an index at its end.
            meaning += "; an MP4 can come this way only with its index in front (ffmpeg -movflags +faststart)";
        }

        bool isPredicate =
            meaning.StartsWith("is ", StringComparison.Ordinal) || meaning.StartsWith("has ", StringComparison.Ordinal);
        return new VideoException(problem, $"{source.DisplayName}{(isPredicate ? " " : ": ")}{meaning}");
    }

    /// <summary>The best explanation that the complaints allow.</summary>
    public static (VideoProblem Problem, string Meaning) Explain(ToolComplaints complaints)
    {
        IReadOnlyList<string> lines = complaints.Lines;
        foreach ((string sign, VideoProblem problem, string meaning) in Known)
        {
            if (lines.Any(line => line.Contains(sign, StringComparison.OrdinalIgnoreCase)))
            {
                return (problem, meaning);
            }
        }

        return lines.Count == 0
            ? (VideoProblem.BadInput, "ffmpeg gave no picture and no reason")
            : (VideoProblem.BadInput, $"ffmpeg says: {lines[0]}");
    }
}
