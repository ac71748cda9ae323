using System.CommandLine;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Files;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter models combine MODEL[:mirrored][:edge][:OFFSET]... -o FILE</c></summary>
internal static class CombineModelsCommand
{
    private const string Mirrored = "mirrored";
    private const string Edge = "edge";

    public static Command Build() =>
        ToolCommand.Create<CombineModelsChoice>(
            "combine",
            "Make one channel model of several that each know another view of an object",
            new()
            {
                { Options(), static choice => choice.Options, static (choice, part) => choice with { Options = part } },
                { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
                { Flag.Quiet(), static (choice, on) => choice with { IsQuiet = on } },
            },
            Run,
            """
            spotter models combine rear.channels side.channels:mirrored --scenes streets/ --output cars.channels
            spotter models combine rear.channels side.channels:mirrored:-2.5 --join no --output cars.channels
            spotter models show cars.channels
            """
        );

    private static FlagSet<ModelCombinationOptions> Options() =>
        new()
        {
            {
                new Argument<string[]>("MODEL[:mirrored][:edge][:OFFSET]")
                {
                    Description =
                        "Channel models of one kind of object, each for another view of it; with :mirrored also for "
                        + "the mirror image of its view, with :edge only at the left edge of pictures (its mirror "
                        + "image: at the right one), with a number that is added to its scores",
                    Arity = ArgumentArity.OneOrMore,
                },
                static (options, parts) => options with { Parts = [.. parts.Select(Part)] }
            },
            {
                Flag.Output("FILE", "The model to write").AsRequired(),
                static (options, path) => options with { Output = path }
            },
            {
                Flag.Paths(
                    HelpGroup.Searching,
                    "--scenes",
                    "PATH",
                    "Pictures without the object (folders with their subfolders, patterns, lists): models without an "
                        + "OFFSET get the one with which they make as many false alarms there as the first (default: "
                        + "none, and an OFFSET of 0)"
                ),
                static (options, paths) => options with { Scenes = paths }
            },
            {
                Flag.YesOrNo(
                    HelpGroup.Searching,
                    "--pool",
                    "Whether the windows of a find vote for its score and box (default: as the first model)"
                ),
                static (options, answer) => options with { PoolsWindows = answer == Answer.Yes }
            },
            {
                Flag.YesOrNo(
                    HelpGroup.Searching,
                    "--join",
                    "Whether finds that touch are parts of one object (default: as the first model)"
                ),
                static (options, answer) => options with { JoinsParts = answer == Answer.Yes }
            },
            {
                Flag.Value(
                    HelpGroup.Searching,
                    "--operating-point",
                    "SCORE",
                    "From which score on the model answers (default: the first model's)",
                    Values.Number
                ),
                static (options, score) => options with { OperatingPoint = score }
            },
            {
                SearchFlags.Detection(),
                static options => options.Detection,
                static (options, part) => options with { Detection = part }
            },
            {
                SearchFlags.Loading(),
                static options => options.Loading,
                static (options, part) => options with { Loading = part }
            },
        };

    private static int Run(CombineModelsChoice choice)
    {
        using var interruption = new Interruption();
        CombinedModel combined = Combine(choice, interruption.Token);
        if (!choice.IsQuiet)
        {
            ChannelModelReport.Print(combined.Model);
            foreach (FalseAlarmMark mark in combined.Marks)
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{mark.PerScene:0.0} false alarms a scene from a score of {mark.Score:0.0} on"
                    )
                );
            }

            Messages.Note($"model: {combined.Output}");
        }

        return ExitCode.Done;
    }

    private static CombinedModel Combine(CombineModelsChoice choice, CancellationToken cancellationToken)
    {
        var progress = new ProgressLine(!choice.IsQuiet);
        try
        {
            return UserWords.Take(() =>
                new ModelCombination(choice.Options)
                {
                    Note = problem =>
                    {
                        progress.Hide();
                        Messages.Error(problem);
                    },
                    Progress = progress.Show,
                    Outputs = new Outputs(overwrite: choice.Overwrites),
                }.Run(cancellationToken)
            );
        }
        finally
        {
            progress.Hide();
        }
    }

    // From the end: a path may have colons of its own.
    private static CombinationPart Part(string text)
    {
        var part = new CombinationPart(text);
        while (!File.Exists(part.Model) && part.Model.LastIndexOf(':') is > 0 and int colon)
        {
            string suffix = part.Model[(colon + 1)..];
            if (suffix.Equals(Mirrored, StringComparison.OrdinalIgnoreCase))
            {
                part = part with { IsMirrored = true };
            }
            else if (suffix.Equals(Edge, StringComparison.OrdinalIgnoreCase))
            {
                part = part with { IsAtEdge = true };
            }
            else if (
                double.TryParse(suffix, NumberStyles.Float, CultureInfo.InvariantCulture, out double offset)
                && double.IsFinite(offset)
            )
            {
                part = part with { Offset = offset };
            }
            else
            {
                break;
            }

            part = part with { Model = part.Model[..colon] };
        }

        return part;
    }
}

internal sealed record CombineModelsChoice
{
    public ModelCombinationOptions Options { get; init; } = new() { Parts = [], Output = "" };

    public bool Overwrites { get; init; }

    public bool IsQuiet { get; init; }
}
