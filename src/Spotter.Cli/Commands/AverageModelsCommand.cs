using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Vision.Channels;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter models average MODEL MODEL... -o FILE</c></summary>
internal static class AverageModelsCommand
{
    public static Command Build() =>
        ToolCommand.Create<AverageModelsChoice>(
            "average",
            "Make one channel model of several that learned the same; its scores are the means of theirs",
            new()
            {
                {
                    new Argument<string[]>("MODEL")
                    {
                        Description =
                            "Channel models of the same windows, trained with other seeds or from other examples",
                        Arity = ArgumentArity.OneOrMore,
                    },
                    static (choice, models) => choice with { Models = models }
                },
                {
                    Flag.Output("FILE", "The model to write").AsRequired(),
                    static (choice, path) => choice with { Output = path }
                },
                { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                {
                    Flag.Value(
                        HelpGroup.Searching,
                        "--operating-point",
                        "SCORE",
                        "From which score on the model answers (default: the first model's)",
                        Values.Number
                    ),
                    static (choice, score) => choice with { OperatingPoint = score }
                },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            },
            Run,
            """
            spotter models average mug1.channels mug2.channels --output mug.channels
            spotter models average mug1.channels mug2.channels --operating-point 18 --output mug.channels
            """
        );

    private static int Run(AverageModelsChoice choice)
    {
        ChannelModel average = UserWords.Take(() =>
            ModelAverage.Write(
                choice.Models,
                choice.Output,
                choice.OperatingPoint,
                new Outputs(overwrite: choice.Overwrites)
            )
        );
        if (!choice.IsQuiet)
        {
            ChannelModelReport.Print(average);
            Messages.Note($"model: {choice.Output}");
        }

        return ExitCode.Done;
    }
}

internal sealed record AverageModelsChoice
{
    public string[] Models { get; init; } = [];

    public string Output { get; init; } = "";

    public bool Overwrites { get; init; }

    public double? OperatingPoint { get; init; }

    public bool IsQuiet { get; init; }
}
