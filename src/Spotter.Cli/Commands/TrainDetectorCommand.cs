using System.CommandLine;
using Spotter.Apps.Training;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Learning.Boosting;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter train detector</c></summary>
internal sealed class TrainDetectorCommand
{
    private readonly TrainingDataFlags _data = new(
        "Which class of the labels to learn; channels: also what to call what is found"
    );
    private readonly Option<string?> _kind = Flag.Value(
        "--kind",
        "KIND",
        $"What kind of detector: {string.Join(", ", DetectorKinds.Names)} (default: "
            + $"{DetectorKinds.DefaultFor("x.xml")} where --output is an .xml, which OpenCV reads, else "
            + $"{DetectorKinds.Names[0]})",
        Kind
    );
    private readonly Option<BoxSize?> _window = Flag.Value<BoxSize?>(
        "--window",
        "WIDTHxHEIGHT",
        "The smallest object to find, in pixels (default: chosen from the objects)",
        static text => Values.Size(text)
    );
    private readonly Option<int?> _cell = Flag.Value<int?>(
        "--cell",
        "PIXELS",
        "channels: pixels a cell, 2 or 4; the same for models that will be combined (default: 2 for objects of up to "
            + "48 pixels)",
        static text => Values.Whole(text)
    );
    private readonly Option<int?> _trees = Flag.Value<int?>(
        "--trees",
        "COUNT",
        "channels: trees of the last round (default: 2048)",
        static text => Values.Whole(text)
    );
    private readonly Option<double?> _variation = Flag.Value<double?>(
        "--variation",
        "FACTOR",
        "channels: how much more than usual to vary the objects in place, size, proportions and rotation (default: 1)",
        static text => Values.Number(text)
    );
    private readonly Option<bool> _join = Flag.Switch(
        "--join",
        "channels: finds that touch are parts of one object, where crops show one side of what has several"
    );
    private readonly Option<int?> _stages = Flag.Value<int?>(
        "--stages",
        "COUNT",
        "Stages at most (default: 20); channels: rounds of hard negatives (default: 4)",
        static text => Values.Whole(text)
    );
    private readonly Option<double?> _detectionRate = Flag.Value<double?>(
        "--detection-rate",
        "SHARE",
        "Share of the training objects to find (default: 0.95; channels: 0.97)",
        static text => Values.Number(text)
    );
    private readonly Option<Answer?> _mirror = Flag.YesOrNo(
        "--mirror",
        "Whether a mirrored object is an object (default: yes where the objects look symmetric)"
    );
    private readonly Option<bool> _resume = Flag.Switch(
        "--resume",
        "Go on where an interrupted training with the same data and options was"
    );
    private readonly Option<bool> _json = Flag.Switch("--json", "Print the figures as a line of JSON");
    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");

    public static Command Build()
    {
        var train = new TrainDetectorCommand();
        var command = new Command("detector", "Train a detector of your own things from pictures of them");
        foreach (
            Option option in (Option[])
                [
                    .. train._data.Sources,
                    train._kind,
                    train._window,
                    train._cell,
                    train._stages,
                    train._trees,
                    train._variation,
                    train._join,
                    train._detectionRate,
                    train._mirror,
                    .. train._data.Running,
                    train._resume,
                    train._json,
                    train._quiet,
                ]
        )
        {
            command.Add(option);
        }

        command.SetAction(train.Run);
        Help.Decorate(
            command,
            """
            spotter train detector --positives mugs/ --negatives rooms/ --output mug.channels
            spotter train detector --labels annotations.json --label mug --negatives rooms/ --output mug.channels
            spotter train detector --positives mugs/ --negatives rooms/ --output mug.channels --resume   go on
            spotter detect photo.jpg --model mug.channels --label mug                                    use it
            """
        );
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        DetectorTrainingOptions options = Read(parsed);
        var report = new DetectorTrainingReport(isQuiet: parsed.GetValue(_quiet), isJson: parsed.GetValue(_json));
        try
        {
            report.Finish(
                ModelLoading.Make(() =>
                    new DetectorTraining(options)
                    {
                        Note = report.Note,
                        Progress = report,
                        Outputs = _data.Outputs(parsed),
                    }.Run(interruption.Token)
                )
            );
            return ExitCode.Done;
        }
        catch (DetectorTrainingException e)
        {
            report.Hide();
            Messages.Error(e.Message);
            return ExitCode.SomeFailed;
        }
        catch (OperationCanceledException)
        {
            report.Hide();
            Messages.Note("interrupted; the same command with --resume goes on after the last finished stage");
            return ExitCode.Interrupted;
        }
        finally
        {
            report.Hide();
        }
    }

    private DetectorTrainingOptions Read(ParseResult parsed) =>
        _data.Read(parsed) with
        {
            Kind = parsed.GetValue(_kind),
            WindowSize = parsed.GetValue(_window),
            CellSize = parsed.GetValue(_cell),
            Stages = parsed.GetValue(_stages),
            Trees = parsed.GetValue(_trees),
            Variation = parsed.GetValue(_variation),
            JoinsParts = parsed.GetValue(_join),
            DetectionRate = parsed.GetValue(_detectionRate),
            IsMirrored = parsed.GetValue(_mirror).IsYes(),
            Resume = parsed.GetValue(_resume),
        };

    private static string Kind(string text) => Values.Choice(text, [.. DetectorKinds.Names]);
}
