using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Vision;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter train detector</c></summary>
internal static class TrainDetectorCommand
{
    public static Command Build() =>
        ToolCommand.Create<TrainDetectorChoice>(
            "detector",
            "Train a detector of your own things from pictures of them",
            new()
            {
                {
                    TrainingDataFlags.All(
                        "Which class of the labels to learn; network: several, separated by commas (default: all); "
                            + "channels: also what to call what is found (default: the only class; what is found is "
                            + "an object)"
                    ),
                    static choice => choice.Data,
                    static (choice, data) => choice with { Data = data }
                },
                {
                    Recipe(),
                    static choice => choice.Data.Options,
                    static (choice, options) => choice with { Data = choice.Data with { Options = options } }
                },
                {
                    Flag.Json("Print the figures as a line of JSON"),
                    static (choice, on) => choice with { IsJson = on }
                },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            },
            Run,
            """
            spotter train detector --positives mugs/ --negatives rooms/ --output mug.channels
            spotter train detector --labels annotations.json --output mug.network
            spotter train detector --positives mugs/ --negatives rooms/ --output mug.channels --resume   go on
            spotter detect photo.jpg --model mug.channels --label mug                                    use it
            """
        );

    private static FlagSet<DetectorTrainingOptions> Recipe() =>
        new()
        {
            {
                Flag.Value(
                        HelpGroup.Training,
                        "--kind",
                        "KIND",
                        $"What kind of detector: {string.Join(", ", DetectorKinds.Names)} (default: by the name of "
                            + "--output, lbp for an .xml, which OpenCV reads; else network for labelled pictures, "
                            + "channels for crops)",
                        static text => Values.Choice(text, [.. DetectorKinds.Names])
                    )
                    .Offering(DetectorKinds.Names),
                static (options, kind) => options with { Kind = kind }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--window",
                    "WIDTHxHEIGHT",
                    "The smallest object to find, in pixels (default: chosen from the objects)",
                    Values.Size
                ),
                static (options, size) => options with { WindowSize = size }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--cell",
                    "PIXELS",
                    "channels: pixels a cell, 2 or 4 (default: 2 for objects of up to 48 pixels)",
                    Values.Whole
                ),
                static (options, cell) => options with { CellSize = cell }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--stages",
                    "COUNT",
                    "Stages at most (default: 20); channels: rounds of hard negatives (default: 4)",
                    Values.Whole
                ),
                static (options, stages) => options with { Stages = stages }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--steps",
                    "COUNT",
                    "network: steps of 16 samples (default: 20 a picture, 1500 to 20000)",
                    Values.Whole
                ),
                static (options, steps) => options with { Steps = steps }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--trees",
                    "COUNT",
                    "channels: trees of the last round (default: 2048)",
                    Values.Whole
                ),
                static (options, trees) => options with { Trees = trees }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--variation",
                    "FACTOR",
                    "channels: how much more than usual to vary the objects in place, size, proportions and rotation "
                        + "(default: 1)",
                    Values.Number
                ),
                static (options, factor) => options with { Variation = factor }
            },
            {
                Flag.Switch(
                    HelpGroup.Training,
                    "--join",
                    "channels: finds that touch are parts of one object, where crops show one side of what has several"
                ),
                static (options, on) => options with { JoinsParts = on }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--detection-rate",
                    "SHARE",
                    "Share of the training objects to find (default: 0.95; channels: 0.97)",
                    Values.Number
                ),
                static (options, rate) => options with { DetectionRate = rate }
            },
            {
                Flag.YesOrNo(
                    HelpGroup.Training,
                    "--mirror",
                    "Whether a mirrored object is an object (default: yes where the objects look symmetric)"
                ),
                static (options, answer) => options with { IsMirrored = answer == Answer.Yes }
            },
            {
                Flag.Text(
                    HelpGroup.Training,
                    "--runs",
                    "FOLDER",
                    $"network: the folder of training runs, {RunRepository.DefaultFolder}/ unless given"
                ),
                static (options, folder) => options with { Runs = folder }
            },
            {
                Flag.Switch(
                    HelpGroup.Training,
                    "--resume",
                    "Go on where an interrupted training with the same data and options was"
                ),
                static (options, on) => options with { Resume = on }
            },
        };

    private static int Run(TrainDetectorChoice choice)
    {
        using var interruption = new Interruption();
        var report = new DetectorTrainingReport(choice.IsQuiet, choice.IsJson);
        try
        {
            report.Finish(
                UserWords.Take(() =>
                    new DetectorTraining(choice.Data.Options)
                    {
                        Note = report.Note,
                        Progress = report,
                        Outputs = choice.Data.Outputs(),
                    }.Run(interruption.Token)
                )
            );
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            report.Hide();
            Messages.Note(
                "interrupted; the same command with --resume goes on after the last finished stage or measurement"
            );
            return ExitCode.Interrupted;
        }
        finally
        {
            report.Hide();
        }
    }
}

internal sealed record TrainDetectorChoice
{
    public TrainingDataChoice Data { get; init; } = new();

    public bool IsJson { get; init; }

    public bool IsQuiet { get; init; }
}
