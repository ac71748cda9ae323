using System.CommandLine;
using Spotter.Cli.Parsing;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter train</c></summary>
internal static class TrainCommand
{
    public static Command Build()
    {
        var command = new Command("train", "Train a model of your own")
        {
            TrainDetectorCommand.Build(),
            TrainSecondStageCommand.Build(),
            TrainClassifierCommand.Build(),
        };
        Help.Decorate(
            command,
            """
            spotter train detector --positives mugs/ --negatives rooms/ --output mug.xml
            spotter train classifier fashion-mnist --epochs 10
            """
        );
        return command;
    }
}
