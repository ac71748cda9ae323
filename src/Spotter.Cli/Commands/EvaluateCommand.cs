using System.CommandLine;
using Spotter.Cli.Parsing;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter evaluate</c></summary>
internal static class EvaluateCommand
{
    public static Command Build() =>
        ToolCommand.Group(
            "evaluate",
            "Measure how good a model or a tracker is, on data with the right answers",
            """
            spotter evaluate detector --model haarcascade_fullbody --labels street/ --class pedestrian
            spotter evaluate classifier fashion-mnist-mlp-1
            spotter evaluate tracking --truth MOT17-09/gt/gt.txt --results mine.txt
            """,
            EvaluateDetectorCommand.Build(),
            EvaluateClassifierCommand.Build(),
            EvaluateTrackingCommand.Build()
        );
}
