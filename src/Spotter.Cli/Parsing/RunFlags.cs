using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Parsing;

/// <summary>Where training runs are.</summary>
internal static class RunFlags
{
    public static FlagOption<string> Folder(HelpGroup group) =>
        Flag.Text(
            group,
            "--runs",
            "FOLDER",
            $"The folder of training runs, {RunRepository.DefaultFolder}/ unless given"
        );
}
