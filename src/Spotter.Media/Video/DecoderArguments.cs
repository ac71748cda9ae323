using System.Globalization;
using Spotter.Media.Video.Inputs;

namespace Spotter.Media.Video;

/// <summary>What ffmpeg is told so that it delivers raw pictures with their times on its standard output.</summary>
internal static class DecoderArguments
{
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
        if (info is not null && !live)
        {
            arguments.Add("-copyts");
        }

        if (options.Loop && info is not null && !live)
        {
            arguments.AddRange(["-stream_loop", "-1"]);
        }

        if (options.Start > TimeSpan.Zero)
        {
            arguments.AddRange(["-ss", Seconds(options.Start)]);
        }

        if (options.Duration is { } duration)
        {
            arguments.AddRange(["-t", Seconds(duration)]);
        }

        arguments.AddRange(input.Arguments);
        arguments.AddRange(
        [
            "-map", info is null ? "0:v:0" : string.Create(CultureInfo.InvariantCulture, $"0:{info.StreamIndex}"),
            "-vf", Filters(options, info),
            "-c:v", "rawvideo",
        ]);

        // Each frame as it comes, with its own time: neither the container's nor the stream's nominal rate may round it.
        arguments.AddRange(FfmpegFeatures.Passthrough);
        arguments.AddRange(["-enc_time_base", "1/1000000", "-write_index", "0", "-flush_packets", "1", "-f", "nut", "pipe:1"]);
        return arguments;
    }

    private static string Filters(VideoReadOptions options, VideoInfo? info)
    {
        var filters = new List<string>();
        if (options.FramesPerSecond is { } rate)
        {
            filters.Add(string.Create(CultureInfo.InvariantCulture, $"fps={rate}"));
        }

        if (options.Stride > 1)
        {
            filters.Add(string.Create(CultureInfo.InvariantCulture, $"select='not(mod(n,{options.Stride}))'"));
        }

        // 4:2:0 in limited range, whatever the file has; YuvConversion relies on it. Where the file has it, nothing is copied.
        if (options.MaxWidth is { } width)
        {
            filters.Add(string.Create(CultureInfo.InvariantCulture, $"scale=w='min(iw,{width})':h='if(gt(iw,{width}),max(1,round(ih*{width}/iw)),ih)':flags=area:out_range=tv"));
        }
        else if (info is not { IsPlainYuv: true })
        {
            filters.Add("scale=out_range=tv");
        }

        filters.Add("format=yuv420p");
        if (options.Pixels == PixelMode.Gray)
        {
            filters.Add("extractplanes=y");
        }

        return string.Join(',', filters);
    }

    internal static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
}
