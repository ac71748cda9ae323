using Spotter.Workshop.Labels;

namespace Spotter.Cli.Parsing;

/// <summary>Where labels are, and how to read them.</summary>
internal sealed record LabelChoice
{
    public string Place { get; init; } = "";

    public LabelReadOptions Reading { get; init; } = new();
}

internal static class LabelFlags
{
    public static FlagSet<LabelChoice> All() =>
        new()
        {
            {
                Flag.Text(
                        HelpGroup.Data,
                        "--labels",
                        "DIR|FILE",
                        "Pictures with boxes: a COCO .json, a folder of VOC .xml or of YOLO .txt (or its data.yaml), "
                            + "or OpenCV's info.dat"
                    )
                    .AsRequired(),
                static (choice, place) => choice with { Place = place }
            },
            {
                Flag.Value(
                    HelpGroup.Data,
                    "--label-format",
                    "NAME",
                    "coco, yolo, voc or opencv; told by what the path is unless given",
                    Values.Choice<LabelFormat>
                ),
                static (choice, format) => choice with { Reading = choice.Reading with { Format = format } }
            },
            {
                Flag.Text(
                    HelpGroup.Data,
                    "--pictures",
                    "DIR",
                    "Where the pictures are; found beside the labels unless given"
                ),
                static (choice, folder) => choice with { Reading = choice.Reading with { PictureFolder = folder } }
            },
            {
                Flag.Value(
                    HelpGroup.Data,
                    "--class-names",
                    "A,B,...",
                    "YOLO: what the class numbers mean, from 0; data.yaml or classes.txt of the data set unless given",
                    Values.Names
                ),
                static (choice, names) => choice with { Reading = choice.Reading with { Classes = names } }
            },
        };
}
