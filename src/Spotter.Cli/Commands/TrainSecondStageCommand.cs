using System.CommandLine;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Learning.Detectors.SecondStages;
using Spotter.Networks.Text;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter train second-stage MODEL</c></summary>
internal static class TrainSecondStageCommand
{
    public static Command Build() =>
        ToolCommand.Create<TrainSecondStageChoice>(
            "second-stage",
            "Train a small network that looks again at what a channel model finds",
            new()
            {
                {
                    new Argument<string>("MODEL") { Description = "A channel model: a file, or a built-in one" },
                    static (choice, model) => choice with { Model = model }
                },
                {
                    TrainingDataFlags.All("Which class of the labels shows the object (default: the only one)"),
                    static choice => choice.Data,
                    static (choice, data) => choice with { Data = data }
                },
                {
                    Flag.Value(
                        HelpGroup.Training,
                        "--epochs",
                        "COUNT",
                        "Passes over what is learned from (default: 20)",
                        Values.Whole
                    ),
                    static (choice, epochs) => choice with { Epochs = epochs }
                },
                {
                    Flag.Value(
                        HelpGroup.Training,
                        "--operating-point",
                        "SCORE",
                        "From which score on the model answers (default: as before)",
                        Values.Number
                    ),
                    static (choice, score) => choice with { OperatingPoint = score }
                },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            },
            Run,
            """
            spotter train second-stage mug.channels --positives mugs/ --negatives rooms/ --output better.channels
            spotter train second-stage mug.channels --labels annotations.json --output better.channels
            spotter evaluate detector --model mug.channels,better.channels --labels others.json     whether it helps
            """
        );

    private static int Run(TrainSecondStageChoice choice)
    {
        using var interruption = new Interruption();
        var line = new ProgressLine(!choice.IsQuiet);
        try
        {
            var training = new SecondStageTraining(choice.Model, choice.Data.Options)
            {
                Note = text => Note(line, text, choice.IsQuiet),
                Progress = new ShownProgress(line),
                Outputs = choice.Data.Outputs(choice.Model),
                Epochs = choice.Epochs,
                OperatingPoint = choice.OperatingPoint,
            };
            SecondStageResult result = UserWords.Take(() => training.Run(interruption.Token));
            Note(line, Text(result), choice.IsQuiet);
            Note(line, $"model: {choice.Data.Options.Output}", choice.IsQuiet);
            return ExitCode.Done;
        }
        catch (OperationCanceledException)
        {
            Note(line, "interrupted; nothing was written", isQuiet: false);
            return ExitCode.Interrupted;
        }
        finally
        {
            line.Hide();
        }
    }

    private static void Note(ProgressLine line, string text, bool isQuiet)
    {
        line.Hide();
        if (!isQuiet)
        {
            Messages.Note(text);
        }
    }

    private sealed class ShownProgress(ProgressLine line) : IProgress<SecondStageProgress>
    {
        public void Report(SecondStageProgress value) => line.Show(() => Text(value));
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

internal sealed record TrainSecondStageChoice
{
    public string Model { get; init; } = "";

    public TrainingDataChoice Data { get; init; } = new();

    public int? Epochs { get; init; }

    public double? OperatingPoint { get; init; }

    public bool IsQuiet { get; init; }
}
