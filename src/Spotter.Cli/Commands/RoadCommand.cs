using System.CommandLine;
using System.CommandLine.Parsing;
using Spotter.Apps.Applications;
using Spotter.Apps.Videos;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter road SOURCE...</c></summary>
internal static class RoadCommand
{
    public static Command Build()
    {
        Option<string?> carModel = Flag.Value(
            "--car-model",
            "NAME|FILE",
            "What finds cars: a cascade, a channel model or a network, of whose classes car, truck, bus and van count "
                + "(default: the built-in cars)",
            static text => text
        );
        Option<string?> personModel = Flag.Value(
            "--person-model",
            "NAME|FILE",
            "What finds people, likewise; of a network's classes person and pedestrian count (default: the built-in "
                + "people)",
            static text => text
        );
        Option<double?> carScore = Flag.Value<double?>(
            "--car-min-score",
            "N",
            "Cars of a lower score are left out; the scale is the model's own (default: where the model answers from)",
            text => Values.Number(text)
        );
        Option<double?> personScore = Flag.Value<double?>(
            "--person-min-score",
            "N",
            "People of a lower score are left out; the scale is the model's own (default: where the model answers "
                + "from)",
            text => Values.Number(text)
        );
        Option<double?> focal = Flag.Value<double?>(
            "--focal",
            "PIXELS",
            "Focal length of the camera, for distances (default: that of a view of 60 degrees across)",
            text => new DistanceScale { FocalPixels = Values.Number(text) }.FocalPixels
        );
        Option<double?> closer = Flag.Value<double?>(
            "--warn-closer",
            "METRES",
            "Warn of what is nearer (default: no warning)",
            text => new DistanceScale { WarnCloserMetres = Values.Number(text) }.WarnCloserMetres
        );
        var command = new Command("road", "Find cars and people on the road, follow and count them")
        {
            carModel,
            personModel,
            carScore,
            personScore,
            focal,
            closer,
        };
        SearchCommand.Equip(
            command,
            parsed =>
                Create(
                    parsed,
                    parsed.GetValue(carModel),
                    parsed.GetValue(personModel),
                    new RoadOptions
                    {
                        CarMinScore = parsed.GetValue(carScore),
                        PersonMinScore = parsed.GetValue(personScore),
                    }
                ),
            parsed => Scale(parsed, parsed.GetValue(focal), parsed.GetValue(closer)),
            focal,
            closer
        );
        command.Validators.Add(static result =>
        {
            if (result.GetResult("--min-score") is OptionResult { Implicit: false })
            {
                result.AddError(
                    "--min-score is one number, but cars and people have models with scales of their own; use "
                        + "--car-min-score and --person-min-score"
                );
            }
        });
        Help.Decorate(
            command,
            """
            spotter road street.mp4 -o counted.mp4 --line 0,300,640,300
            spotter road rtsp://camera/live --zone 100,100,400,100,400,300,100,300 --json
            spotter road street.mp4 --car-model nanodet.onnx --person-min-score 6
            spotter road dashcam.mp4 --car-model cars.xml --warn-closer 10 --show window
            """
        );
        return command;
    }

    private static Application Create(ParseResult parsed, string? carModel, string? personModel, RoadOptions options) =>
        Road.Create(
            options with
            {
                Cars = Load(parsed, carModel, Road.Car),
                People = Load(parsed, personModel, Road.Person),
            }
        );

    private static IDetector? Load(ParseResult parsed, string? model, string label)
    {
        if (model is null)
        {
            return null;
        }

        IDetector detector = ModelLoading.Load(parsed, model, label);
        try
        {
            if (Road.Selection(detector, label) is { } selection)
            {
                ModelLoading.Note(parsed, $"{model}: {selection}");
            }
        }
        catch (ArgumentException e)
        {
            throw new ToolException($"--{label}-model {model}: {e.Message.Split(" (Parameter", 2)[0]}", ExitCode.Usage);
        }

        return detector;
    }

    private static DistanceScale Scale(ParseResult parsed, double? focal, double? closer)
    {
        var scale = new DistanceScale { FocalPixels = focal, WarnCloserMetres = closer };
        ModelLoading.Note(parsed, scale.Assumption);
        return scale;
    }
}
