using System.Globalization;
using System.Text;
using Spotter.Media.Video;
using Spotter.Studio.Access;
using Spotter.Studio.Scheduling;

namespace Spotter.Studio.Hosting;

/// <summary><c>/api/v1/health</c> and <c>/api/v1/metrics</c></summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/v1/health", static (StudioMetrics metrics) => TypedResults.Ok(HealthAnswer.Now(metrics)))
            .WithTags("Health")
            .WithName("getHealth")
            .WithSummary("Say that the studio is up")
            .RequireAuthorization(Rights.Open);
        routes
            .MapGet(
                "/api/v1/metrics",
                static (StudioMetrics metrics, FairScheduler scheduler, ByteBudget budget, StudioLog log) =>
                    TypedResults.Text(
                        Metrics(metrics, scheduler, budget, log),
                        "text/plain; version=0.0.4; charset=utf-8"
                    )
            )
            .WithTags("Health")
            .WithName("getMetrics")
            .WithSummary("Counters in the text format of Prometheus")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
    }

    private static string Metrics(StudioMetrics metrics, FairScheduler scheduler, ByteBudget budget, StudioLog log)
    {
        var text = new StringBuilder();
        Add("spotter_pictures_total", "counter", "Pictures searched by REST.", metrics.Pictures);
        Add("spotter_frames_total", "counter", "Frames searched on live connections.", metrics.Frames);
        Add("spotter_search_seconds_total", "counter", "Time in searches, over all threads.", metrics.SearchSeconds);
        Add("spotter_faults_total", "counter", "Faults of the program.", log.Faults);
        Add("spotter_live_connections", "gauge", "Open live connections.", metrics.Live);
        Add("spotter_searches_waiting", "gauge", "Searches that wait for a processor.", scheduler.Waiting);
        Add("spotter_bodies_bytes", "gauge", "Bytes of requests held in memory.", budget.Held);
        Add("process_resident_memory_bytes", "gauge", "Resident memory.", Environment.WorkingSet);
        return text.ToString();

        void Add(string name, string kind, string about, double value) =>
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {about}\n# TYPE {name} {kind}\n{name} {value}\n");
    }
}

/// <param name="Status">Always ok.</param>
/// <param name="Version">The studio's version.</param>
/// <param name="UptimeSeconds">How long it has been up.</param>
/// <param name="HasVideo">Whether the ffmpeg program is there, without which videos cannot be read.</param>
internal sealed record HealthAnswer(string Status, string Version, double UptimeSeconds, bool HasVideo)
{
    public static HealthAnswer Now(StudioMetrics metrics) =>
        new(
            "ok",
            typeof(HealthAnswer).Assembly.GetName().Version?.ToString(3) ?? "",
            Math.Round(metrics.Uptime.TotalSeconds, 1),
            FfmpegPrograms.Find("ffmpeg") is not null
        );
}
