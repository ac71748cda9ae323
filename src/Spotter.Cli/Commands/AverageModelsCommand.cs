using System.CommandLine;
using Spotter.Apps.Files;
using Spotter.Apps.Training;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Vision.Channels;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter models average MODEL MODEL... -o FILE</c></summary>
internal static class AverageModelsCommand
{
    public static Command Build()
    {
        var models = new Argument<string[]>("MODEL")
        {
            Description = "Channel models of the same windows, trained with other seeds or from other examples",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> output = Flag.Value("--output", "FILE", "The model to write", static text => text, "-o");
        Option<bool> overwrite = Flag.Overwrite();
        Option<double?> operatingPoint = Flag.Value<double?>(
            "--operating-point",
            "SCORE",
            "From which score on the model answers (default: the first model's)",
            static text => Values.Number(text)
        );
        Option<bool> quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");
        var command = new Command(
            "average",
            "Make one channel model of several that learned the same; its scores are the means of theirs"
        )
        {
            models,
            output,
            overwrite,
            operatingPoint,
            quiet,
        };
        command.SetAction(parsed =>
            Run(
                parsed.GetValue(models)!,
                parsed.GetValue(output)
                    ?? throw new ToolException("name the model to write with --output", ExitCode.Usage),
                parsed.GetValue(operatingPoint),
                new Outputs(overwrite: parsed.GetValue(overwrite)),
                parsed.GetValue(quiet)
            )
        );
        Help.Decorate(
            command,
            """
            spotter models average mug1.channels mug2.channels --output mug.channels
            spotter models average mug1.channels mug2.channels --operating-point 18 --output mug.channels
            """
        );
        return command;
    }

    private static int Run(string[] models, string output, double? operatingPoint, Outputs outputs, bool isQuiet)
    {
        ChannelModel average = ModelLoading.Make(() => ModelAverage.Write(models, output, operatingPoint, outputs));
        if (!isQuiet)
        {
            ChannelModelReport.Print(average);
            Messages.Note($"model: {output}");
        }

        return ExitCode.Done;
    }
}
