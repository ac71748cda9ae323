using System.CommandLine;
using Spotter.Apps.Applications;
using Spotter.Apps.Batches;
using Spotter.Apps.Searching;
using Spotter.Apps.Videos;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;

namespace Spotter.Cli.Commands;

/// <summary>What the commands that search pictures and videos share: their options, the run, and what they say about it.</summary>
internal sealed class SearchCommand
{
    private readonly Argument<string[]> _sources = new("SOURCE")
    {
        Description = "A picture, a folder of pictures, a pattern such as 'photos/*.jpg', a list file (.txt, a source a line), a video, a camera (0 or camera:NAME), an address (http, rtsp), or - for standard input",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _recursive = Flag.Switch("--recursive", "Search the subfolders of folders too", "-r");
    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");
    private readonly Option<bool> _noColor = Flag.Switch("--no-color", "No colours in the terminal (as does NO_COLOR)");
    private readonly Option<bool> _exitCode = Flag.Switch("--exit-code", "Exit with 0 where something was found and 10 where nothing was");
    private readonly SearchFlags _search = new();
    private readonly OutputFlags _outputs = new();
    private readonly VideoFlags _videos = new();
    private readonly Func<ParseResult, Application> _application;
    private readonly Func<ParseResult, DistanceScale>? _distance;

    private SearchCommand(Func<ParseResult, Application> application, Func<ParseResult, DistanceScale>? distance)
    {
        _application = application;
        _distance = distance;

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
    /// <param name="application">Makes the application that the command line asks for.</param>
    /// <param name="distance">Makes the scale of distances; null for applications that tell none.</param>
    public static void Equip(
        Command command, Func<ParseResult, Application> application, Func<ParseResult, DistanceScale>? distance = null)
    {
        var search = new SearchCommand(application, distance);
        command.Add(search._sources);
        command.Add(search._recursive);
        search._outputs.AddTo(command);
        search._search.AddTo(command);
        search._videos.AddTo(command);
        command.Add(search._exitCode);
        command.Add(search._quiet);
        command.Add(search._noColor);
        command.SetAction((parsed, _) => search.RunAsync(parsed));
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        string[] sources = parsed.GetValue(_sources)!;
        using var input = new SniffedInput();
        string[] videos = [.. sources.Where(source => IsVideo(parsed, source, input))];
        string[] pictures = [.. sources.Except(videos, StringComparer.Ordinal)];
        Application application = _application(parsed);
        int code = ExitCode.Done;
        long found = 0;
        if (pictures.Length > 0)
        {
            BatchSummary summary = RunPictures(parsed, application, pictures, input, stdout, interruption.Token);
            found = summary.Detections;
            code = Answer(summary);
        }

        if (videos.Length > 0 && code != ExitCode.Interrupted)
        {
            var command = new VideoCommand(parsed, _videos, _outputs, _search.ReadDetection(parsed), parsed.GetValue(_quiet))
            {
                Distance = _distance?.Invoke(parsed),
                Input = input.Stream,
            };
            (int videoCode, long detections) = await command.RunAsync(application, videos, stdout, interruption.Token);
            found += detections;
            code = code == ExitCode.Done || videoCode == ExitCode.Interrupted ? videoCode
                : videoCode == ExitCode.Done || videoCode != code ? ExitCode.SomeFailed : code;
        }

        return code == ExitCode.Done && found == 0 && parsed.GetValue(_exitCode) ? ExitCode.NothingFound : code;
    }

    private bool IsVideo(ParseResult parsed, string source, SniffedInput input)
    {
        try
        {
            return source == "-"
                ? _videos.MeansVideo(parsed) || VideoFiles.IsVideo(input.Peek(VideoFiles.HeadLength))
                : VideoFiles.IsVideo(source) || (_videos.MeansVideo(parsed) && (Directory.Exists(source) || !File.Exists(source)));
        }
        catch (ArgumentException e)
        {
            throw new ToolException(e.Message.Split(" (Parameter", 2)[0], ExitCode.Usage);
        }
    }

    private BatchSummary RunPictures(
        ParseResult parsed, Application application, string[] sources, SniffedInput input, Stream stdout, CancellationToken cancellationToken)
    {
        bool isJson = _outputs.IsJson(parsed);
        PictureSearchOptions options = _outputs.Read(parsed, application.Drawing, new PictureSearchOptions
        {
            Sources = sources,
            Recursive = parsed.GetValue(_recursive),
            JsonLines = isJson ? stdout : null,
            Batch = new BatchOptions { Detection = _search.ReadDetection(parsed), Loading = _search.ReadLoading(parsed), Input = input.Stream },
        });
        var report = new RunReport(application.Detector.Labels, stdout, isQuiet: parsed.GetValue(_quiet), isJson);
        BatchSummary summary = PictureSearch.Run(application.Detector, options, report.Update, cancellationToken);
        report.Finish(summary, options);
        return summary;
    }

    private static int Answer(BatchSummary summary)
    {
        if (summary.IsInterrupted)
        {
            return ExitCode.Interrupted;
        }

        return summary.Failed == 0 ? ExitCode.Done
            : summary.Missing == summary.Total ? ExitCode.MissingInput : ExitCode.SomeFailed;
    }
}
