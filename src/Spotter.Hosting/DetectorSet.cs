using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Hosting;

/// <summary>The detectors of an application by name; each is loaded once, and may be shared between threads.</summary>
public sealed partial class DetectorSet
{
    private readonly ConcurrentDictionary<string, Lazy<NamedDetector>> _detectors = new(
        StringComparer.OrdinalIgnoreCase
    );
    private readonly ConcurrentDictionary<string, DetectorState> _states = new(StringComparer.OrdinalIgnoreCase);
    private readonly SpotterOptions _options;
    private readonly ILogger<DetectorSet> _logger;

    /// <summary>Makes the set; nothing is loaded yet.</summary>
    /// <param name="options">The detectors.</param>
    /// <param name="logger">Is told what was loaded.</param>
    /// <exception cref="OptionsValidationException">The options are not usable.</exception>
    public DetectorSet(IOptions<SpotterOptions> options, ILogger<DetectorSet> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        _options = options.Value;
        _logger = logger;
    }

    /// <summary>The names that the options list, in the order of the alphabet.</summary>
    public IReadOnlyList<string> Names => [.. _options.Detectors.Keys.Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>How far each detector is that is listed or was asked for.</summary>
    internal IReadOnlyDictionary<string, DetectorState> States => _states;

    /// <summary>The detector of a name, whatever its case. The first call loads it.</summary>
    /// <param name="name">One of <see cref="Names"/>, or a built-in model's name.</param>
    /// <exception cref="ArgumentException">There is no such detector; the message names the nearest.</exception>
    /// <exception cref="SpotterException">The model cannot be loaded.</exception>
    public IDetector Get(string name) => GetNamed(name);

    /// <summary>The same, whose searches nobody measures.</summary>
    internal IDetector GetUnmeasured(string name) => GetNamed(name).Inner;

    private NamedDetector GetNamed(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!_options.Detectors.ContainsKey(name) && !DetectorModels.IsBuiltIn(name))
        {
            string listed =
                Names.Count == 0
                    ? "the configuration lists none under Spotter:Detectors"
                    : $"the configuration lists {string.Join(", ", Names)}";
            throw new ArgumentException(
                $"there is no detector {name}{NearestName.Hint(name, Names, listed)}",
                nameof(name)
            );
        }

        // What failed is tried again by the next call: a file may have come meanwhile.
        Lazy<NamedDetector> lazy = _detectors.GetOrAdd(name, n => new Lazy<NamedDetector>(() => Load(n)));
        try
        {
            return lazy.Value;
        }
        catch
        {
            _detectors.TryRemove(new KeyValuePair<string, Lazy<NamedDetector>>(name, lazy));
            throw;
        }
    }

    /// <summary>The only one, where an application asks for a detector without saying which.</summary>
    internal IDetector GetOnly() =>
        Names switch
        {
            [] => Get("faces"),
            [var only] => Get(only),
            var several => throw new InvalidOperationException(
                $"there are several detectors, {string.Join(", ", several)}: say which by "
                    + $"[FromKeyedServices(\"{several[0]}\")]"
            ),
        };

    private NamedDetector Load(string name)
    {
        DetectorSettings settings = _options.Detectors.TryGetValue(name, out DetectorSettings? listed)
            ? listed
            : new DetectorSettings();
        string model = settings.Model ?? name;
        _states[name] = DetectorState.Loading;
        long start = Stopwatch.GetTimestamp();
        try
        {
            IDetector inner = settings.Create?.Invoke()
                ?? DetectorModels.Load(model, settings.Label, _options.Networks);
            var detector = new NamedDetector(name, inner, settings.ToOptions(_options.Threads));
            _states[name] = DetectorState.Loaded;
            LogLoaded(
                name,
                settings.Create is null ? model : "code",
                Stopwatch.GetElapsedTime(start).TotalMilliseconds
            );
            return detector;
        }
        catch (Exception e)
        {
            _states[name] = new DetectorState(IsLoaded: false, e.Message);
            throw;
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Detector {Detector} is loaded from {Model} in {Milliseconds:0} ms")]
    private partial void LogLoaded(string detector, string model, double milliseconds);
}

/// <param name="IsLoaded">Whether it can search.</param>
/// <param name="Problem">Why it cannot, where that is known.</param>
internal readonly record struct DetectorState(bool IsLoaded, string? Problem)
{
    public static DetectorState Loading => new(IsLoaded: false, null);

    public static DetectorState Loaded => new(IsLoaded: true, null);
}
