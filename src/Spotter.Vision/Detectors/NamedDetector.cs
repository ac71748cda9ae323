using System.Diagnostics;
using Spotter.Vision.Images;

namespace Spotter.Vision.Detectors;

/// <summary>
/// A detector as an application knows it: under a name, with settings of its own, and with each search measured.
/// </summary>
/// <remarks>
/// Measurements go to the <see cref="System.Diagnostics.Metrics.Meter"/> and the <see cref="ActivitySource"/> called
/// <c>Spotter</c> (<see cref="SearchInstruments"/>), which cost next to nothing while nobody listens.
/// </remarks>
public sealed class NamedDetector : IDetector
{
    private readonly DetectionOptions _defaults;

    /// <summary>Names a detector.</summary>
    /// <param name="name">The name, which is told with each measurement; keep the number of names small.</param>
    /// <param name="inner">What finds.</param>
    /// <param name="defaults">Settings for whatever a search leaves null; null leaves them to the detector.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public NamedDetector(string name, IDetector inner, DetectionOptions? defaults = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(inner);
        Name = name;
        Inner = inner;
        _defaults = defaults ?? DetectionOptions.Default;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>What finds.</summary>
    public IDetector Inner { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => Inner.Labels;

    /// <inheritdoc/>
    public bool UsesColor => Inner.UsesColor;

    /// <inheritdoc/>
    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(frame);
        using Activity? activity = SearchInstruments.Begin(Name, frame);
        long start = Stopwatch.GetTimestamp();
        try
        {
            IReadOnlyList<Detection> found = Inner.Detect(
                frame,
                options?.Over(_defaults) ?? _defaults,
                cancellationToken
            );
            SearchInstruments.Found(Name, found, Stopwatch.GetElapsedTime(start), activity);
            return found;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            SearchInstruments.Failed(Name, e, Stopwatch.GetElapsedTime(start), activity);
            throw;
        }
    }
}
