using System.CommandLine;
using Spotter.Apps.Batches;
using Spotter.Apps.Searching;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary>What the commands that search pictures share: their options, the run, and what they say about it.</summary>
internal sealed class PictureCommand
{
    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "A picture, a folder, a pattern such as 'photos/*.jpg', a list file (.txt, a source a line), or - for standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _recursive = Flag.Switch("--recursive", "Search the subfolders of folders too", "-r");
    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");
    private readonly Option<bool> _noColor = Flag.Switch("--no-color", "No colours in the terminal (as does NO_COLOR)");
    private readonly Option<bool> _exitCode = Flag.Switch("--exit-code", "Exit with 0 where something was found and 10 where nothing was");
    private readonly SearchFlags _search = new();
    private readonly OutputFlags _outputs = new();
    private readonly Func<ParseResult, IDetector> _detector;

    private PictureCommand(Func<ParseResult, IDetector> detector)
    {
        _detector = detector;

        // What is no option would be taken for a source, and reported as a missing file.
        _sources.Validators.Add(static result =>
        {
            if (result.Tokens.FirstOrDefault(static token => token.Value is ['-', _, ..] && !Path.Exists(token.Value)) is { } token)
            {
                result.AddError($"there is no option {token.Value}");
            }
        });
    }

    /// <summary>Gives <paramref name="command"/> the options and the action of a search.</summary>
    /// <param name="command">The command, with its own options.</param>
    /// <param name="detector">Makes the detector that the command line asks for.</param>
    public static void Equip(Command command, Func<ParseResult, IDetector> detector)
    {
        var search = new PictureCommand(detector);
        command.Add(search._sources);
        command.Add(search._recursive);
        search._outputs.AddTo(command);
        search._search.AddTo(command);
        command.Add(search._exitCode);
        command.Add(search._quiet);
        command.Add(search._noColor);
        command.SetAction(search.Run);
    }

    private int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        IDetector detector = _detector(parsed);
        bool isJson = _outputs.IsJson(parsed);
        PictureSearchOptions options = _outputs.Read(parsed, new PictureSearchOptions
        {
            Sources = parsed.GetValue(_sources)!,
            Recursive = parsed.GetValue(_recursive),
            JsonLines = isJson ? stdout : null,
            Batch = new BatchOptions { Detection = _search.ReadDetection(parsed), Loading = _search.ReadLoading(parsed) },
        });
        var report = new RunReport(detector.Labels, stdout, isQuiet: parsed.GetValue(_quiet), isJson);
        BatchSummary summary = PictureSearch.Run(detector, options, report.Update, interruption.Token);
        report.Finish(summary, options);
        return Answer(summary, parsed.GetValue(_exitCode));
    }

    private static int Answer(BatchSummary summary, bool saysWhetherFound)
    {
        if (summary.IsInterrupted)
        {
            return ExitCode.Interrupted;
        }

        if (summary.Failed > 0)
        {
            return summary.Missing == summary.Total ? ExitCode.MissingInput : ExitCode.SomeFailed;
        }

        return saysWhetherFound && summary.Detections == 0 ? ExitCode.NothingFound : ExitCode.Done;
    }
}
