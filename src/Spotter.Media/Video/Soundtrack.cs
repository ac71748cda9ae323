using System.Globalization;
using Spotter.Media.Video.Inputs;

namespace Spotter.Media.Video;

/// <summary>
/// Puts what else a source has, sound above all, beside finished pictures; the pictures are copied, not encoded again.
/// </summary>
/// <remarks>
/// It is done when the pictures are complete, because only then is it known where they end: after an interrupt the
/// sound must end there too. Nor can a slow sound source then ever hold up the frames. Of the source's metadata only
/// the languages of tracks and the titles of chapters are taken over: places, dates, titles and cover pictures stay
/// behind.
/// </remarks>
internal sealed class Soundtrack(VideoSource source, VideoInfo info, VideoWriterOptions options)
{
    // Writing is bounded by the disk, not by a number of seconds; this is to never hang on a source that went away.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private static readonly string[] TextSubtitles =
    [
        "subrip",
        "srt",
        "ass",
        "ssa",
        "webvtt",
        "mov_text",
        "text",
        "microdvd",
        "sami",
        "realtext",
        "stl",
        "subviewer",
        "subviewer1",
        "jacosub",
        "mpl2",
        "pjs",
        "vplayer",
    ];

    private readonly FfprobeStream[] _sounds =
    [
        .. info.Streams.Where(s => s.CodecType is "audio" && s.CodecName is not null),
    ];
    private readonly FfprobeStream[] _subtitles = options.HidesSource
        ? []
        :
        [
            .. info.Streams.Where(s =>
                s.CodecType is "subtitle" && TextSubtitles.Contains(s.CodecName, StringComparer.Ordinal)
            ),
        ];

    private readonly List<string> _notes = [];

    public static string TemporaryBeside(string pictures) => pictures + ".sound";

    /// <summary>What there is to say: what had to be changed, and what was left out.</summary>
    public IReadOnlyList<string> Notes => _notes;

    private bool KeepsChapters => info.HasChapters && !options.HidesSource;

    /// <summary>
    /// Makes a file with all of it and answers its path; the pictures alone where there is nothing, or nothing that can
    /// be read.
    /// </summary>
    /// <param name="pictures">The MP4 with the pictures alone.</param>
    /// <param name="first">The time of the first picture, counted from the writer's start.</param>
    /// <param name="end">Where the sound is cut, counted from the same; null keeps it all.</param>
    public async Task<string> AddAsync(string pictures, TimeSpan first, TimeSpan? end)
    {
        NoteWhatIsLeftOut();
        if (_sounds.Length == 0 && _subtitles.Length == 0 && !KeepsChapters)
        {
            return pictures;
        }

        string output = TemporaryBeside(pictures);
        string? reason = null;
        bool copies = _sounds.Any(IsCopied);
        foreach ((bool copy, bool subtitles) in ((bool, bool)[])[(true, true), (false, true), (false, false)])
        {
            if ((copy && !copies) || (!subtitles && _subtitles.Length == 0))
            {
                continue;
            }

            string? failure = await TryAsync(pictures, output, first, end, copy, subtitles).ConfigureAwait(false);
            if (failure is null)
            {
                NoteDetour(copies && !copy, !subtitles, reason);
                return output;
            }

            reason ??= failure;
        }

        _notes.Add($"the sound is missing: that of {source.DisplayName} cannot be taken over ({reason})");
        return pictures;
    }

    private static bool IsCopied(FfprobeStream sound) => sound.CodecName is "aac" or "mp3";

    /// <summary>Null when all went well, else why not.</summary>
    private async Task<string?> TryAsync(
        string pictures,
        string output,
        TimeSpan first,
        TimeSpan? end,
        bool copy,
        bool subtitles
    )
    {
        ToolOutput result = await ToolRun
            .CaptureAsync(
                FfmpegPrograms.Ffmpeg,
                Arguments(pictures, output, first, end, copy, subtitles),
                ToolInput.Of(source, info).Reach is { } reach
                    ? reach with
                    {
                        Folder = Path.GetDirectoryName(Path.GetFullPath(output)),
                    }
                    : null,
                Limit,
                CancellationToken.None
            )
            .ConfigureAwait(false);

        // What is copied although it is broken would stay broken; what is encoded again has its gaps filled with
        // silence.
        return result.ExitCode == 0 && !(copy && result.Complaints.Any) ? null
            : result.Complaints.Any ? result.Complaints.Lines[0].TrimEnd('!', '.')
            : "ffmpeg gives no reason";
    }

    private List<string> Arguments(
        string pictures,
        string output,
        TimeSpan first,
        TimeSpan? end,
        bool copy,
        bool subtitles
    )
    {
        List<string> arguments = ["-hide_banner", "-nostats", "-nostdin", "-v", "error", "-y"];

        // All times as they stand in the files; those of the source, which begin anywhere, are moved to where the
        // pictures have theirs already. Where the source's clock may begin again, ffmpeg counts itself, from 0 in both
        // files.
        (TimeSpan seek, TimeSpan skip) = info.WayTo(options.Start);
        if (info.ClockMayRestart)
        {
            arguments.AddRange(["-itsoffset", DecoderArguments.Seconds(first + skip)]);
        }
        else
        {
            arguments.Add("-copyts");
        }

        arguments.AddRange(ToolInput.File(pictures, VideoContainer.Mp4).Arguments);
        if (seek > TimeSpan.Zero)
        {
            arguments.AddRange(["-ss", DecoderArguments.Seconds(seek)]);
        }

        if (!info.ClockMayRestart)
        {
            arguments.AddRange(["-itsoffset", DecoderArguments.Seconds(-info.StartTime - options.Start)]);
        }

        arguments.AddRange([
            "-max_error_rate",
            "1",
            .. ToolInput.Of(source, info).Arguments,
            "-map",
            "0:v:0",
            "-c:v",
            "copy",
        ]);
        AddTracks(arguments, copy, subtitles);
        if (skip > TimeSpan.Zero)
        {
            // Less by half a millisecond: the first picture must not be taken for one before it.
            arguments.AddRange(["-ss", DecoderArguments.Seconds(skip - TimeSpan.FromMilliseconds(0.5))]);
        }

        if (end is { } length)
        {
            arguments.AddRange(["-t", DecoderArguments.Seconds(length)]);
        }

        arguments.AddRange([
            "-movflags",
            "+faststart",
            "-video_track_timescale",
            Encoder.TimeScale,
            "-f",
            "mp4",
            "file:" + output,
        ]);
        if (info.ClockMayRestart)
        {
            // The same streams as in the decoding, so that both find the same times where the clock begins again.
            arguments.AddRange([
                "-map",
                string.Create(CultureInfo.InvariantCulture, $"1:{info.StreamIndex}"),
                "-c",
                "copy",
                "-f",
                "null",
                "-",
            ]);
        }

        return arguments;
    }

    private void AddTracks(List<string> arguments, bool copy, bool subtitles)
    {
        for (int i = 0; i < _sounds.Length; i++)
        {
            arguments.AddRange([
                "-map",
                string.Create(CultureInfo.InvariantCulture, $"1:{_sounds[i].Index}"),
                $"-c:a:{i}",
            ]);
            arguments.AddRange(
                copy && IsCopied(_sounds[i])
                    ? ["copy"]
                    : ["aac", $"-b:a:{i}", "160k", $"-filter:a:{i}", "aresample=async=1"]
            );
        }

        for (int i = 0; subtitles && i < _subtitles.Length; i++)
        {
            arguments.AddRange([
                "-map",
                string.Create(CultureInfo.InvariantCulture, $"1:{_subtitles[i].Index}"),
                $"-c:s:{i}",
                "mov_text",
            ]);
        }

        arguments.AddRange([
            "-map_metadata:g",
            "-1",
            "-map_metadata:s",
            "-1",
            "-map_chapters",
            KeepsChapters ? "1" : "-1",
        ]);
        if (!KeepsChapters)
        {
            arguments.AddRange(["-map_metadata:c", "-1"]);
        }

        AddLanguages(arguments, 'a', _sounds);
        AddLanguages(arguments, 's', subtitles ? _subtitles : []);
    }

    private static void AddLanguages(List<string> arguments, char kind, FfprobeStream[] streams)
    {
        for (int i = 0; i < streams.Length; i++)
        {
            if (streams[i].Tags?.Language is { Length: 3 } language && language.All(char.IsAsciiLetterLower))
            {
                arguments.AddRange([$"-metadata:s:{kind}:{i}", $"language={language}"]);
            }
        }
    }

    private void NoteDetour(bool encoded, bool withoutSubtitles, string? reason)
    {
        if (encoded)
        {
            _notes.Add($"the sound is damaged ({reason}) and was encoded again; broken places are silent");
        }

        if (withoutSubtitles)
        {
            _notes.Add("the subtitles are damaged and were left out");
        }
    }

    private void NoteWhatIsLeftOut()
    {
        List<string> left = [];
        FfprobeStream[] others =
        [
            .. info.Streams.Where(s =>
                !_sounds.Contains(s)
                && !_subtitles.Contains(s)
                && s.Index != info.StreamIndex
                && s.Disposition?.AttachedPic != 1
                // The chapters of an MP4 are a track too.
                && !(info.HasChapters && s is { CodecType: "data", CodecName: "bin_data" })
            ),
        ];
        foreach (
            IGrouping<string, FfprobeStream> kind in others.GroupBy(
                s => s.CodecType ?? "unknown",
                StringComparer.Ordinal
            )
        )
        {
            string name = kind.Key switch
            {
                "video" => "other video track",
                "subtitle" => "subtitle track",
                "attachment" => "attachment",
                "audio" => "sound track of an unknown kind",
                _ => $"{kind.Key} track",
            };
            int count = kind.Count();
            left.Add(
                count == 1 ? $"1 {name}" : string.Create(CultureInfo.InvariantCulture, $"{count} {Several(name)}")
            );
        }

        if (info.HasChapters && options.HidesSource)
        {
            left.Add("chapters");
        }

        if (left.Count > 0)
        {
            _notes.Add(
                "left out of the source: "
                    + string.Join(", ", left)
                    + (options.HidesSource ? " (their words may name who is hidden)" : " (an MP4 cannot hold them)")
            );
        }
    }

    private static string Several(string name) =>
        name.Replace("track", "tracks", StringComparison.Ordinal)
            .Replace("attachment", "attachments", StringComparison.Ordinal);
}
