using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Spotter.Networks.Text;

namespace Spotter.Hosting.Settings;

/// <summary>
/// Reads the options from configuration. By hand, so that it works compiled ahead of time, and a name that means
/// nothing is an error and not ignored.
/// </summary>
internal sealed class ConfiguredOptions(IConfigurationSection? section) : IConfigureOptions<SpotterOptions>
{
    private static readonly Dictionary<string, Action<SpotterOptions, IConfigurationSection>> General = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [nameof(SpotterOptions.Threads)] = static (o, s) => o.Threads = Whole(s),
        [nameof(SpotterOptions.Warm)] = static (o, s) => o.Warm = YesOrNo(s),
        [nameof(SpotterOptions.Video)] = static (o, s) => o.Video = YesOrNo(s),
        [nameof(SpotterOptions.Detectors)] = ReadDetectors,
    };

    private static readonly Dictionary<string, Action<DetectorSettings, IConfigurationSection>> OfADetector = new(
        StringComparer.OrdinalIgnoreCase
    )
    {
        [nameof(DetectorSettings.Model)] = static (d, s) => d.Model = Text(s),
        [nameof(DetectorSettings.Label)] = static (d, s) => d.Label = Text(s),
        [nameof(DetectorSettings.MinScore)] = static (d, s) => d.MinScore = Number(s),
        [nameof(DetectorSettings.MinSize)] = static (d, s) => d.MinSize = Whole(s),
        [nameof(DetectorSettings.MaxSize)] = static (d, s) => d.MaxSize = Whole(s),
        [nameof(DetectorSettings.InputSize)] = static (d, s) => d.InputSize = Whole(s),
        [nameof(DetectorSettings.MinNeighbors)] = static (d, s) => d.MinNeighbors = Whole(s),
        [nameof(DetectorSettings.ScaleFactor)] = static (d, s) => d.ScaleFactor = Number(s),
        [nameof(DetectorSettings.Threads)] = static (d, s) => d.Threads = Whole(s),
    };

    public void Configure(SpotterOptions options)
    {
        if (section is not null)
        {
            Read(options, section, General);
        }
    }

    private static void ReadDetectors(SpotterOptions options, IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 })
        {
            throw Wrong(section, "names of detectors with settings in braces, like { \"faces\": {} }");
        }

        foreach (IConfigurationSection detector in section.GetChildren())
        {
            if (!options.Detectors.TryGetValue(detector.Key, out DetectorSettings? settings))
            {
                options.Detectors[detector.Key] = settings = new DetectorSettings();
            }

            // "faces": "people" is short for { "Model": "people" }; "faces": {} comes as an empty value.
            if (detector.Value is { Length: > 0 } model)
            {
                settings.Model = model;
            }

            Read(settings, detector, OfADetector);
        }
    }

    private static void Read<T>(
        T target,
        IConfigurationSection section,
        Dictionary<string, Action<T, IConfigurationSection>> names
    )
    {
        foreach (IConfigurationSection child in section.GetChildren())
        {
            if (!names.TryGetValue(child.Key, out Action<T, IConfigurationSection>? read))
            {
                string hint = NearestName.Hint(child.Key, names.Keys, $"known are {string.Join(", ", names.Keys)}");
                throw new OptionsValidationException(
                    Options.DefaultName,
                    typeof(SpotterOptions),
                    [$"configuration {child.Path}: there is no such setting{hint}"]
                );
            }

            read(target, child);
        }
    }

    private static string? Text(IConfigurationSection section) => section.Value;

    private static int? Whole(IConfigurationSection section) =>
        string.IsNullOrEmpty(section.Value) ? null
        : int.TryParse(section.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
        : throw Wrong(section, "a whole number");

    private static double? Number(IConfigurationSection section) =>
        string.IsNullOrEmpty(section.Value) ? null
        : double.TryParse(section.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw Wrong(section, "a number with a point, like 0.5");

    private static bool YesOrNo(IConfigurationSection section) =>
        bool.TryParse(section.Value, out bool value) ? value : throw Wrong(section, "true or false");

    private static OptionsValidationException Wrong(IConfigurationSection section, string expected) =>
        new(
            Options.DefaultName,
            typeof(SpotterOptions),
            [$"configuration {section.Path}: expected {expected}, got {section.Value ?? "several settings"}"]
        );
}
