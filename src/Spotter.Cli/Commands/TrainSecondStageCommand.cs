using System.CommandLine;
using System.Globalization;
using Spotter.Apps.Training;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Learning.SecondStages;
using Spotter.Networks.Text;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter train second-stage MODEL</c></summary>
internal sealed class TrainSecondStageCommand : IProgress<SecondStageProgress>
{
    private readonly Argument<string> _model = new("MODEL")
    {
        Description = "A channel model: a file, or a built-in one",
    };
    private readonly TrainingDataFlags _data = new("Which class of the labels shows the object");
    private readonly Option<int?> _epochs = Flag.Value<int?>(
        "--epochs",
        "COUNT",
        "Passes over what is learned from (default: 20)",
        static text => Values.Whole(text)
    );
    private readonly Option<double?> _operatingPoint = Flag.Value<double?>(
        "--operating-point",
        "SCORE",
        "From which score on the model answers (default: as before)",
        static text => Values.Number(text)
    );
    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");
    private ProgressLine _line = new(isWanted: false);

    public static Command Build()
    {
        var train = new TrainSecondStageCommand();
        var command = new Command(
            "second-stage",
            "Train a small network that looks again at what a channel model finds"
        )
        {
            train._model,
        };
        foreach (
            Option option in (Option[])
                [.. train._data.Sources, train._epochs, train._operatingPoint, .. train._data.Running, train._quiet]
        )
        {
            command.Add(option);
        }

        command.SetAction(train.Run);
        Help.Decorate(
            command,
            """
            spotter train second-stage mug.channels --positives mugs/ --negatives rooms/ --output better.channels
            spotter train second-stage mug.channels --labels annotations.json --output better.channels
            spotter evaluate detector --model mug.channels,better.channels --labels others.json     whether it helps
            """
        );
        return command;
    }

    void IProgress<SecondStageProgress>.Report(SecondStageProgress value) => _line.Show(() => Text(value));

    private int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        DetectorTrainingOptions data = _data.Read(parsed);
        bool isQuiet = parsed.GetValue(_quiet);
        _line = new ProgressLine(!isQuiet);
        try
        {
            var training = new SecondStageTraining(parsed.GetValue(_model)!, data)
            {
                Note = text => Note(text, isQuiet),
                Progress = this,
                Outputs = _data.Outputs(parsed, parsed.GetValue(_model)!),
                Epochs = parsed.GetValue(_epochs),
                OperatingPoint = parsed.GetValue(_operatingPoint),
            };
            SecondStageResult result = ModelLoading.Make(() => training.Run(interruption.Token));
            Note(Text(result), isQuiet);
            Note($"model: {data.Output}", isQuiet);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Note("interrupted; nothing was written", isQuiet: false);
            return ExitCode.Interrupted;
        }
        finally
        {
            _line.Hide();
        }
    }

    private void Note(string text, bool isQuiet)
    {
        _line.Hide();
        if (!isQuiet)
        {
            Messages.Note(text);
        }
    }

    private static string Text(SecondStageProgress now)
    {
        string left = now.Remaining is { } remaining ? $", {ProgressLine.Left(remaining)} left" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(now.IsSearching ? "searching for false alarms" : "learning")} {now.Share:0%}{left}"
        );
    }

    private static string Text(SecondStageResult result)
    {
        string aside = result is { ObjectsRight: { } objects, OthersRight: { } others }
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"; of what was kept aside it takes {objects:0.0%} of "
                    + $"{Counted.Of(result.DevelopmentObjects, "object")} and {1 - others:0.0%} of "
                    + $"{result.DevelopmentOthers:N0} others for objects"
            )
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"learned from {Counted.Of(result.Objects, "patch")} of objects and {result.Others:N0} of others{aside}"
        );
    }
}
