using System.CommandLine;
using Spotter.Applications;
using Spotter.Cli.Parsing;
using Spotter.Onnx;

namespace Spotter.Cli.Commands;

/// <summary><c>spotter faces SOURCE...</c></summary>
internal static class FacesCommand
{
    private const string Label = "face";

    public static Command Build() =>
        ToolCommand.Create<FacesChoice>(
            "faces",
            "Find faces in pictures, videos and cameras, draw them and report where they are",
            new()
            {
                {
                    Flag.Text(
                        HelpGroup.Searching,
                        "--model",
                        "NAME|FILE",
                        "A built-in model (see spotter models list) or an OpenCV cascade file (default: the built-in "
                            + "faces)"
                    ),
                    static (choice, model) => choice with { Model = model }
                },
                {
                    Flag.Switch(
                        HelpGroup.Searching,
                        "--landmarks",
                        "Look for eyes, nose and mouth in each face; JSON has them"
                    ),
                    static (choice, on) => choice with { WithLandmarks = on }
                },
                {
                    ForeignDetectorFlags.All(),
                    static choice => choice.Foreign,
                    static (choice, foreign) => choice with { Foreign = foreign }
                },
                {
                    SearchFlags.Classifying(),
                    static choice => choice.Search,
                    static (choice, search) => choice with { Search = search }
                },
                {
                    SearchFlags.All(),
                    static choice => choice.Search,
                    static (choice, search) => choice with { Search = search }
                },
                static choice =>
                    ForeignDetectorFlags.Unused(choice.Foreign, "--model", choice.Model is not null, choice.Search),
            },
            static choice =>
                SearchCommand.RunAsync("faces", choice.Search with { Network = choice.Foreign.Network }, () =>
                    Create(choice)
                ),
            """
            spotter faces photo.jpg                          an annotated copy in spotter-out/faces/
            spotter faces photos/ -r -o found/ --label       a folder and all below it, with labels
            spotter faces photos/ --draw blur                hide all faces
            spotter faces photos/ --json > faces.jsonl       a line of JSON a picture
            spotter faces photos/ --json --landmarks         eyes, nose and mouth, too
            spotter faces photos/ --format coco,csv          files of results
            spotter faces group.jpg --crops heads/           each face as a picture
            spotter faces 0 --classify friends-1             name who is there, by a run of one's own
            curl -s http://host/photo.jpg | spotter faces - --json
            spotter faces photo.jpg --show window            look at it; any key closes the window
            spotter faces 0                                  the first camera, in a window that closes on q
            spotter faces clip.mp4 -o out.mp4                an annotated video, with its sound
            spotter faces clip.mp4 --draw blur -o safe.mp4   hide all faces
            spotter faces 0 --draw label --sticker hat --sticker clown-nose
            spotter faces photo.jpg --speech "why so serious"
            spotter faces photo.jpg --json --exit-code && echo "there is a face"
            """
        );

    private static Application Create(FacesChoice choice)
    {
        Application application = Faces.Create(
            choice.Model is { } name ? ModelLoading.Load(name, Label, choice.Foreign, choice.Search.IsQuiet) : null
        );
        return choice.WithLandmarks ? application.WithLandmarks() : application;
    }
}

internal sealed record FacesChoice
{
    /// <summary>What finds faces; null for the built-in model.</summary>
    public string? Model { get; init; }

    /// <summary>What is known of somebody else's network.</summary>
    public OnnxDetectorOptions Foreign { get; init; } = new();

    /// <summary>Whether eyes, nose and mouth are looked for in each face.</summary>
    public bool WithLandmarks { get; init; }

    public SearchChoice Search { get; init; } = new();
}
