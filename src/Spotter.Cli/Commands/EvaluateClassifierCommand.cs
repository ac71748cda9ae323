using System.CommandLine;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Learning.Metrics;
using Spotter.Networks;
using Spotter.Onnx.Classifiers;
using Spotter.Results;
using Spotter.Workshop.Classifiers;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter evaluate classifier RUN|FILE [DATASET]</c></summary>
internal static class EvaluateClassifierCommand
{
    public static Command Build() =>
        ToolCommand.Create<EvaluateClassifierChoice>(
            "classifier",
            "Accuracy, precision, recall, confusion and calibration of a trained classifier",
            new()
            {
                {
                    new Argument<string>("RUN|FILE")
                    {
                        Description = "A training run, a .network file, or an .onnx file of whatever origin",
                    },
                    static (choice, model) => choice with { Model = model }
                },
                {
                    new Argument<string>("DATASET")
                    {
                        Description =
                            "Pictures with known classes, of which the test part is used where there is one; the run's "
                            + $"own unless given: {DatasetFlags.SourceHelp}",
                        Arity = ArgumentArity.ZeroOrOne,
                    },
                    static (choice, source) => choice with { Source = source }
                },
                {
                    DatasetFlags.Folder(Values.NotBlank),
                    static (choice, folder) => choice with { DataFolder = folder }
                },
                {
                    ForeignClassifierFlags.All(),
                    static choice => choice.Foreign,
                    static (choice, options) => choice with { Foreign = options }
                },
                { RunFlags.Folder(HelpGroup.Data), static (choice, folder) => choice with { Runs = folder } },
                {
                    Flag.Output(
                        "FOLDER",
                        "Draw confusion matrix, calibration, predictions and mistakes into this folder (default: drawn "
                            + "nowhere)"
                    ),
                    static (choice, folder) => choice with { Output = folder }
                },
                { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                {
                    ListFlags.All(each: null),
                    static choice => choice.List,
                    static (choice, list) => choice with { List = list }
                },
            },
            Run,
            """
            spotter evaluate classifier fashion-mnist-mlp-1
            spotter evaluate classifier clothes.onnx photos/ --json
            spotter evaluate classifier fashion-mnist-mlp-1 -o figures/
            """
        );

    private static int Run(EvaluateClassifierChoice choice)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        var runs = new RunRepository(choice.Runs);
        string name = choice.Model;
        DatasetRequest request = Request(choice, runs);
        IImageClassifier classifier = ModelLoading.LoadClassifier(name, runs, choice.Foreign, isQuiet: false);
        RunFolder? run = File.Exists(name) ? RunFolder.OfModel(name) : runs.Find(name);
        EvaluationOutcome outcome = UserWords.Take(() =>
            ClassifierEvaluation.Run(
                classifier,
                run,
                request,
                choice.Output,
                new Outputs([name], choice.Overwrites),
                interruption.Token
            )
        );
        ClassificationReport report = outcome.Report;
        foreach (string note in outcome.Notes)
        {
            Messages.Note(note);
        }

        if (choice.List.IsJson)
        {
            JsonLine.Write(stdout, EvaluatedClassifierLine.Of(name, outcome), ToolJson.Lines.EvaluatedClassifierLine);
        }
        else
        {
            Print(report, new TerminalOutput(choice.List.NoColor));
        }

        return ExitCode.Done;
    }

    private static DatasetRequest Request(EvaluateClassifierChoice choice, RunRepository runs)
    {
        if (choice.Source is { } source)
        {
            return new DatasetRequest
            {
                Source = source,
                Folder = choice.DataFolder,
                ValidationShare = 0,
                TestShare = 0,
            };
        }

        if (File.Exists(choice.Model))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{choice.Model}: is a file, which knows no data; name the data set after it"
            );
        }

        DatasetRequest own = runs.Find(choice.Model).ReadConfiguration().Dataset;
        return choice.DataFolder is { } folder ? own with { Folder = folder } : own;
    }

    private static void Print(ClassificationReport report, TerminalOutput output)
    {
        output.WriteWrapped(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Dataset}: {report.Accuracy * 100:0.00} % of {report.Count:N0} right, loss "
                    + $"{report.Loss:0.0000}, mean F1 {report.MacroF1:0.0000}, calibration error "
                    + $"{report.Calibration.ExpectedError:0.0000}"
            )
        );
        output.WriteLine();
        var classes = new TextTable(
            new TextColumn("class"),
            new TextColumn("precision") { Rank = 2 },
            new TextColumn("recall"),
            new TextColumn("F1") { Rank = 1 },
            new TextColumn("pictures") { Rank = 3 },
            new TextColumn("most often taken for") { Wraps = true }
        );
        foreach ((int label, ClassMetrics metrics) in report.Classes.Index())
        {
            classes.Add(
                metrics.Name,
                Share(metrics, metrics.Precision),
                Share(metrics, metrics.Recall),
                Share(metrics, metrics.F1),
                metrics.Support.ToString("N0", CultureInfo.InvariantCulture),
                Confusion(report, label)
            );
        }

        classes.Write(output);
    }

    private static string Confusion(ClassificationReport report, int label)
    {
        (int other, int count) = report
            .Confusion[label]
            .Index()
            .Where(entry => entry.Index != label)
            .MaxBy(static entry => entry.Item);
        return count == 0
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"{report.Classes[other].Name} ({count:N0})");
    }

    // Of a class without pictures there is nothing to say.
    private static string Share(ClassMetrics metrics, double share) =>
        metrics.Support == 0 ? "-" : share.ToString("0.0000", CultureInfo.InvariantCulture);
}

internal sealed record EvaluateClassifierChoice
{
    public string Model { get; init; } = "";

    /// <summary>The data set; null for the run's own.</summary>
    public string? Source { get; init; }

    public string? DataFolder { get; init; }

    public OnnxClassifierOptions Foreign { get; init; } = new();

    /// <summary>The folder for figures; null for none.</summary>
    public string? Output { get; init; }

    public bool Overwrites { get; init; }

    public ListChoice List { get; init; } = new();

    public string Runs { get; init; } = RunRepository.DefaultFolder;
}
