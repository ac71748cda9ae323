using System.Text.Json;
using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>An event as JSON: the same for lines on standard output and for webhooks.</summary>
internal static class EventJson
{
    public static void Write(Utf8JsonWriter json, string file, in TrackEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("event"u8, NameOf(happened.Kind));
        json.WriteString("name"u8, happened.Name);
        json.WriteNumber("id"u8, happened.TrackId);
        json.WriteString("label"u8, happened.Label);
        json.WriteNumber("time"u8, Seconds(happened.Timestamp));
        json.WriteNumber("frame"u8, happened.FrameIndex);
        if (happened.Dwell is { } dwell)
        {
            json.WriteNumber("dwell"u8, Seconds(dwell));
        }

        json.WriteString("file"u8, file);
        json.WriteEndObject();
    }

    public static string NameOf(TrackEventKind kind) =>
        kind switch
        {
            TrackEventKind.LineIn => "line_in",
            TrackEventKind.LineOut => "line_out",
            TrackEventKind.ZoneEnter => "zone_enter",
            TrackEventKind.ZoneLeave => "zone_leave",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, $"kind must be a known one, got {kind}"),
        };

    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
