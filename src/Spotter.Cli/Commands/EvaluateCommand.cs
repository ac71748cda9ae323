using System.CommandLine;
using Spotter.Cli.Parsing;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter evaluate</c></summary>
internal static class EvaluateCommand
{
    public static Command Build() =>
        ToolCommand.Group(
            "evaluate",
            "Measure how good a model is, on data with the right answers",
            """
            spotter evaluate detector --model haarcascade_fullbody --labels street/ --class pedestrian
            spotter evaluate classifier fashion-mnist-mlp-1
            """,
            EvaluateDetectorCommand.Build(),
            EvaluateClassifierCommand.Build()
        );
}
