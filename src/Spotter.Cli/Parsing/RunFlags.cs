using System.CommandLine;
using Spotter.Apps.Learning;

namespace Spotter.Cli.Parsing;

/// <summary>Where training runs are.</summary>
internal static class RunFlags
{
    public static Option<string?> Folder() =>
        Flag.Value(
            "--runs",
            "FOLDER",
            $"The folder of training runs, {RunRepository.DefaultFolder}/ unless given",
            static text => text.Trim().Length > 0 ? text : throw new FormatException("names nothing")
        );

    public static RunRepository Repository(ParseResult parsed, Option<string?> folder) =>
        new(parsed.GetValue(folder) ?? RunRepository.DefaultFolder);
}
