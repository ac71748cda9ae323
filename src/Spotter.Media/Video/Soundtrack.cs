using Spotter.Media.Video.Inputs;

namespace Spotter.Media.Video;

/// <summary>Puts the sound of a source beside finished pictures; the pictures are copied, not encoded again.</summary>
/// <remarks>
/// It is done when the pictures are complete, because only then is it known where they end: after an interrupt the
/// sound must end there too. Nor can a slow sound source then ever hold up the frames.
/// </remarks>
internal static class Soundtrack
{
    // Writing is bounded by the disk, not by a number of seconds; this is to never hang on a source that went away.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    public static string TemporaryBeside(string pictures) => pictures + ".sound";

    /// <summary>Makes a file with both and answers its path.</summary>
    /// <param name="pictures">The MP4 with the pictures alone.</param>
    /// <param name="end">Where the sound is cut, counted from <paramref name="start"/>; null keeps it all.</param>
    /// <param name="source">Where the sound comes from.</param>
    /// <param name="info">What is known of it; it has sound.</param>
    /// <param name="start">Where in the source the pictures begin.</param>
    public static async Task<string> AddAsync(string pictures, TimeSpan? end, VideoSource source, VideoInfo info, TimeSpan start)
    {
        string output = TemporaryBeside(pictures);
        // All times as they stand in the files; those of the source, which begin anywhere, are moved to where the
        // pictures have theirs already.
        List<string> arguments =
        [
            "-hide_banner", "-nostats", "-nostdin", "-v", "error", "-y", "-copyts",
            .. ToolInput.File(pictures, VideoContainer.Mp4).Arguments,
        ];
        if (start > TimeSpan.Zero)
        {
            arguments.AddRange(["-ss", DecoderArguments.Seconds(start)]);
        }

        arguments.AddRange(["-itsoffset", DecoderArguments.Seconds(-info.StartTime - start), .. ToolInput.Of(source, info).Arguments, "-map", "0:v:0", "-map", "1:a:0", "-c:v", "copy"]);
        if (end is { } length)
        {
            arguments.AddRange(["-t", DecoderArguments.Seconds(length)]);
        }

        arguments.AddRange(info.AudioCodec is "aac" or "mp3" ? ["-c:a", "copy"] : ["-c:a", "aac", "-b:a", "160k"]);
        arguments.AddRange(["-movflags", "+faststart", "-video_track_timescale", Encoder.TimeScale, "-f", "mp4", "file:" + output]);
        ToolOutput result = await ToolRun.CaptureAsync(FfmpegPrograms.Ffmpeg, arguments, Limit, CancellationToken.None).ConfigureAwait(false);
        return result.ExitCode == 0
            ? output
            : throw new VideoException(VideoProblem.BadInput, $"the sound of {source.DisplayName} cannot be taken over: {ToolMessages.Explain(result.Complaints).Meaning}");
    }
}
