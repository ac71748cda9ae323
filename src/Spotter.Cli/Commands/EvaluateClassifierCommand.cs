using System.CommandLine;
using System.Globalization;
using Spotter.Apps.Files;
using Spotter.Apps.Learning;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Learning.Metrics;
using Spotter.Networks;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter evaluate classifier RUN|FILE [DATASET]</c></summary>
internal sealed class EvaluateClassifierCommand
{
    private readonly Argument<string> _model = new("RUN|FILE")
    {
        Description = "A training run, or a .network or .onnx file that training wrote",
    };
    private readonly Argument<string?> _source = new("DATASET")
    {
        Description =
            $"Pictures with known classes, of which the test part is used where there is one; the run's own unless "
            + $"given: {DatasetFlags.SourceHelp}",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _folder = Flag.Value(
        "--data",
        "FOLDER",
        "Where the files of a known data set are; downloaded into the cache unless given",
        static text => text
    );
    private readonly Option<string?> _output = Flag.Value(
        "--output",
        "FOLDER",
        "Draw confusion matrix, calibration, predictions and mistakes into this folder (default: drawn nowhere)",
        static text => text,
        "-o"
    );
    private readonly Option<bool> _overwrite = Flag.Overwrite();
    private readonly Option<bool> _json = Flag.Switch("--json", "Print a line of JSON");
    private readonly Option<bool> _noColor = Flag.Switch("--no-color", "No colours in the terminal (as does NO_COLOR)");
    private readonly Option<string?> _runs = RunFlags.Folder();

    public static Command Build()
    {
        var evaluate = new EvaluateClassifierCommand();
        var command = new Command(
            "classifier",
            "Accuracy, precision, recall, confusion and calibration of a trained classifier"
        )
        {
            evaluate._model,
            evaluate._source,
        };
        foreach (
            Option option in new Option[]
            {
                evaluate._folder,
                evaluate._output,
                evaluate._overwrite,
                evaluate._json,
                evaluate._noColor,
                evaluate._runs,
            }
        )
        {
            command.Add(option);
        }

        command.SetAction((parsed, _) => Task.FromResult(evaluate.Run(parsed)));
        Help.Decorate(
            command,
            """
            spotter evaluate classifier fashion-mnist-mlp-1
            spotter evaluate classifier clothes.onnx photos/ --json
            spotter evaluate classifier fashion-mnist-mlp-1 -o figures/
            """
        );
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        using Stream stdout = StandardOutput.Open();
        RunRepository runs = RunFlags.Repository(parsed, _runs);
        string name = parsed.GetValue(_model)!;
        DatasetRequest request = LearningErrors.Run(() => Request(parsed, name, runs));
        ImageClassifier classifier = LearningErrors.Run(() => PictureClassifier.Load(name, runs));
        RunFolder? run = File.Exists(name) ? RunFolder.OfModel(name) : runs.Find(name);
        EvaluationOutcome outcome = LearningErrors.Prepare(() =>
            ClassifierEvaluation.Run(
                classifier,
                run,
                request,
                parsed.GetValue(_output),
                new Outputs([name], parsed.GetValue(_overwrite)),
                interruption.Token
            )
        );
        ClassificationReport report = outcome.Report;
        foreach (string note in outcome.Notes)
        {
            Messages.Note(note);
        }

        if (parsed.GetValue(_json))
        {
            JsonLine.Write(stdout, json =>
            {
                json.WriteString("model"u8, name);
                ClassificationJson.WriteFigures(json, report);
                ClassificationJson.WriteDetails(json, report);
                ClassificationJson.WriteSelection(json, outcome);
            });
        }
        else
        {
            Print(report, new TerminalOutput(parsed.GetValue(_noColor)));
        }

        return ExitCode.Done;
    }

    private DatasetRequest Request(ParseResult parsed, string name, RunRepository runs)
    {
        string? folder = parsed.GetValue(_folder);
        if (parsed.GetValue(_source) is { } source)
        {
            return new DatasetRequest
            {
                Source = source,
                Folder = folder,
                ValidationShare = 0,
                TestShare = 0,
            };
        }

        if (File.Exists(name))
        {
            throw new ToolException(
                $"{name}: is a file, which knows no data; name the data set after it",
                ExitCode.Usage
            );
        }

        DatasetRequest own = runs.Find(name).ReadConfiguration().Dataset;
        return folder is null ? own : own with { Folder = folder };
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
