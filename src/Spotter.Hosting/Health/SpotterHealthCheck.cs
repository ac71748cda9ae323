using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Spotter.Media.Video;

namespace Spotter.Hosting.Health;

/// <summary>
/// Healthy when the listed detectors can search, and the program ffmpeg is there where videos are read. A detector that
/// is loaded only when it is asked for is no problem until that fails.
/// </summary>
internal sealed class SpotterHealthCheck(DetectorSet detectors, IOptions<SpotterOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        var problems = new List<string>();
        IReadOnlyDictionary<string, DetectorState> states = detectors.States;
        foreach (string name in detectors.Names.Union(states.Keys, StringComparer.OrdinalIgnoreCase))
        {
            bool isKnown = states.TryGetValue(name, out DetectorState state);
            string words =
                state.IsLoaded ? "loaded"
                : state.Problem is { } problem ? problem
                : isKnown || options.Value.Warm ? "loading"
                : "not asked for yet";
            data[name] = words;
            if (!state.IsLoaded && (isKnown || options.Value.Warm))
            {
                problems.Add($"detector {name}: {words}");
            }
        }

        if (options.Value.Video)
        {
            string? program = FfmpegPrograms.Find("ffmpeg");
            data["ffmpeg"] = program ?? "missing";
            if (program is null)
            {
                problems.Add("ffmpeg is not installed, without which videos and cameras cannot be read");
            }
        }

        return Task.FromResult(
            problems.Count == 0
                ? HealthCheckResult.Healthy(data: data)
                : new HealthCheckResult(context.Registration.FailureStatus, string.Join("; ", problems), data: data)
        );
    }
}
