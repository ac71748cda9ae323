using System.CommandLine;
using Spotter.Apps.Applications;
using Spotter.Cli.Parsing;
using Spotter.Vision;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter faces SOURCE...</c></summary>
internal static class FacesCommand
{
    private const string Label = "face";

    public static Command Build()
    {
        Option<string?> model = Flag.Value(
            "--model",
            "NAME|FILE",
            "A built-in model (see spotter models list) or an OpenCV cascade file (default: the built-in faces)",
            static text => text
        );
        var command = new Command(
            "faces",
            "Find faces in pictures, videos and cameras, draw them and report where they are"
        )
        {
            model,
        };
        SearchCommand.Equip(command, parsed => new Application(
            parsed.GetValue(model) is { } name ? ModelLoading.Load(parsed, name, Label) : Detector.Faces()
        )
        {
            SmallestShare = Application.SmallestFaceShare,
        });
        Help.Decorate(
            command,
            """
            spotter faces photo.jpg                          an annotated copy in spotter-out/faces/
            spotter faces photos/ -r -o found/ --label       a folder and all below it, with labels
            spotter faces photos/ --draw blur                hide all faces
            spotter faces photos/ --json > faces.jsonl       a line of JSON a picture
            spotter faces photos/ --format coco,csv          files of results
            spotter faces group.jpg --crops heads/           each face as a picture
            curl -s http://host/photo.jpg | spotter faces - --json
            spotter faces 0                                  the first camera, in a window that closes on q
            spotter faces clip.mp4 -o out.mp4                an annotated video, with its sound
            spotter faces clip.mp4 --draw blur -o safe.mp4   hide all faces
            spotter faces photo.jpg --json --exit-code && echo "there is a face"
            """
        );
        return command;
    }
}
