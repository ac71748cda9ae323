using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Learning.Classifiers;
using Spotter.Shards;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter train classifier DATASET</c></summary>
internal static class TrainClassifierCommand
{
    public static Command Build() =>
        ToolCommand.Create<TrainClassifierChoice>(
            "classifier",
            "Train a network to tell classes of pictures apart",
            new()
            {
                {
                    new Argument<string>("DATASET")
                    {
                        Description = DatasetFlags.SourceHelp,
                        Arity = ArgumentArity.ZeroOrOne,
                    },
                    static (choice, source) => choice with { Dataset = choice.Dataset with { Source = source } }
                },
                {
                    RecipeFlags.All(),
                    static choice => choice.Recipe,
                    static (choice, recipe) => choice with { Recipe = recipe }
                },
                {
                    DatasetFlags.All(),
                    static choice => choice.Dataset,
                    static (choice, dataset) => choice with { Dataset = dataset }
                },
                {
                    Flag.Text(
                        HelpGroup.Training,
                        TrainClassifierChoice.ResumeOption,
                        "RUN",
                        "Go on with a run that was stopped or killed, or with --epochs make it longer (default: a new "
                            + "run)"
                    ),
                    static (choice, run) => choice with { Resumed = run }
                },
                { RunFlags.Folder(HelpGroup.Writing), static (choice, folder) => choice with { Runs = folder } },
                {
                    Flag.Text(
                        HelpGroup.Writing,
                        "--name",
                        "NAME",
                        "Name of the run; a number is added (default: data set and preset)"
                    ),
                    static (choice, name) => choice with { Name = name }
                },
                {
                    Flag.Text(
                        HelpGroup.Batches,
                        "--sweep",
                        "FILE.json",
                        "Train once for each combination of the settings that this file lists, such as "
                            + "{\"seed\": [1, 2, 3]}; what is trained already is left out (default: one run)"
                    ),
                    static (choice, path) => choice with { Sweep = path }
                },
                {
                    Flag.Value(
                        HelpGroup.Batches,
                        "--shard",
                        "I/N",
                        "With --sweep: train the I-th of N shares of the combinations (default: what Slurm's arrays or "
                            + "Kubernetes' Indexed Jobs say, else all)",
                        static text => Shard.Parse(text)
                    ),
                    static (choice, shard) => choice with { Shard = shard }
                },
                {
                    Flag.Switch(
                        HelpGroup.Writing,
                        "--tensorboard",
                        "Write event files for TensorBoard into the run's folder"
                    ),
                    static (choice, on) => choice with { TensorBoard = on }
                },
                {
                    Flag.Json("Print a line of JSON an epoch, and one at the end"),
                    static (choice, on) => choice with { IsJson = on }
                },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
                static (choice, given) => choice with { Given = given },
                static choice => choice.Conflict(),
            },
            Run,
            """
            spotter train classifier fashion-mnist --epochs 10
            spotter train classifier photos/ --preset cnn-small --size 48x48
            spotter train classifier fashion-mnist --layers conv32,pool,conv64,pool,dense128
            spotter train classifier fashion-mnist --layers none           no hidden layer
            spotter train classifier --resume fashion-mnist-mlp-1          after Ctrl-C or a power cut
            spotter train classifier --resume fashion-mnist-mlp-1 --epochs 20
            spotter train classifier fashion-mnist --sweep sweep.json --shard 1/4
            """
        );

    private static int Run(TrainClassifierChoice choice)
    {
        if (choice.Sweep is not null)
        {
            return UserWords.Take(() => TrainingSweep.Read(choice, Environment.GetCommandLineArgs()[1..])).Run();
        }

        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        using var report = new ClassifierTrainingReport(stdout, choice.IsQuiet, choice.IsJson);
        TrainingSession session = UserWords.Take(() => Open(choice, report, interruption.Token));
        report.Begin(session);
        TrainingOutcome outcome = Execute(session, report, interruption.Token);
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

    private static TrainingSession Open(
        TrainClassifierChoice choice,
        ClassifierTrainingReport report,
        CancellationToken cancellationToken
    )
    {
        var runs = new RunRepository(choice.Runs);
        if (choice.Resumed is { } name)
        {
            return TrainingSession.Resume(
                runs.Find(name),
                choice.Recipe.Epochs,
                choice.Dataset.Folder,
                cancellationToken
            );
        }

        ClassifierRequest request = choice.Recipe.Of(choice.Dataset) with
        {
            Name = choice.Name,
            TensorBoard = choice.TensorBoard,
        };
        return TrainingSession.Create(request, runs, report, cancellationToken);
    }
}

internal sealed record TrainClassifierChoice
{
    public const string ResumeOption = "--resume";

    // What may be said of a run that is resumed; anything else would be ignored in silence.
    private static readonly string[] OfResumed =
    [
        ResumeOption,
        RecipeFlags.EpochsOption,
        DatasetFlags.FolderOption,
        "--runs",
        "--json",
        "--quiet",
    ];

    public DatasetRequest Dataset { get; init; } = new() { Source = "" };

    public RecipeChoice Recipe { get; init; } = new();

    /// <summary>The run to go on with; null for a new one.</summary>
    public string? Resumed { get; init; }

    public string? Name { get; init; }

    /// <summary>The file of settings that are tried; null for one run.</summary>
    public string? Sweep { get; init; }

    /// <summary>Which share of them; null for what a scheduler says, or all.</summary>
    public Shard? Shard { get; init; }

    public string Runs { get; init; } = RunRepository.DefaultFolder;

    public bool TensorBoard { get; init; }

    public bool IsJson { get; init; }

    public bool IsQuiet { get; init; }

    public IReadOnlyList<GivenFlag> Given { get; init; } = [];

    public string? Conflict()
    {
        if (Shard is not null && Sweep is null)
        {
            return "--shard is a share of the runs of --sweep; name its file";
        }

        if (Resumed is null)
        {
            return Dataset.Source.Length > 0
                ? null
                : "no data set is named; try spotter train classifier fashion-mnist, or see spotter train "
                    + "classifier --help";
        }

        string? decision = Given.Select(static flag => flag.Name).FirstOrDefault(name => !OfResumed.Contains(name));
        return decision is null && Dataset.Source.Length == 0
            ? null
            : $"{decision ?? Dataset.Source}: a resumed run keeps its data and settings; only --epochs and --data "
                + "can be given with --resume";
    }
}
