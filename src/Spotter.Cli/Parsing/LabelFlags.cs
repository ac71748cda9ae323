using System.CommandLine;
using Spotter.Apps.Labels;

namespace Spotter.Cli.Parsing;

/// <summary>The options of where labels are, and how to read them.</summary>
internal sealed class LabelFlags
{
    private readonly Option<string?> _labels = Flag.Value(
        "--labels",
        "DIR|FILE",
        "Pictures with boxes: a COCO .json, a folder of VOC .xml or of YOLO .txt (or its data.yaml), or OpenCV's "
            + "info.dat",
        static text => text
    );

    private readonly Option<LabelFormat?> _format = Flag.Value<LabelFormat?>(
        "--label-format",
        "NAME",
        "coco, yolo, voc or opencv; told by what the path is unless given",
        text => Values.Choice<LabelFormat>(text)
    );

    private readonly Option<string?> _pictures = Flag.Value(
        "--pictures",
        "DIR",
        "Where the pictures are; found beside the labels unless given",
        static text => text
    );

    private readonly Option<string[]?> _classNames = Flag.Value(
        "--class-names",
        "A,B,...",
        "YOLO: what the class numbers mean, from 0; data.yaml or classes.txt of the data set unless given",
        Values.Names
    );

    public void AddTo(Command command)
    {
        _labels.Required = true;
        command.Add(_labels);
        command.Add(_format);
        command.Add(_pictures);
        command.Add(_classNames);
    }

    /// <exception cref="ToolException">The labels cannot be read.</exception>
    public LabelSet Read(ParseResult parsed, CancellationToken cancellationToken)
    {
        var options = new LabelReadOptions
        {
            Format = parsed.GetValue(_format),
            PictureFolder = parsed.GetValue(_pictures),
            Classes = parsed.GetValue(_classNames) ?? [],
        };
        try
        {
            return LabelReader.Read(parsed.GetValue(_labels)!, options, cancellationToken);
        }
        catch (LabelException e)
        {
            throw new ToolException(e.Message, ExitCode.MissingInput);
        }
    }
}
