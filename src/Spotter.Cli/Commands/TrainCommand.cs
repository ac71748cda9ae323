using System.CommandLine;
using Spotter.Cli.Parsing;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter train</c></summary>
internal static class TrainCommand
{
    public static Command Build() =>
        ToolCommand.Group(
            "train",
            "Train a model of your own",
            """
            spotter train detector --positives mugs/ --negatives rooms/ --output mug.xml
            spotter train classifier fashion-mnist --epochs 10
            """,
            TrainDetectorCommand.Build(),
            TrainClassifierCommand.Build()
        );
}
