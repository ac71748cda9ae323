using Microsoft.Extensions.Options;

namespace Spotter.Hosting.Settings;

/// <summary>Checks the options when the application starts: ranges, names of models, and that files are
/// there.</summary>
internal sealed class OptionsCheck : IValidateOptions<SpotterOptions>
{
    public ValidateOptionsResult Validate(string? name, SpotterOptions options)
    {
        var wrong = new List<string>();
        if (options.Threads < 1)
        {
            wrong.Add($"Spotter:Threads: threads must be 1 or more, got {options.Threads}");
        }

        foreach ((string detector, DetectorSettings settings) in options.Detectors)
        {
            string? problem =
                string.IsNullOrWhiteSpace(detector) ? "a detector needs a name"
                : settings is null ? "settings must not be null"
                : Problem(detector, settings);
            if (problem is not null)
            {
                wrong.Add($"Spotter:Detectors:{detector}: {problem}");
            }
        }

        return wrong.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static string? Problem(string name, DetectorSettings settings)
    {
        if (settings.MinScore is { } score && !double.IsFinite(score))
        {
            return $"min score must be a number, got {score}";
        }

        try
        {
            _ = settings.ToOptions(threads: null);
        }
        catch (ArgumentOutOfRangeException e)
        {
            return SpotterException.PlainMessage(e).Split('\n')[0];
        }

        return settings.Create is null ? DetectorModels.Problem(settings.Model ?? name) : null;
    }
}
