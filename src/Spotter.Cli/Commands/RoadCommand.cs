using System.CommandLine;
using Spotter.Applications;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Onnx;
using Spotter.Videos;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter road SOURCE...</c></summary>
internal static class RoadCommand
{
    public static Command Build() =>
        ToolCommand.Create<RoadChoice>(
            "road",
            "Find cars and people on the road, follow and count them",
            new()
            {
                {
                    Flag.Text(
                        HelpGroup.Searching,
                        "--car-model",
                        "NAME|FILE",
                        "What finds cars: a cascade, a channel model or a network, of whose classes car, truck, bus "
                            + "and van count (default: the built-in cars)"
                    ),
                    static (choice, model) => choice with { CarModel = model }
                },
                {
                    Flag.Text(
                        HelpGroup.Searching,
                        "--person-model",
                        "NAME|FILE",
                        "What finds people, likewise; of a network's classes person and pedestrian count (default: the "
                            + "built-in people)"
                    ),
                    static (choice, model) => choice with { PersonModel = model }
                },
                {
                    ForeignDetectorFlags.All(),
                    static choice => choice.Foreign,
                    static (choice, foreign) => choice with { Foreign = foreign }
                },
                {
                    Flag.Value(
                        HelpGroup.Searching,
                        "--car-min-score",
                        "N",
                        "Cars of a lower score are left out; the scale is the model's own (default: where the model "
                            + "answers from)",
                        Values.Number
                    ),
                    static (choice, score) => choice with { Scores = choice.Scores with { CarMinScore = score } }
                },
                {
                    Flag.Value(
                        HelpGroup.Searching,
                        "--person-min-score",
                        "N",
                        "People of a lower score are left out; the scale is the model's own (default: where the model "
                            + "answers from)",
                        Values.Number
                    ),
                    static (choice, score) => choice with { Scores = choice.Scores with { PersonMinScore = score } }
                },
                {
                    SearchFlags.All(warns: true),
                    static choice => choice.Search,
                    static (choice, search) => choice with { Search = search }
                },
                {
                    Distances(),
                    static choice => choice.Distance,
                    static (choice, distance) => choice with { Distance = distance }
                },
                // Those of distances among them.
                static (choice, given) => choice with { Search = choice.Search with { Given = given } },
                static choice =>
                    choice
                        is { Search.Detection.MinScore: not null, CarModel: not null }
                            or { Search.Detection.MinScore: not null, PersonModel: not null }
                        ? "--min-score is one number, but models have scales of their own; use --car-min-score and "
                            + "--person-min-score"
                        : null,
                static choice =>
                    ForeignDetectorFlags.Unused(
                        choice.Foreign,
                        "--car-model or --person-model",
                        choice.CarModel is not null || choice.PersonModel is not null,
                        choice.Search
                    ),
                static choice =>
                    choice
                        is { Search.Video: { TellsNothing: true, Webhook: not null }, Distance.WarnCloserMetres: null }
                        ? "--webhook posts what happens at a --line, in a --zone or at --warn-closer; give one"
                        : null,
            },
            static choice => SearchCommand.RunAsync("road", choice.Search, () => Create(choice), () => Scale(choice)),
            """
            spotter road street.mp4 -o counted.mp4 --line 0,300,640,300
            spotter road rtsp://camera/live --zone 100,100,400,100,400,300,100,300 --json
            spotter road street.mp4 --car-model nanodet.onnx --person-min-score 6
            spotter road dashcam.mp4 --car-model cars.xml --warn-closer 10 --show window
            spotter road street.mp4 --ground 420,300,620,300,800,470,250,470=7x20 --report street.html
            """
        );

    private static FlagSet<DistanceScale> Distances() =>
        new()
        {
            {
                Flag.Value(
                        HelpGroup.Tracking,
                        "--focal",
                        "PIXELS",
                        "Focal length of the camera, for distances (default: that of a view of 60 degrees across)",
                        static text => new DistanceScale { FocalPixels = Values.Number(text) }.FocalPixels
                    )
                    .For(SourceKind.Videos),
                static (scale, pixels) => scale with { FocalPixels = pixels }
            },
            {
                Flag.Value(
                        HelpGroup.Tracking,
                        "--warn-closer",
                        "METRES",
                        "Warn of what is nearer, in the picture and by an event (default: no warning)",
                        static text => new DistanceScale { WarnCloserMetres = Values.Number(text) }.WarnCloserMetres
                    )
                    .For(SourceKind.Videos),
                static (scale, metres) => scale with { WarnCloserMetres = metres }
            },
        };

    private static Application Create(RoadChoice choice) =>
        Road.Create(
            choice.Scores with
            {
                Cars = Load(choice, choice.CarModel, Road.Car),
                People = Load(choice, choice.PersonModel, Road.Person),
            }
        );

    private static IDetector? Load(RoadChoice choice, string? model, string label)
    {
        if (model is null)
        {
            return null;
        }

        IDetector detector = ModelLoading.Load(model, label, choice.Foreign, choice.Search.IsQuiet);
        if (UserWords.Take(() => Road.Selection(detector, label), $"--{label}-model {model}: ") is { } selection)
        {
            Note(choice, $"{model}: {selection}");
        }

        return detector;
    }

    private static DistanceScale Scale(RoadChoice choice)
    {
        Note(choice, choice.Distance.Assumption);
        return choice.Distance;
    }

    private static void Note(RoadChoice choice, string text)
    {
        if (!choice.Search.IsQuiet)
        {
            Messages.Note(text);
        }
    }
}

internal sealed record RoadChoice
{
    public string? CarModel { get; init; }

    public string? PersonModel { get; init; }

    /// <summary>What is known of somebody else's network.</summary>
    public OnnxDetectorOptions Foreign { get; init; } = new();

    public RoadOptions Scores { get; init; } = new();

    public DistanceScale Distance { get; init; } = new();

    public SearchChoice Search { get; init; } = new();
}
