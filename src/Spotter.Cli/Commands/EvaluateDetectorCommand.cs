using System.CommandLine;
using Spotter.Apps.Evaluations;
using Spotter.Apps.Files;
using Spotter.Apps.Labels;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Vision.Evaluation;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter evaluate detector --model A,B --labels DIR|FILE</c></summary>
internal sealed class EvaluateDetectorCommand
{
    private readonly Option<string[]?> _models = Flag.Value(
        "--model",
        "NAME|FILE[,...]",
        "Models to compare: built-in names, cascade files (.xml), networks (.onnx)",
        Values.Names
    );

    private readonly Option<string[]?> _classes = Flag.Value(
        "--class",
        "NAME[,...]",
        "Which classes of the labels are looked for; the only one unless given",
        Values.Names
    );

    private readonly Option<string[]?> _detections = Flag.Value(
        "--detections",
        "NAME[,...]",
        "Which labels of the models count as these classes; the same names unless given",
        Values.Names
    );

    private readonly Option<double?> _overlap = Flag.Value<double?>(
        "--iou",
        "N",
        "Overlap (intersection over union) from which a box is found, above 0 to 1; 0.4 unless given",
        ReadOverlap
    );

    private readonly Option<bool> _center = Flag.Switch(
        "--center",
        "Match as is usual for faces instead: centre inside the box, width within a factor of two"
    );

    private readonly Option<int> _minHeight = Flag.Value(
        "--min-height",
        "PIXELS",
        "Labelled things less high than this count neither way (default: 0)",
        ReadHeight
    );

    private readonly Option<double?> _falseAlarms = Flag.Value<double?>(
        "--at-false-alarms",
        "N",
        "Find the setting with the highest recall at no more than N false alarms a picture (default: not looked for)",
        ReadFalseAlarms
    );

    private readonly Option<string?> _output = Flag.Value(
        "--output",
        "FOLDER",
        "Write report.html, plots and a gallery of misses and false alarms here (default: written nowhere)",
        static text => text,
        "-o"
    );

    private readonly Option<bool> _overwrite = Flag.Overwrite();
    private readonly Option<bool> _json = Flag.Switch("--json", "Print a line of JSON with every point of the curves");
    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but results and errors", "-q");
    private readonly Option<bool> _noColor = Flag.Switch("--no-color", "No colours in the terminal (as does NO_COLOR)");
    private readonly LabelFlags _labels = new();
    private readonly SearchFlags _search = new();

    private EvaluateDetectorCommand() { }

    public static Command Build()
    {
        var evaluation = new EvaluateDetectorCommand();
        var command = new Command(
            "detector",
            "Recall, false alarms and average precision of detectors, on pictures with boxes"
        )
        {
            evaluation._models,
        };
        evaluation._models.Required = true;
        evaluation._labels.AddTo(command);
        command.Add(evaluation._classes);
        command.Add(evaluation._detections);
        command.Add(evaluation._overlap);
        command.Add(evaluation._center);
        command.Add(evaluation._minHeight);
        command.Add(evaluation._falseAlarms);
        command.Add(evaluation._output);
        command.Add(evaluation._overwrite);
        command.Add(evaluation._json);
        evaluation._search.AddTo(command);
        command.Add(evaluation._quiet);
        command.Add(evaluation._noColor);
        command.SetAction(evaluation.Run);
        Help.Decorate(
            command,
            """
            spotter evaluate detector --model haarcascade_fullbody,mine.xml --labels street/ --class pedestrian
            spotter evaluate detector --model yunet.onnx,faces --labels faces.json --center -o report/
            spotter evaluate detector --model mine.xml --labels info.dat --at-false-alarms 0.1
            """
        );
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        string[] names = parsed.GetValue(_models)!;
        ModelUnderTest[] models =
        [
            .. names.Select(static name => new ModelUnderTest(ShortName(name), ModelLoading.Load(name, label: null))),
        ];
        LabelSet labels = _labels.Read(parsed, interruption.Token);
        foreach (string problem in labels.Problems)
        {
            Messages.Error(problem);
        }

        foreach (string note in labels.Notes)
        {
            Note(parsed, note);
        }

        var outputs = new Outputs(Inputs(names, labels), parsed.GetValue(_overwrite));
        if (parsed.GetValue(_output) is { } place)
        {
            EvaluationFiles.Claim(place, models.Length, outputs);
        }

        EvaluationReport report = Evaluate(parsed, models, labels, interruption.Token);
        double? falseAlarms = parsed.GetValue(_falseAlarms);
        using (Stream stdout = StandardOutput.Open())
        {
            if (parsed.GetValue(_json))
            {
                JsonLine.Write(stdout, json => EvaluationJson.WriteMembers(json, report, falseAlarms));
            }
        }

        if (!parsed.GetValue(_json))
        {
            EvaluationTable.Print(report, falseAlarms, new TerminalOutput(parsed.GetValue(_noColor)));
        }

        if (parsed.GetValue(_output) is { } folder)
        {
            EvaluationFiles.Write(
                folder,
                report,
                falseAlarms,
                _search.ReadLoading(parsed),
                outputs,
                interruption.Token
            );
            Note(parsed, $"report: {Path.Combine(folder, EvaluationFiles.Page)}");
        }

        return labels.Problems.Count + report.Problems.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private EvaluationReport Evaluate(
        ParseResult parsed,
        ModelUnderTest[] models,
        LabelSet labels,
        CancellationToken cancellationToken
    )
    {
        var options = new EvaluationOptions
        {
            Classes = parsed.GetValue(_classes) ?? [],
            DetectorLabels = parsed.GetValue(_detections) ?? [],
            Criterion = parsed.GetValue(_center)
                ? MatchCriterion.CenterInside
                : MatchCriterion.Overlap(parsed.GetValue(_overlap) ?? EvaluationOptions.UsualOverlap),
            MinHeight = parsed.GetValue(_minHeight),
            Detection = _search.ReadDetection(parsed),
            Loading = _search.ReadLoading(parsed),
        };
        var progress = new ProgressLine(!parsed.GetValue(_quiet));
        try
        {
            return DetectorEvaluation.Run(
                models,
                labels,
                options,
                step =>
                {
                    if (step.Latest.Problem is { } problem)
                    {
                        progress.Hide();
                        Messages.Error(problem);
                        Messages.Trace(step.Latest.Fault);
                    }

                    progress.Show(step);
                },
                cancellationToken
            );
        }
        catch (LabelException e)
        {
            throw new ToolException(e.Message, labels.Pictures.Count == 0 ? ExitCode.MissingInput : ExitCode.Usage);
        }
        finally
        {
            progress.Hide();
        }
    }

    private static IEnumerable<string> Inputs(string[] models, LabelSet labels) =>
        models.Where(File.Exists).Concat(labels.Pictures.Select(static picture => picture.Path));

    private void Note(ParseResult parsed, string text)
    {
        if (!parsed.GetValue(_quiet))
        {
            Messages.Note(text);
        }
    }

    // A path would fill the table; two files of one name in two folders keep theirs.
    private static string ShortName(string nameOrFile) =>
        File.Exists(nameOrFile) ? Path.GetFileName(nameOrFile) : nameOrFile;

    private static double? ReadOverlap(string text)
    {
        double overlap = Values.Number(text);
        return overlap is > 0 and <= 1 ? overlap : throw new FormatException("must be above 0 and at most 1");
    }

    private static double? ReadFalseAlarms(string text)
    {
        double value = Values.Number(text);
        return value >= 0 ? value : throw new FormatException("must not be negative");
    }

    private static int ReadHeight(string text)
    {
        int height = Values.Whole(text);
        return height >= 0 ? height : throw new FormatException("must not be negative");
    }
}
