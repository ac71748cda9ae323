using System.CommandLine;
using Spotter.Applications;
using Spotter.Cli.Parsing;
using Spotter.Media.Drawing;
using Spotter.Onnx;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter smiles SOURCE...</c></summary>
internal static class SmilesCommand
{
    private const string Cascade = "haarcascade_smile";
    private const string Face = "face";

    public static Command Build() =>
        ToolCommand.Create<SmilesChoice>(
            "smiles",
            "Find faces and say which of them smile",
            new()
            {
                {
                    Flag.Value(
                            HelpGroup.Searching,
                            "--model",
                            "NAME",
                            $"What tells smiles: {Smiles.NetworkName} or {Cascade} (default: {Smiles.NetworkName}, our "
                                + "network)",
                            static text => Values.Choice(text, Smiles.NetworkName, Cascade)
                        )
                        .Offering(Smiles.NetworkName, Cascade),
                    static (choice, model) => choice with { Model = model }
                },
                {
                    Flag.Text(
                        HelpGroup.Searching,
                        "--face-model",
                        "NAME|FILE",
                        "What finds the faces: a built-in model, a cascade or a network of others (default: the "
                            + "built-in faces)"
                    ),
                    static (choice, model) => choice with { FaceModel = model }
                },
                {
                    ForeignDetectorFlags.All(),
                    static choice => choice.Foreign,
                    static (choice, foreign) => choice with { Foreign = foreign }
                },
                {
                    Flag.Value(
                        HelpGroup.Searching,
                        "--smile-neighbors",
                        "N",
                        $"Overlapping candidates that a smile needs with {Cascade}; higher is stricter (default: 40)",
                        static text => new DetectionOptions { MinNeighbors = Values.Whole(text) }.MinNeighbors
                    ),
                    static (choice, neighbors) => choice with { Neighbors = neighbors }
                },
                {
                    Flag.Value(
                        HelpGroup.Searching,
                        "--min-smile",
                        "P",
                        $"How sure {Smiles.NetworkName} must be that a face smiles, 0 to 1; higher is stricter "
                            + "(default: 0.5)",
                        Values.Share
                    ),
                    static (choice, smile) => choice with { MinSmile = smile }
                },
                {
                    Flag.Switch(HelpGroup.Searching, "--eyes", "Look for eyes too"),
                    static (choice, on) => choice with { AsksForEyes = on }
                },
                {
                    Flag.Value(
                        HelpGroup.Looks,
                        "--label-smiling",
                        "TEXT",
                        "Text at a face that smiles (default: smiling)",
                        LabelTemplate.Parse
                    ),
                    static (choice, text) => choice with { Captions = choice.Captions with { Smiling = text } }
                },
                {
                    Flag.Value(
                        HelpGroup.Looks,
                        "--label-eyes-open",
                        "TEXT",
                        "Text at a face with an eye open; looks for eyes as --eyes does (default: none)",
                        LabelTemplate.Parse
                    ),
                    static (choice, text) => choice with { Captions = choice.Captions with { EyesOpen = text } }
                },
                {
                    Flag.Switch(
                        HelpGroup.Searching,
                        "--aligned",
                        "Take each picture for a face that is already cut out"
                    ),
                    static (choice, on) => choice with { IsAligned = on }
                },
                {
                    SearchFlags.All(),
                    static choice => choice.Search,
                    static (choice, search) => choice with { Search = search }
                },
                static choice =>
                    choice.Search.Output.Draw is DrawChoice.None or DrawChoice.Box && choice.NameOfCaption is { } name
                        ? $"{name}: no labels are drawn with --draw "
                            + $"{choice.Search.Output.Draw.ToString()!.ToLowerInvariant()}; leave one of the two out"
                        : null,
                static choice =>
                    choice is { Neighbors: not null, Model: Smiles.NetworkName }
                        ? $"--smile-neighbors belongs to --model {Cascade}"
                        : null,
                static choice =>
                    ForeignDetectorFlags.Unused(
                        choice.Foreign,
                        "--face-model",
                        choice.FaceModel is not null,
                        choice.Search
                    ),
                static choice =>
                    choice is { IsAligned: true, FaceModel: not null }
                        ? "--aligned takes each picture for a face, so that --face-model finds none; leave one out"
                        : null,
                static choice =>
                    choice.MinSmile is not null && !choice.UsesNetwork
                        ? $"--min-smile belongs to --model {Smiles.NetworkName}"
                        : null,
            },
            static choice => SearchCommand.RunAsync("smiles", choice.Search, () => Create(choice)),
            """
            spotter smiles photo.jpg                   an annotated copy in spotter-out/smiles/
            spotter smiles 0                           the first camera, in a window that closes on q
            spotter smiles party.mp4 -o smiles.mp4     an annotated video, with its sound
            spotter smiles party.mp4 --eyes --json     a line of JSON a frame
            spotter smiles photo.jpg --min-smile 0.8   only smiles that are plain to see
            spotter smiles photo.jpg --face-model yunet
            spotter smiles 0 --label-smiling "cheese!" --label-eyes-open awake
            spotter smiles crops/ --aligned --json     pictures that are faces, without a search
            """
        );

    private static Application Create(SmilesChoice choice) =>
        Smiles.Create(
            choice.IsAligned ? new AlignedFaces()
                : choice.FaceModel is { } name ? ModelLoading.Load(name, Face, choice.Foreign, choice.Search.IsQuiet)
                : Detector.Faces(),
            new SmileOptions
            {
                UsesNetwork = choice.UsesNetwork,
                MinSmile = choice.MinSmile,
                MinNeighbors = choice.Neighbors,
                WithEyes = choice.WithEyes,
            }
        )
            is var application
        && choice.NameOfCaption is null
            ? application
            : application with
            {
                Drawing = application.Drawing with { Captions = choice.Captions },
            };
}

internal sealed record SmilesChoice
{
    /// <summary>What tells smiles; null for what suits the rest.</summary>
    public string? Model { get; init; }

    /// <summary>What finds faces; null for the built-in model.</summary>
    public string? FaceModel { get; init; }

    /// <summary>What is known of somebody else's network.</summary>
    public OnnxDetectorOptions Foreign { get; init; } = new();

    public int? Neighbors { get; init; }

    public double? MinSmile { get; init; }

    public bool UsesNetwork => Model is { } name ? name == Smiles.NetworkName : Neighbors is null;

    public bool AsksForEyes { get; init; }

    /// <summary>What stands at faces by their state.</summary>
    public FaceCaptions Captions { get; init; } = new();

    /// <summary>The first option that gives such a text; null where none does.</summary>
    public string? NameOfCaption =>
        Captions.Smiling is not null ? "--label-smiling"
        : Captions.EyesOpen is not null ? "--label-eyes-open"
        : null;

    public bool WithEyes => AsksForEyes || Captions.EyesOpen is not null;

    public bool IsAligned { get; init; }

    public SearchChoice Search { get; init; } = new();
}
