using System.CommandLine;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Models;
using Spotter.Onnx;
using Spotter.Results;
using Spotter.Vision.Channels;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;
using Spotter.Workshop.Models;

namespace Spotter.Cli.Commands;

/// <summary>
/// <c>spotter models list</c>, <c>show NAME|FILE</c>, <c>pull NAME</c> and <c>export</c>
/// </summary>
internal static class ModelsCommand
{
    public static Command Build() =>
        ToolCommand.Group(
            "models",
            "The built-in models, those of others that can be fetched, and mixtures of your own",
            """
            spotter models list
            spotter models pull yunet
            spotter models show haarcascade_frontalface_alt2
            spotter models list --json
            """,
            ToolCommand.Create<ModelListChoice>(
                "list",
                "The built-in models, and those of others that are here or can be fetched",
                new()
                {
                    { PullModelCommand.Folder(), static (choice, folder) => choice with { Folder = folder } },
                    { Flag.Json("Print a line of JSON a model"), static (choice, on) => choice with { IsJson = on } },
                    { Flag.NoColor(), static (choice, on) => choice with { NoColor = on } },
                },
                List,
                "spotter models list --json"
            ),
            PullModelCommand.Build(),
            ToolCommand.Create<ModelChoice>(
                "show",
                "All about one model",
                new()
                {
                    {
                        new Argument<string>("NAME|FILE")
                        {
                            Description = "The name of a model, or the file of a network or a channel model",
                        },
                        static (choice, name) => choice with { Name = name }
                    },
                    {
                        ForeignDetectorFlags.All(),
                        static choice => choice.Foreign,
                        static (choice, foreign) => choice with { Foreign = foreign }
                    },
                    { Flag.Json("Print a line of JSON"), static (choice, on) => choice with { IsJson = on } },
                },
                Show,
                """
                spotter models show haarcascade_eye
                spotter models show mine.channels --json
                spotter models show yolo.onnx --classes coco.names
                """
            ),
            ExportModelCommand.Build()
        );

    private static int List(ModelListChoice choice)
    {
        ModelStore store = PullModelCommand.StoreOf(choice.Folder);
        if (choice.IsJson)
        {
            foreach (ModelInfo model in ModelCatalog.All)
            {
                PrintJson(model);
            }

            using Stream stdout = StandardOutput.Open();
            foreach (PublicModel model in PublicModel.All)
            {
                JsonLine.Write(stdout, PublicModelLine.Of(model, store), ToolJson.Lines.PublicModelLine);
            }

            return ExitCode.Done;
        }

        var table = new TextTable(
            new TextColumn("name"),
            new TextColumn("target") { Wraps = true },
            new TextColumn("window") { Rank = 1 },
            new TextColumn("origin") { Rank = 3 },
            new TextColumn("licence") { Rank = 2 }
        );
        foreach (ModelInfo model in ModelCatalog.All)
        {
            table.Add(model.Name, model.Target, Window(model), model.Origin, model.License);
        }

        var output = new TerminalOutput(choice.NoColor);
        table.Write(output);
        ListOthers(store, output);
        return ExitCode.Done;
    }

    private static void ListOthers(ModelStore store, TerminalOutput output)
    {
        var table = new TextTable(
            new TextColumn("of others"),
            new TextColumn("target") { Wraps = true },
            new TextColumn("size") { Rank = 3 },
            new TextColumn("licence") { Rank = 2 },
            new TextColumn("is")
        );
        foreach (PublicModel model in PublicModel.All)
        {
            table.Add(
                model.Name,
                $"{(model.Kind == "classifier" ? "classify: " : "")}{model.About}",
                ModelPull.Megabytes(model.Bytes),
                model.Licence,
                store.Has(model) ? "here" : "to be had"
            );
        }

        Console.Out.WriteLine();
        table.Write(output);
    }

    private static int Show(ModelChoice choice)
    {
        if (PublicModel.Find(choice.Name) is { } other && !Path.Exists(choice.Name))
        {
            Show(other, choice.IsJson);
            return ExitCode.Done;
        }

        if (ModelCatalog.Resolve(choice.Name) is null && File.Exists(choice.Name))
        {
            ShowFile(choice);
        }
        else
        {
            Show(Find(choice.Name), choice.IsJson);
        }

        return ExitCode.Done;
    }

    private static void Show(PublicModel model, bool isJson)
    {
        ModelStore store = ModelStore.Default;
        if (isJson)
        {
            using Stream stdout = StandardOutput.Open();
            JsonLine.Write(stdout, PublicModelLine.Of(model, store), ToolJson.Lines.PublicModelLine);
            return;
        }

        var output = new TerminalOutput(noColor: true);
        output.WriteFact("name", model.Name);
        output.WriteFact("target", model.About);
        output.WriteFact("family", model.Family);
        output.WriteFact("classes", model.Labels);
        output.WriteFact("size", ModelPull.Megabytes(model.Bytes));
        output.WriteFact("licence", $"{model.Licence}, {model.LicenceAddress}");
        output.WriteFact("address", model.Address.AbsoluteUri);
        output.WriteFact("SHA-256", model.Sha256);
        output.WriteFact(
            "file",
            store.Has(model) ? store.PathOf(model) : $"not here yet; spotter models pull {model.Name}"
        );
    }

    private static void Show(ModelInfo model, bool isJson)
    {
        if (isJson)
        {
            PrintJson(model);
            return;
        }

        var output = new TerminalOutput(noColor: true);
        output.WriteFact("name", model.Name);
        output.WriteFact("target", model.Target);
        output.WriteFact("label", model.Label);
        output.WriteFact("window", Window(model));
        output.WriteFact("origin", model.Origin);
        output.WriteFact("licence", model.License);
        if (model.Kind == ModelKind.Network)
        {
            NetworkModelReport.Print(model.LoadNetwork(), [model.Label], output);
        }
    }

    private static void ShowFile(ModelChoice choice)
    {
        (string file, bool isJson) = (choice.Name, choice.IsJson);
        if (AnyModel.IsForeign(file))
        {
            ShowForeign(choice);
            return;
        }

        NetworkDetectorModel? network = AnyModel.IsNetwork(file) ? AnyModel.LoadNetwork(file) : null;
        ChannelModel? channels = network is null ? AnyModel.LoadChannels(file) : null;
        if (isJson)
        {
            using Stream stdout = StandardOutput.Open();
            if (network is not null)
            {
                JsonLine.Write(stdout, NetworkFileLine.Of(file, network), ToolJson.Lines.NetworkFileLine);
            }
            else
            {
                JsonLine.Write(stdout, ChannelFileLine.Of(file, channels!), ToolJson.Lines.ChannelFileLine);
            }

            return;
        }

        var output = new TerminalOutput(noColor: true);
        output.WriteFact("name", file);
        output.WriteFact("label", network is not null ? string.Join(", ", network.Labels) : channels!.Label);
        if (network is not null)
        {
            NetworkModelReport.Print(network, network.Labels, output);
        }
        else
        {
            ChannelModelReport.Print(channels!);
        }
    }

    private static void ShowForeign(ModelChoice choice)
    {
        using var detector = (OnnxDetector)AnyModel.Load(choice.Name, label: null, choice.Foreign);
        if (choice.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            JsonLine.Write(stdout, ForeignFileLine.Of(choice.Name, detector), ToolJson.Lines.ForeignFileLine);
            return;
        }

        var output = new TerminalOutput(noColor: true);
        output.WriteFact("name", choice.Name);
        output.WriteFact("kind", detector.Kind);
        output.WriteFact("label", string.Join(", ", detector.Labels));
        output.WriteFact("reading", detector.Reading);
        IReadOnlyList<string> missing = NetworkOperators.MissingOf(choice.Name);
        string ours =
            missing.Count == 0
                ? "Spotter's own has all operators (--engine spotter)"
                : $"Spotter's own lacks {string.Join(", ", missing)}";
        output.WriteFact("engine", $"{detector.Engine}; {ours}");
    }

    private static string Window(ModelInfo model) => $"{model.WindowSize.Width}x{model.WindowSize.Height}";

    private static ModelInfo Find(string name)
    {
        try
        {
            return ModelCatalog.Get(name);
        }
        catch (Exception e) when (e is FileNotFoundException or ArgumentException)
        {
            throw SpotterException.Of(SpotterErrorKind.Missing, e);
        }
    }

    private static void PrintJson(ModelInfo model)
    {
        using Stream stdout = StandardOutput.Open();
        if (model.Kind == ModelKind.Network)
        {
            JsonLine.Write(stdout, BuiltInNetworkLine.Of(model), ToolJson.Lines.BuiltInNetworkLine);
        }
        else
        {
            JsonLine.Write(stdout, CascadeLine.Of(model), ToolJson.Lines.CascadeLine);
        }
    }
}

internal sealed record ModelListChoice
{
    public string? Folder { get; init; }

    public bool IsJson { get; init; }

    public bool NoColor { get; init; }
}

internal sealed record ModelChoice
{
    public string Name { get; init; } = "";

    public bool IsJson { get; init; }

    /// <summary>What is known of somebody else's network.</summary>
    public OnnxDetectorOptions Foreign { get; init; } = new();
}
