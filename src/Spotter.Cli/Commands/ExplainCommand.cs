using System.CommandLine;
using Spotter.Apps.Explaining;
using Spotter.Apps.Files;
using Spotter.Apps.Searching;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter explain MODEL [PICTURE] -o DIR</c></summary>
internal sealed class ExplainCommand
{
    private readonly Argument<string> _model = new("MODEL")
    {
        Description = "A built-in model (see spotter models list) or a cascade file (.xml)",
    };

    private readonly Argument<string?> _picture = new("PICTURE")
    {
        Description = "A picture on which to show the search",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _output = Flag.Value(
        "--output",
        "FOLDER",
        "Where the page, pictures and video go; a new folder in spotter-out/ unless given",
        static text => text,
        "-o"
    );

    private readonly Option<bool> _overwrite = Flag.Overwrite();

    private readonly Option<string?> _positives = Flag.Value(
        "--positives",
        "FOLDER",
        "Crops of the object, whose mean is drawn below the features; what is found in the picture unless given",
        static text => text
    );

    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");
    private readonly SearchFlags _search = new();

    private ExplainCommand() { }

    public static Command Build()
    {
        var explain = new ExplainCommand();
        var command = new Command(
            "explain",
            "Show what a cascade has learnt, and how it searches a picture: a page with pictures and a video"
        )
        {
            explain._model,
            explain._picture,
            explain._output,
            explain._overwrite,
            explain._positives,
        };
        explain._search.AddTo(command);
        command.Add(explain._quiet);
        command.SetAction((parsed, _) => explain.RunAsync(parsed));
        Help.Decorate(
            command,
            """
            spotter explain haarcascade_frontalface_alt2 photo.jpg -o explained/
            spotter explain mine.xml --positives crops/ -o explained/
            """
        );
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed)
    {
        using var interruption = new Interruption();
        string name = parsed.GetValue(_model)!;
        IDetector detector = ModelLoading.Load(name, label: null);
        if (detector is not CascadeDetector cascade)
        {
            throw new ToolException(
                $"{name}: is no cascade, and has no stages and windows to show; explain works on cascades",
                ExitCode.Usage
            );
        }

        var options = new ExplainOptions
        {
            Picture = parsed.GetValue(_picture),
            Outputs = new Outputs([name], parsed.GetValue(_overwrite)),
            Positives = parsed.GetValue(_positives),
            Detection = _search.ReadDetection(parsed),
            Loading = _search.ReadLoading(parsed),
        };
        RequireInputs(options);
        using NumberedFolder? own = parsed.GetValue(_output) is null
            ? NumberedFolder.Create(PictureSearchOptions.DefaultOutput, "explain")
            : null;
        string folder = parsed.GetValue(_output) ?? own!.Path;
        IReadOnlyList<string> problems = await CascadeExplanation.WriteAsync(
            cascade,
            Path.GetFileNameWithoutExtension(name),
            folder,
            options,
            interruption.Token
        );
        foreach (string problem in problems)
        {
            Messages.Error(problem);
        }

        if (!parsed.GetValue(_quiet))
        {
            Messages.Note($"look at {Path.Combine(folder, CascadeExplanation.Page)}");
        }

        return problems.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static void RequireInputs(ExplainOptions options)
    {
        if (options.Picture is { } picture && !File.Exists(picture))
        {
            throw new ToolException($"{picture}: there is no such picture; check the name", ExitCode.MissingInput);
        }

        if (options.Positives is { } folder && !Directory.Exists(folder))
        {
            throw new ToolException(
                $"{folder}: there is no such folder of crops; check the name",
                ExitCode.MissingInput
            );
        }
    }
}
