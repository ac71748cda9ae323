using System.CommandLine;
using Spotter.Applications;
using Spotter.Cli.Parsing;
using Spotter.Onnx;
using Spotter.Searching;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter detect SOURCE... --model NAME|FILE[,...]</c></summary>
internal static class DetectCommand
{
    public static Command Build() =>
        ToolCommand.Create<DetectChoice>(
            "detect",
            "Find what one or several models look for",
            new()
            {
                {
                    Flag.Value(
                            HelpGroup.Searching,
                            "--model",
                            "NAME|FILE[,...]",
                            "Built-in models (see spotter models list), OpenCV cascade files (.xml) or networks "
                                + "(.onnx)",
                            Values.Names
                        )
                        .AsRequired(),
                    static (choice, models) => choice with { Models = models }
                },
                {
                    ForeignDetectorFlags.All(),
                    static choice => choice.Foreign,
                    static (choice, foreign) => choice with { Foreign = foreign }
                },
                {
                    SearchFlags.Classifying(),
                    static choice => choice.Search,
                    static (choice, search) => choice with { Search = search }
                },
                {
                    SearchFlags.All(),
                    static choice => choice.Search,
                    static (choice, search) => choice with { Search = search }
                },
                static choice =>
                    choice.Models.Length < 2 || choice.Search.Detection.MinScore is null
                        ? null
                        : "--min-score is one number, but models have scales of their own; search with one at a time",
            },
            static choice =>
                SearchCommand.RunAsync("detect", choice.Search with { Network = choice.Foreign.Network }, () =>
                    new Application(Load(choice))
                ),
            """
            spotter detect street.jpg --model haarcascade_fullbody
            spotter detect photos/ --model haarcascade_frontalface_alt2,haarcascade_profileface --json
            spotter detect plates/ --model my_cascade.xml --min-neighbors 5
            """
        );

    private static IDetector Load(DetectChoice choice)
    {
        IDetector[] detectors =
        [
            .. choice.Models.Select(name =>
                ModelLoading.Load(name, label: null, choice.Foreign, choice.Search.IsQuiet)
            ),
        ];
        return detectors.Length == 1 ? detectors[0] : new CombinedDetector(detectors);
    }
}

internal sealed record DetectChoice
{
    public string[] Models { get; init; } = [];

    /// <summary>What is known of somebody else's network.</summary>
    public OnnxDetectorOptions Foreign { get; init; } = new();

    public SearchChoice Search { get; init; } = new();
}
