using System.CommandLine;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Cameras;
using Spotter.Results;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter cameras</c></summary>
internal static class CamerasCommand
{
    public static Command Build() =>
        ToolCommand.Create<ListChoice>(
            "cameras",
            "List the cameras of this machine",
            ListFlags.All("a camera"),
            static async choice => Run(await CameraList.ReadAsync(CancellationToken.None), choice),
            """
            spotter cameras
            spotter faces camera:0           use the first
            spotter faces "camera:HD Webcam" use the one of this name
            """
        );

    private static int Run(IReadOnlyList<Camera> cameras, ListChoice choice)
    {
        if (cameras.Count == 0)
        {
            throw new SpotterException(
                SpotterErrorKind.Device,
                "there is no camera; plug one in, or name a video file or an address instead"
            );
        }

        if (choice.IsJson)
        {
            using Stream stdout = StandardOutput.Open();
            foreach (Camera camera in cameras)
            {
                JsonLine.Write(
                    stdout,
                    new CameraLine(camera.Number, camera.Name, camera.Device),
                    ToolJson.Lines.CameraLine
                );
            }

            return ExitCode.Done;
        }

        var table = new TextTable(
            new TextColumn("source"),
            new TextColumn("name") { Wraps = true },
            new TextColumn("device") { Rank = 1 }
        );
        foreach (Camera camera in cameras)
        {
            table.Add(
                string.Create(CultureInfo.InvariantCulture, $"camera:{camera.Number}"),
                camera.Name,
                camera.Device
            );
        }

        table.Write(new TerminalOutput(choice.NoColor));
        return ExitCode.Done;
    }
}

/// <summary>A camera, as JSON.</summary>
internal sealed record CameraLine(int Number, string Name, string Device);
