using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Results;
using Spotter.Workshop.Tracks;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter evaluate tracking --truth PATH --results PATH|--detections PATH</c></summary>
internal static class EvaluateTrackingCommand
{
    public static Command Build() =>
        ToolCommand.Create<EvaluateTrackingChoice>(
            "tracking",
            "HOTA, IDF1 and MOTA of a tracker, on sequences whose truth is known",
            new()
            {
                {
                    Flag.Text(
                            HelpGroup.Data,
                            "--truth",
                            "PATH",
                            "Ground truth of MOTChallenge or KITTI, also gzipped: a gt.txt, the folder of a sequence, "
                                + "or a folder of sequences"
                        )
                        .AsRequired(),
                    static (choice, path) => choice with { Truth = path }
                },
                {
                    Flag.Text(
                        HelpGroup.Data,
                        "--results",
                        "PATH",
                        "What a tracker wrote: a file, or a folder with SEQUENCE.txt for each (default: what Spotter's "
                            + "tracker makes of --detections)"
                    ),
                    static (choice, path) => choice with { Results = path }
                },
                {
                    Flag.Text(
                        HelpGroup.Data,
                        "--detections",
                        "PATH",
                        "What a detector wrote, for Spotter's own tracker: a det.txt, or a folder of sequences with "
                            + "one each (default: --results are measured)"
                    ),
                    static (choice, path) => choice with { Detections = path }
                },
                {
                    Flag.Value(
                        HelpGroup.Evaluating,
                        "--class",
                        "car|pedestrian",
                        "What is followed in KITTI's files (default: car); MOTChallenge knows people alone",
                        Values.Choice<KittiClass>
                    ),
                    static (choice, kind) => choice with { Class = kind }
                },
                {
                    Flag.Switch(
                        HelpGroup.Tracking,
                        "--offline",
                        "With --detections: tracks from their first sight on, and short gaps filled, as is known when "
                            + "a sequence is over"
                    ),
                    static (choice, on) => choice with { IsOffline = on }
                },
                {
                    ListFlags.All(each: null),
                    static choice => choice.List,
                    static (choice, list) => choice with { List = list }
                },
                static choice =>
                    choice is { Results: null, Detections: null }
                        ? "name what is measured: --results FILE of a tracker, or --detections FILE for Spotter's own"
                    : choice is { Results: not null, Detections: not null }
                        ? "--results is a tracker's output, and --detections is tracked first; leave one of the two out"
                    : choice is { Results: not null, IsOffline: true }
                        ? "--offline is how --detections are tracked, and --results are; leave one of the two out"
                    : null,
            },
            Run,
            """
            spotter evaluate tracking --truth MOT17-09/gt/gt.txt --results mine.txt
            spotter evaluate tracking --truth train/ --detections train/ --json
            spotter evaluate tracking --truth label_02/ --results out/ --class pedestrian
            """
        );

    private static int Run(EvaluateTrackingChoice choice)
    {
        using var interruption = new Interruption();
        string label = choice.Class == KittiClass.Car ? "car" : "pedestrian";
        TrackingEvaluation evaluation = choice.Results is { } results
            ? TrackingEvaluation.OfResults(choice.Truth, results, label, interruption.Token)
            : TrackingEvaluation.OfDetections(
                choice.Truth,
                choice.Detections!,
                label,
                choice.IsOffline,
                cancellationToken: interruption.Token
            );
        if (choice.List.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            JsonLine.Write(stdout, TrackingLine.Of(evaluation), ToolJson.Lines.TrackingLine);
        }
        else
        {
            TrackingTable.Print(evaluation, new TerminalOutput(choice.List.NoColor));
        }

        return ExitCode.Done;
    }
}

/// <summary>The classes of KITTI that are evaluated.</summary>
internal enum KittiClass
{
    Car,
    Pedestrian,
}

internal sealed record EvaluateTrackingChoice
{
    public string Truth { get; init; } = "";

    public string? Results { get; init; }

    public string? Detections { get; init; }

    public KittiClass Class { get; init; }

    /// <summary>Whether tracks are corrected when a sequence is over.</summary>
    public bool IsOffline { get; init; }

    public ListChoice List { get; init; } = new();
}
