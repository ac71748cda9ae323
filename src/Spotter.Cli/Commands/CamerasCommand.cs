using System.CommandLine;
using System.Globalization;
using Spotter.Cli.Parsing;
using Spotter.Cli.Presenting;
using Spotter.Media.Cameras;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter cameras</c></summary>
internal static class CamerasCommand
{
    public static Command Build()
    {
        Option<bool> json = Flag.Switch("--json", "Print a line of JSON a camera");
        Option<bool> noColor = Flag.Switch("--no-color", "No colours in the terminal (as does NO_COLOR)");
        var command = new Command("cameras", "List the cameras of this machine") { json, noColor };
        command.SetAction(
            async (parsed, cancellationToken) =>
                Run(await CameraList.ReadAsync(cancellationToken), parsed.GetValue(json), parsed.GetValue(noColor))
        );
        Help.Decorate(
            command,
            """
            spotter cameras
            spotter faces camera:0           use the first
            spotter faces "camera:HD Webcam" use the one of this name
            """
        );
        return command;
    }

    private static int Run(IReadOnlyList<Camera> cameras, bool isJson, bool noColor)
    {
        if (cameras.Count == 0)
        {
            throw new ToolException(
                "there is no camera; plug one in, or name a video file or an address instead",
                ExitCode.MissingProgram
            );
        }

        if (isJson)
        {
            using Stream stdout = StandardOutput.Open();
            foreach (Camera camera in cameras)
            {
                JsonLine.Write(stdout, json =>
                {
                    json.WriteNumber("number"u8, camera.Number);
                    json.WriteString("name"u8, camera.Name);
                    json.WriteString("device"u8, camera.Device);
                });
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

        table.Write(new TerminalOutput(noColor));
        return ExitCode.Done;
    }
}
