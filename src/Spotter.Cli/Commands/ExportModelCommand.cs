using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Learning.Onnx;
using Spotter.Vision;
using Spotter.Vision.Networks;
using Spotter.Workshop.Models;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter models export NAME|FILE -o FILE</c></summary>
internal static class ExportModelCommand
{
    private const int Step = 64;

    public static Command Build() =>
        ToolCommand.Create<ExportModelChoice>(
            "export",
            "Write a network as ONNX, with all that makes boxes of its numbers, for other programs",
            new()
            {
                {
                    new Argument<string>("NAME|FILE")
                    {
                        Description = "The name of a model that is a network, or the file of one",
                    },
                    static (choice, name) => choice with { Name = name }
                },
                {
                    Flag.Output("FILE", "The .onnx file to write").AsRequired(),
                    static (choice, path) => choice with { Output = path }
                },
                { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                {
                    Flag.Value(
                        HelpGroup.Searching,
                        "--input-size",
                        "N|WxH",
                        "The pictures that it will take, in pixels, rounded up to multiples of 64 (default: the "
                            + "model's own size, square)",
                        Values.Size
                    ),
                    static (choice, size) => choice with { Size = size }
                },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            },
            Run,
            """
            spotter models export people --output people.onnx
            spotter models export mug.network --input-size 640x480 --output mug.onnx
            """
        );

    private static int Run(ExportModelChoice choice)
    {
        NetworkDetectorModel model = AnyModel.LoadNetwork(choice.Name);
        BoxSize size = choice.Size ?? new BoxSize(model.InputSize, model.InputSize);
        int width = RoundUp(size.Width);
        int height = RoundUp(size.Height);
        var outputs = new Outputs([choice.Name], choice.Overwrites);
        outputs.Write(choice.Output, OnnxFile.ToBytes(model, width, height));
        if (!choice.IsQuiet)
        {
            Messages.Note(
                $"{choice.Output}: takes pictures of {width}x{height}, finds {string.Join(", ", model.Labels)}"
            );
        }

        return ExitCode.Done;
    }

    private static int RoundUp(int side) => (side + Step - 1) / Step * Step;
}

internal sealed record ExportModelChoice
{
    public string Name { get; init; } = "";

    public string Output { get; init; } = "";

    public bool Overwrites { get; init; }

    public BoxSize? Size { get; init; }

    public bool IsQuiet { get; init; }
}
