using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Onnx;
using Spotter.Results;
using Spotter.Vision.Evaluation;
using Spotter.Workshop.Evaluations;
using Spotter.Workshop.Labels;
using Spotter.Workshop.Models;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter evaluate detector --model A,B --labels DIR|FILE</c></summary>
internal static class EvaluateDetectorCommand
{
    public static Command Build() =>
        ToolCommand.Create<EvaluateDetectorChoice>(
            "detector",
            "Recall, false alarms and average precision of detectors, on pictures with boxes",
            new()
            {
                {
                    Flag.Value(
                            HelpGroup.Searching,
                            "--model",
                            "NAME|FILE[,...]",
                            "Models to compare: built-in names, cascade files (.xml), networks (.onnx)",
                            Values.Names
                        )
                        .AsRequired(),
                    static (choice, models) => choice with { Models = models }
                },
                {
                    ForeignDetectorFlags.All(),
                    static choice => choice.Foreign,
                    static (choice, foreign) => choice with { Foreign = foreign }
                },
                {
                    LabelFlags.All(),
                    static choice => choice.Labels,
                    static (choice, labels) => choice with { Labels = labels }
                },
                { Options(), static choice => choice.Options, static (choice, part) => choice with { Options = part } },
                {
                    Flag.Value(
                        HelpGroup.Evaluating,
                        "--iou",
                        "N",
                        "Overlap (intersection over union) from which a box is found, above 0 to 1; 0.4 unless given",
                        ReadOverlap
                    ),
                    static (choice, overlap) => choice with { Overlap = overlap }
                },
                {
                    Flag.Switch(
                        HelpGroup.Evaluating,
                        "--center",
                        "Match as is usual for faces instead: centre inside the box, width within a factor of two"
                    ),
                    static (choice, on) => choice with { IsByCenter = on }
                },
                {
                    Flag.Value(
                        HelpGroup.Evaluating,
                        "--at-false-alarms",
                        "N",
                        "Find the setting with the highest recall at no more than N false alarms a picture (default: "
                            + "not looked for)",
                        ReadFalseAlarms
                    ),
                    static (choice, alarms) => choice with { FalseAlarms = alarms }
                },
                {
                    Flag.Output(
                        "FOLDER",
                        "Write report.html, plots and a gallery of misses and false alarms here (default: written "
                            + "nowhere)"
                    ),
                    static (choice, folder) => choice with { Output = folder }
                },
                { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                {
                    ListFlags.All("with every point of the curves"),
                    static choice => choice.List,
                    static (choice, list) => choice with { List = list }
                },
                {
                    Flag.Quiet("Say nothing but results and errors"),
                    static (choice, on) => choice with { IsQuiet = on }
                },
                static choice =>
                    choice is { IsByCenter: true, Overlap: not null }
                        ? "--iou is an overlap, and --center matches without one; leave one of the two out"
                        : null,
            },
            Run,
            """
            spotter evaluate detector --model haarcascade_fullbody,mine.xml --labels street/ --class pedestrian
            spotter evaluate detector --model yunet.onnx,faces --labels faces.json --center -o report/
            spotter evaluate detector --model mine.xml --labels info.dat --at-false-alarms 0.1
            """
        );

    private static FlagSet<EvaluationOptions> Options() =>
        new()
        {
            {
                Flag.Value(
                    HelpGroup.Evaluating,
                    "--class",
                    "NAME[,...]",
                    "Which classes of the labels are looked for; the only one unless given",
                    Values.Names
                ),
                static (options, names) => options with { Classes = names }
            },
            {
                Flag.Value(
                    HelpGroup.Evaluating,
                    "--detections",
                    "NAME[,...]",
                    "Which labels of the models count as these classes; the same names unless given",
                    Values.Names
                ),
                static (options, names) => options with { DetectorLabels = names }
            },
            {
                Flag.Value(
                    HelpGroup.Evaluating,
                    "--min-height",
                    "PIXELS",
                    "Labelled things less high than this count neither way (default: 0)",
                    static text => Values.AtLeast(text, 0)
                ),
                static (options, height) => options with { MinHeight = height }
            },
            {
                SearchFlags.Detection(),
                static options => options.Detection,
                static (options, part) => options with { Detection = part }
            },
            {
                SearchFlags.Loading(),
                static options => options.Loading,
                static (options, part) => options with { Loading = part }
            },
        };

    private static int Run(EvaluateDetectorChoice choice)
    {
        using var interruption = new Interruption();
        ModelUnderTest[] models =
        [
            .. choice.Models.Select(name => new ModelUnderTest(
                ShortName(name),
                AnyModel.Load(name, label: null, choice.Foreign)
            )),
        ];
        LabelSet labels = LabelReader.Read(choice.Labels.Place, choice.Labels.Reading, interruption.Token);
        foreach (string problem in labels.Problems)
        {
            Messages.Error(problem);
        }

        foreach (string note in labels.Notes.Where(_ => !choice.IsQuiet))
        {
            Messages.Note(note);
        }

        var outputs = new Outputs(Inputs(choice.Models, labels), choice.Overwrites);
        if (choice.Output is { } place)
        {
            EvaluationFiles.Claim(place, models.Length, outputs);
        }

        EvaluationReport report = Evaluate(choice, models, labels, interruption.Token);
        if (choice.List.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            JsonLine.Write(stdout, EvaluationLine.Of(report, choice.FalseAlarms), ToolJson.Lines.EvaluationLine);
        }
        else
        {
            EvaluationTable.Print(report, choice.FalseAlarms, new TerminalOutput(choice.List.NoColor));
        }

        if (choice.Output is { } folder)
        {
            EvaluationFiles.Write(
                folder,
                report,
                choice.FalseAlarms,
                choice.Options.Loading,
                outputs,
                interruption.Token
            );
            if (!choice.IsQuiet)
            {
                Messages.Note($"report: {Path.Combine(folder, EvaluationFiles.Page)}");
            }
        }

        return labels.Problems.Count + report.Problems.Count > 0 ? ExitCode.SomeFailed : ExitCode.Done;
    }

    private static EvaluationReport Evaluate(
        EvaluateDetectorChoice choice,
        ModelUnderTest[] models,
        LabelSet labels,
        CancellationToken cancellationToken
    )
    {
        EvaluationOptions options = choice.Options with
        {
            Criterion = choice.IsByCenter
                ? MatchCriterion.CenterInside
                : MatchCriterion.Overlap(choice.Overlap ?? EvaluationOptions.UsualOverlap),
        };
        var progress = new ProgressLine(!choice.IsQuiet);
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
        finally
        {
            progress.Hide();
        }
    }

    private static IEnumerable<string> Inputs(string[] models, LabelSet labels) =>
        models.Where(File.Exists).Concat(labels.Pictures.Select(static picture => picture.Path));

    // A path would fill the table; two files of one name in two folders keep theirs.
    private static string ShortName(string nameOrFile) =>
        File.Exists(nameOrFile) ? Path.GetFileName(nameOrFile) : nameOrFile;

    private static double ReadOverlap(string text)
    {
        double overlap = Values.Number(text);
        return overlap is > 0 and <= 1 ? overlap : throw new FormatException("must be above 0 and at most 1");
    }

    private static double ReadFalseAlarms(string text)
    {
        double value = Values.Number(text);
        return value >= 0 ? value : throw new FormatException("must not be negative");
    }
}

internal sealed record EvaluateDetectorChoice
{
    public string[] Models { get; init; } = [];

    /// <summary>What is known of somebody else's network.</summary>
    public OnnxDetectorOptions Foreign { get; init; } = new();

    public LabelChoice Labels { get; init; } = new();

    public EvaluationOptions Options { get; init; } = new();

    /// <summary>The overlap that was asked for.</summary>
    public double? Overlap { get; init; }

    public bool IsByCenter { get; init; }

    public double? FalseAlarms { get; init; }

    /// <summary>The folder for the report; null for none.</summary>
    public string? Output { get; init; }

    public bool Overwrites { get; init; }

    public ListChoice List { get; init; } = new();

    public bool IsQuiet { get; init; }
}
