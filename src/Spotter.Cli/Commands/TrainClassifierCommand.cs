using System.CommandLine;
using Spotter.Apps.Learning;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Learning.Training;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter train classifier DATASET</c></summary>
internal sealed class TrainClassifierCommand
{
    private readonly Argument<string?> _source = new("DATASET")
    {
        Description = DatasetFlags.SourceHelp,
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string?> _resume = Flag.Value(
        "--resume",
        "RUN",
        "Go on with a run that was stopped or killed, or with --epochs make it longer",
        static text => text
    );
    private readonly Option<string?> _name = Flag.Value(
        "--name",
        "NAME",
        "Name of the run; a number is added (default: data set and preset)",
        static text => text
    );
    private readonly Option<string?> _runs = RunFlags.Folder();
    private readonly Option<bool> _tensorBoard = Flag.Switch(
        "--tensorboard",
        "Write event files for TensorBoard into the run's folder"
    );
    private readonly Option<bool> _json = Flag.Switch("--json", "Print a line of JSON an epoch, and one at the end");
    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");
    private readonly DatasetFlags _data = new();
    private readonly RecipeFlags _recipe = new();

    public static Command Build()
    {
        var train = new TrainClassifierCommand();
        var command = new Command("classifier", "Train a network to tell classes of pictures apart") { train._source };
        train._recipe.AddTo(command);
        train._data.AddTo(command);
        foreach (
            Option option in new Option[]
            {
                train._resume,
                train._runs,
                train._name,
                train._tensorBoard,
                train._json,
                train._quiet,
            }
        )
        {
            command.Add(option);
        }

        command.SetAction((parsed, _) => Task.FromResult(train.Run(parsed)));
        Help.Decorate(
            command,
            """
            spotter train classifier fashion-mnist --epochs 10
            spotter train classifier photos/ --preset cnn-small --size 48x48
            spotter train classifier fashion-mnist --layers conv32,pool,conv64,pool,dense128
            spotter train classifier fashion-mnist --layers none           no hidden layer
            spotter train classifier --resume fashion-mnist-mlp-1          after Ctrl-C or a power cut
            spotter train classifier --resume fashion-mnist-mlp-1 --epochs 20
            """
        );
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        bool isQuiet = parsed.GetValue(_quiet);
        using var report = new ClassifierTrainingReport(stdout, isQuiet, parsed.GetValue(_json));
        TrainingSession session = LearningErrors.Prepare(() => Open(parsed, report, interruption.Token));
        report.Begin(session);
        TrainingOutcome outcome = LearningErrors.Run(() => Execute(session, report, interruption.Token));
        report.Finish(session, outcome);
        return outcome.Training.End == TrainingEnd.Cancelled ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static TrainingOutcome Execute(
        TrainingSession session,
        ClassifierTrainingReport report,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return session.Execute(report, cancellationToken);
        }
        catch (TrainingDivergedException diverged)
        {
            report.Diverged(session, diverged);
            throw;
        }
    }

    private TrainingSession Open(
        ParseResult parsed,
        ClassifierTrainingReport report,
        CancellationToken cancellationToken
    )
    {
        RunRepository runs = RunFlags.Repository(parsed, _runs);
        string? source = parsed.GetValue(_source);
        if (parsed.GetValue(_resume) is { } name)
        {
            RequireNoDecisions(parsed, source);
            return TrainingSession.Resume(
                runs.Find(name),
                _recipe.Epochs(parsed),
                _data.Folder(parsed),
                cancellationToken
            );
        }

        if (source is null)
        {
            throw new ToolException(
                "no data set is named; try spotter train classifier fashion-mnist, or see spotter train classifier "
                    + "--help",
                ExitCode.Usage
            );
        }

        ClassifierRequest request = _recipe.Read(parsed, _data.Read(parsed, source)) with
        {
            Name = parsed.GetValue(_name),
            TensorBoard = parsed.GetValue(_tensorBoard),
        };
        return TrainingSession.Create(request, runs, report, cancellationToken);
    }

    // A resumed run is what it was; an option that seems to change it would be ignored in silence.
    private void RequireNoDecisions(ParseResult parsed, string? source)
    {
        Option? given = _recipe
            .Decisions.Concat(_data.Decisions)
            .Append(_name)
            .Append(_tensorBoard)
            .FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false });
        if (given is not null || source is not null)
        {
            throw new ToolException(
                $"{given?.Name ?? source}: a resumed run keeps its data and settings; only --epochs and --data can be "
                    + $"given with --resume",
                ExitCode.Usage
            );
        }
    }
}
