using System.CommandLine;
using System.Globalization;
using Spotter.Apps.Files;
using Spotter.Apps.Training;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter models combine MODEL[:mirrored][:edge][:OFFSET]... -o FILE</c></summary>
internal sealed class CombineModelsCommand
{
    private const string Mirrored = "mirrored";
    private const string Edge = "edge";

    private readonly Argument<string[]> _parts = new("MODEL[:mirrored][:edge][:OFFSET]")
    {
        Description =
            "Channel models of one kind of object, each for another view of it; with :mirrored also for the mirror "
            + "image of its view, with :edge only at the left edge of pictures (its mirror image: at the right "
            + "one), with a number that is added to its scores",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _output = Flag.Value(
        "--output",
        "FILE",
        "The model to write",
        static text => text,
        "-o"
    );
    private readonly Option<bool> _overwrite = Flag.Overwrite();
    private readonly Option<string[]> _scenes = Flag.Paths(
        "--scenes",
        "PATH",
        "Pictures without the object (folders with their subfolders, patterns, lists): models without an OFFSET get "
            + "the one with which they make as many false alarms there as the first"
    );
    private readonly Option<Answer?> _pool = Flag.YesOrNo(
        "--pool",
        "Whether the windows of a find vote for its score and box (default: as the first model)"
    );
    private readonly Option<Answer?> _join = Flag.YesOrNo(
        "--join",
        "Whether finds that touch are parts of one object (default: as the first model)"
    );
    private readonly Option<double?> _operatingPoint = Flag.Value<double?>(
        "--operating-point",
        "SCORE",
        "From which score on the model answers (default: the first model's)",
        static text => Values.Number(text)
    );
    private readonly Option<bool> _quiet = Flag.Switch("--quiet", "Say nothing but errors", "-q");
    private readonly SearchFlags _search = new();

    public static Command Build()
    {
        var combine = new CombineModelsCommand();
        var command = new Command(
            "combine",
            "Make one channel model of several that each know another view of an object"
        )
        {
            combine._parts,
            combine._output,
            combine._overwrite,
            combine._scenes,
            combine._pool,
            combine._join,
            combine._operatingPoint,
        };
        combine._search.AddTo(command);
        command.Add(combine._quiet);
        command.SetAction(combine.Run);
        Help.Decorate(
            command,
            """
            spotter models combine rear.channels side.channels:mirrored --scenes streets/ --output cars.channels
            spotter models combine rear.channels side.channels:mirrored:-2.5 --join no --output cars.channels
            spotter models show cars.channels
            """
        );
        return command;
    }

    private int Run(ParseResult parsed)
    {
        using var interruption = new Interruption();
        var options = new ModelCombinationOptions
        {
            Parts = [.. parsed.GetValue(_parts)!.Select(Part)],
            Output = parsed.GetValue(_output)
                ?? throw new ToolException("name the model to write with --output", ExitCode.Usage),
            Scenes = parsed.GetValue(_scenes) ?? [],
            Detection = _search.ReadDetection(parsed),
            Loading = _search.ReadLoading(parsed),
            PoolsWindows = parsed.GetValue(_pool).IsYes(),
            JoinsParts = parsed.GetValue(_join).IsYes(),
            OperatingPoint = parsed.GetValue(_operatingPoint),
        };
        CombinedModel combined = Combine(
            options,
            new ProgressLine(!parsed.GetValue(_quiet)),
            new Outputs(overwrite: parsed.GetValue(_overwrite)),
            interruption.Token
        );
        if (!parsed.GetValue(_quiet))
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

    private static CombinedModel Combine(
        ModelCombinationOptions options,
        ProgressLine progress,
        Outputs outputs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return ModelLoading.Make(() =>
                new ModelCombination(options)
                {
                    Note = problem =>
                    {
                        progress.Hide();
                        Messages.Error(problem);
                    },
                    Progress = progress.Show,
                    Outputs = outputs,
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
