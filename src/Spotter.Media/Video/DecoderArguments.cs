using System.Globalization;
using Spotter.Media.Video.Inputs;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>What ffmpeg is told so that it delivers raw pictures with their times on its standard output.</summary>
internal static class DecoderArguments
{
    /// <param name="input">What is read.</param>
    /// <param name="piped">True when it comes through standard input.</param>
    /// <param name="options">Which part of it, and how.</param>
    /// <param name="info">What is known of it; null for what cannot be asked before.</param>
    /// <param name="live">True for what does not wait.</param>
    public static List<string> For(ToolInput input, bool piped, VideoReadOptions options, VideoInfo? info, bool live)
    {
        List<string> arguments = ["-hide_banner", "-nostats", "-v", "error"];
        if (!piped)
        {
            arguments.Add("-nostdin");
        }

        if (live)
        {
            arguments.AddRange(["-flags", "low_delay", "-analyzeduration", "3000000"]);
        }

        // Times as they stand in the file; ffmpeg's own zero depends on which streams are read.
        if (info is { ClockMayRestart: false } && !live)
        {
            arguments.Add("-copyts");
        }

        if (options.HardwareDecoder is { } method)
        {
            arguments.AddRange(["-hwaccel", method]);
        }

        if (options.Loop && info is not null && !live)
        {
            arguments.AddRange(["-stream_loop", "-1"]);
        }

        (TimeSpan seek, TimeSpan skip) = info?.WayTo(options.Start) ?? (options.Start, TimeSpan.Zero);
        if (seek > TimeSpan.Zero)
        {
            arguments.AddRange(["-ss", Seconds(seek)]);
        }

        if (options.Duration is { } duration)
        {
            arguments.AddRange(["-t", Seconds(duration + skip)]);
        }

        // What a stream says of its size may change on the way.
        arguments.AddRange(["-max_pixels", VideoProbe.MaxPixels.ToString(CultureInfo.InvariantCulture)]);
        arguments.AddRange(input.Arguments);
        arguments.AddRange([
            "-map",
            info is null ? "0:v:0" : string.Create(CultureInfo.InvariantCulture, $"0:{info.StreamIndex}"),
            "-vf",
            Filters(options, info),
            "-c:v",
            "rawvideo",
        ]);

        // Each frame as it comes, with its own time: neither the container's nor the stream's nominal rate may round
        // it.
        arguments.AddRange(FfmpegFeatures.Passthrough);
        arguments.AddRange([
            "-enc_time_base",
            "1/1000000",
            "-write_index",
            "0",
            "-flush_packets",
            "1",
            "-f",
            "nut",
            "pipe:1",
        ]);

        // Where ffmpeg joins the parts of a clock that restarts, it goes by all streams that it reads: Soundtrack reads
        // the same.
        if (info is { ClockMayRestart: true, HasAudio: true } && !live)
        {
            arguments.AddRange(["-map", "0:a:0", "-c", "copy", "-f", "null", "-"]);
        }

        return arguments;
    }

    private static string Filters(VideoReadOptions options, VideoInfo? info)
    {
        var filters = new List<string>();
        if (info?.WayTo(options.Start).Skip is { Ticks: > 0 } skip)
        {
            filters.Add($"trim=start={Seconds(skip)}");
        }

        if (options.FramesPerSecond is { } rate)
        {
            filters.Add(string.Create(CultureInfo.InvariantCulture, $"fps={rate}"));
        }

        if (options.Stride > 1)
        {
            filters.Add(string.Create(CultureInfo.InvariantCulture, $"select='not(mod(n,{options.Stride}))'"));
        }

        filters.Add(Shape(options, info));
        if (info?.WideColor is { } colors)
        {
            filters.AddRange(colors.Filters(info.Matrix));
        }

        filters.Add("format=yuv420p");
        if (options.Pixels == PixelMode.Gray)
        {
            filters.Add("extractplanes=y");
        }

        return string.Join(',', filters);
    }

    /// <summary>
    /// Pictures at the shape that players show, in square pixels; all of one size, whatever the video does on its way.
    /// </summary>
    private static string Shape(VideoReadOptions options, VideoInfo? info)
    {
        // 4:2:0 in limited range, whatever the file has; YuvConversion relies on it. Where the file has it, nothing is
        // copied.
        string range = info is { IsPlainYuv: true } ? "" : ":out_range=tv";
        string aspect = info is { IgnoresPixelAspect: true }
            ? "1"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"if(between(sar,1/{PixelShape.Most},{PixelShape.Most}),sar,1)"
            );
        if (info is null)
        {
            string shown = $"if(eq({aspect},1),iw,max(2,2*round(iw*{aspect}/2)))";
            return options.MaxWidth is { } most
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"scale=w='min({shown},{most})':h='max(1,round(ih*min(1,{most}/({shown}))))':flags=area"
                        + $"{range},setsar=1"
                )
                : $"scale=w='{shown}':h=ih{range},setsar=1";
        }

        (int width, int height) = (info.Width, info.Height);
        string flags = "";
        if (options.MaxWidth is { } limit && width > limit)
        {
            (width, height, flags) = (
                limit,
                Math.Max(1, (int)Math.Round((double)height * limit / width)),
                ":flags=area"
            );
        }

        // A recording may change from 4:3 to 16:9, or its size: what has another shape then gets black margins.
        // Margins of odd sizes have no half of a chroma sample: such pictures are stretched.
        if (width % 2 != 0 || height % 2 != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"scale=w={width}:h={height}{flags}{range},setsar=1");
        }

        string shape = $"iw*{aspect}/ih";
        string fits = string.Create(CultureInfo.InvariantCulture, $"lt(abs({shape}*{height}/{width}-1),0.04)");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"scale=w='if({fits},{width},clip(2*round({height}*{shape}/2),2,{width}))':h='if({fits},{height},"
                + $"clip(2*round({width}/({shape})/2),2,{height}))':eval=frame{flags}{range},pad={width}:{height}:"
                + $"(ow-iw)/2:(oh-ih)/2:eval=frame,setsar=1"
        );
    }

    internal static string Seconds(TimeSpan time) =>
        time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
}
