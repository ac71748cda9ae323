using System.Globalization;
using System.Text.Json;
using Spotter.Media.Pictures;
using Spotter.Media.Video.Inputs;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>Describes a video file or address without decoding it, by the program ffprobe.</summary>
public static class VideoProbe
{
    /// <summary>The largest picture of a video, width x height: as large as a single picture may be.</summary>
    internal static readonly long MaxPixels = PictureLoadOptions.Default.MaxPixels;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    // Beyond it, the grid of the timestamps is a clock's, such as 90000 ticks a second, and no camera's.
    private const double HighestFrameRate = 240;

    /// <summary>Describes a video file or an http address.</summary>
    /// <param name="source">A file or an address; cameras, standard input and live streams are described by
    /// <see cref="VideoReader.Info"/> only.</param>
    /// <param name="cancellationToken">Ends the program that looks.</param>
    /// <exception cref="VideoException">
    /// There is no such file, it is no video (a folder, empty, sound only, text, damaged beyond reading), or ffprobe is
    /// missing.
    /// </exception>
    /// <exception cref="ArgumentException">The source is a camera or standard input.</exception>
    public static async Task<VideoInfo> ReadAsync(VideoSource source, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.Kind is not (VideoSourceKind.File or VideoSourceKind.Url))
        {
            throw new ArgumentException(
                $"only files and addresses can be probed, got {source.DisplayName}",
                nameof(source)
            );
        }

        CheckFile(source);
        ToolInput input =
            source.Kind == VideoSourceKind.File
                ? ToolInput.File(source.Location, ToolInput.Recognise(source.Location))
                : ToolInput.Address(source);
        string[] arguments =
        [
            "-v",
            "error",
            "-of",
            "json",
            "-show_format",
            "-show_streams",
            "-show_chapters",
            .. input.Arguments,
        ];
        ToolOutput output = await ToolRun
            .CaptureAsync(FfmpegPrograms.Ffprobe, arguments, input.Reach, Limit, cancellationToken)
            .ConfigureAwait(false);
        if (output.ExitCode != 0)
        {
            throw ToolMessages.Explain(source, output.Complaints);
        }

        return Describe(source, Parse(output.Text));
    }

    internal static void CheckFile(VideoSource source)
    {
        if (source.Kind != VideoSourceKind.File)
        {
            return;
        }

        if (Directory.Exists(source.Location))
        {
            throw new VideoException(SpotterErrorKind.Damaged, $"{source.Location} is a folder, not a video file");
        }

        var file = new FileInfo(source.Location);
        if (!file.Exists)
        {
            throw new VideoException(SpotterErrorKind.Missing, $"{source.Location}: there is no such file");
        }

        // What a shell offers as /dev/fd/63 has no length that means anything.
        if (file.Length == 0 && !source.Location.StartsWith("/dev/", StringComparison.Ordinal))
        {
            throw new VideoException(SpotterErrorKind.Damaged, $"{source.Location} is empty");
        }
    }

    internal static VideoInfo Describe(VideoSource source, FfprobeDocument document)
    {
        IReadOnlyList<FfprobeStream> streams = document.Streams ?? [];
        FfprobeStream? audio = streams.FirstOrDefault(s => s.CodecType is "audio");
        FfprobeStream? video = streams
            .Where(s => s.CodecType is "video" && s.Disposition?.AttachedPic != 1)
            .OrderByDescending(s => s.Disposition?.Default ?? 0)
            .ThenByDescending(s => (long)s.Width * s.Height)
            .FirstOrDefault();
        if (video is null || video.Width <= 0 || video.Height <= 0)
        {
            throw new VideoException(
                SpotterErrorKind.Damaged,
                audio is null
                    ? $"{source.DisplayName} is not a video that ffmpeg can read"
                    : $"{source.DisplayName} has sound but no pictures"
            );
        }

        if ((long)video.Width * video.Height > MaxPixels)
        {
            throw new VideoException(
                SpotterErrorKind.Damaged,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{source.DisplayName} claims pictures of {video.Width}x{video.Height}, above the limit of "
                        + $"{MaxPixels / 1e6:0} megapixels; make it smaller: ffmpeg -i INPUT -vf scale=1920:-2 "
                        + $"video.mp4"
                )
            );
        }

        int rotation = RotationOf(video);
        bool turned = rotation is 90 or 270;
        double average = Ratio(video.AvgFrameRate);
        double tick = Ratio(video.RFrameRate);
        (int aspectWidth, int aspectHeight) = PixelAspectOf(video);
        (int Width, int Height) aspect = turned ? (aspectHeight, aspectWidth) : (aspectWidth, aspectHeight);
        int storedWidth = turned ? video.Height : video.Width;
        (int width, int height) = PixelShape.Shown(storedWidth, turned ? video.Width : video.Height, aspect);
        return new VideoInfo
        {
            Width = width,
            Height = height,
            FrameRate = average > 0 ? average : tick,
            PeakFrameRate =
                tick > average && tick <= HighestFrameRate ? tick
                : average > 0 ? average
                : tick,
            Duration = Seconds(video.Duration) ?? Seconds(document.Format?.Duration),
            FrameCount =
                long.TryParse(video.NbFrames, NumberStyles.None, CultureInfo.InvariantCulture, out long frames)
                && frames > 0
                    ? frames
                    : null,
            // r_frame_rate is the finest grid that all timestamps fit on; evenly spaced frames fill it.
            IsVariableFrameRate = average > 0 && tick > 0 && Math.Abs(tick - average) > 0.01 * average,
            Rotation = rotation,
            VideoCodec = video.CodecName ?? "",
            AudioCodec = audio is null ? null : audio.CodecName ?? "unknown",
            Format = document.Format?.FormatName ?? "",
            IgnoresPixelAspect = !PixelShape.IsMeant(storedWidth, aspect),
            WideColor = WideColor.Of(video.ColorTransfer, video.ColorPrimaries),
            Streams = streams,
            HasChapters = document.Chapters is { Count: > 0 },
            StartTime = Seconds(document.Format?.StartTime, least: -1e9) ?? TimeSpan.Zero,
            StreamIndex = video.Index,
            IsPlainYuv = video is { PixFmt: "yuv420p", ColorRange: null or "tv" },
            Matrix = YuvMatrices.FromName(video.ColorSpace),
        };
    }

    internal static FfprobeDocument Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FfprobeJson.Default.FfprobeDocument) ?? new FfprobeDocument();
        }
        catch (JsonException e)
        {
            throw new VideoException(
                SpotterErrorKind.Program,
                $"ffprobe gave an answer that is not understood: {e.Message}",
                e
            );
        }
    }

    private static int RotationOf(FfprobeStream stream)
    {
        // The display matrix states the turn against the clock, the older tag the turn with it.
        double clockwise =
            stream.SideDataList?.FirstOrDefault(s => s.Rotation is not null)?.Rotation is { } matrix ? -matrix
            : double.TryParse(stream.Tags?.Rotate, NumberStyles.Float, CultureInfo.InvariantCulture, out double tag)
                ? tag
            : 0;
        int quarters = (int)Math.Round(clockwise / 90) % 4;
        return (quarters < 0 ? quarters + 4 : quarters) * 90;
    }

    private static (int Width, int Height) PixelAspectOf(FfprobeStream stream) =>
        stream.SampleAspectRatio?.Split(':') is [{ } w, { } h]
        && int.TryParse(w, NumberStyles.None, CultureInfo.InvariantCulture, out int width)
        && width > 0
        && int.TryParse(h, NumberStyles.None, CultureInfo.InvariantCulture, out int height)
        && height > 0
            ? (width, height)
            : (1, 1);

    private static double Ratio(string? text) =>
        text?.Split('/') is [{ } n, { } d]
        && double.TryParse(n, NumberStyles.Float, CultureInfo.InvariantCulture, out double numerator)
        && double.TryParse(d, NumberStyles.Float, CultureInfo.InvariantCulture, out double denominator)
        && denominator > 0
            ? numerator / denominator
            : 0;

    private static TimeSpan? Seconds(string? text, double least = double.Epsilon) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
        && seconds >= least
        && seconds < 1e9
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
