using System.CommandLine;
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
        Option<string?> carModel = Flag.Value("--car-model", "NAME|FILE", "What finds cars: an OpenCV cascade or a channel model (default: the built-in cars)", static text => text);
        Option<double?> focal = Flag.Value<double?>(
            "--focal", "PIXELS", "Focal length of the camera, for distances; a view of 60 degrees across is assumed without it",
            text => new DistanceScale { FocalPixels = Values.Number(text) }.FocalPixels);
        Option<double?> closer = Flag.Value<double?>(
            "--warn-closer", "METRES", "Warn of what is nearer",
            text => new DistanceScale { WarnCloserMetres = Values.Number(text) }.WarnCloserMetres);
        var command = new Command("road", "Find cars and people on the road, follow and count them") { carModel, focal, closer };
        SearchCommand.Equip(
            command,
            parsed => Create(parsed.GetValue(carModel)),
            parsed => Scale(parsed.GetValue(focal), parsed.GetValue(closer)));
        Help.Decorate(command, """
            spotter road street.mp4 -o counted.mp4 --line 0,300,640,300
            spotter road rtsp://camera/live --zone 100,100,400,100,400,300,100,300 --json
            spotter road dashcam.mp4 --car-model cars.xml --warn-closer 10 --show window
            """);
        return command;
    }

    private static Application Create(string? carModel) =>
        Road.Create(carModel is null ? null : ModelLoading.Load(carModel, Road.Car));

    private static DistanceScale Scale(double? focal, double? closer)
    {
        var scale = new DistanceScale { FocalPixels = focal, WarnCloserMetres = closer };
        Messages.Note(scale.Assumption);
        return scale;
    }
}
