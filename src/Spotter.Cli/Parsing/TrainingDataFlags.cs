using System.CommandLine;
using Spotter.Apps.Files;
using Spotter.Apps.Training;
using Spotter.Vision.Detectors;

namespace Spotter.Cli.Parsing;

/// <summary>The options that say what is learned from: objects, pictures without them, seed and threads.</summary>
internal sealed class TrainingDataFlags
{
    private readonly Option<string[]> _positives = Flag.Paths(
        "--positives",
        "FOLDER",
        "Crops: pictures that each show one object and nothing else (a folder with its subfolders)"
    );
    private readonly Option<string[]> _labels = Flag.Paths(
        "--labels",
        "PATH",
        "Pictures with boxes: COCO .json, a YOLO or Pascal VOC folder, a data.yaml, or OpenCV's info.dat; a part "
            + "test/ is not learned from"
    );
    private readonly Option<string[]> _negatives = Flag.Paths(
        "--negatives",
        "FOLDER",
        "Pictures without the object, of any size; with --labels, what is around the objects is used as well"
    );
    private readonly Option<string?> _output = Flag.Value(
        "--output",
        "FILE",
        "The model to write",
        static text => text,
        "-o"
    );
    private readonly Option<bool> _overwrite = Flag.Overwrite();
    private readonly Option<RelativeRegion?> _object = Flag.Value<RelativeRegion?>(
        "--object",
        "X,Y,W,H",
        "Where in each crop the object is, in parts of the crop, where crops show more than the object",
        text => Values.Part(text)
    );
    private readonly Option<int?> _seed = Flag.Value<int?>(
        "--seed",
        "NUMBER",
        "The same data and seed give the same model (default: 1)",
        static text => Values.Whole(text)
    );
    private readonly Option<int?> _threads = Flag.Value<int?>(
        "--threads",
        "COUNT",
        "How many threads work (default: one a processor)",
        static text => Values.Whole(text)
    );
    private readonly Option<string?> _label;

    /// <param name="label">What the option --label decides.</param>
    public TrainingDataFlags(string label) => _label = Flag.Value("--label", "NAME", label, static text => text);

    /// <summary>What is learned from, and where it goes.</summary>
    public IEnumerable<Option> Sources => [_positives, _labels, _negatives, _output, _overwrite, _label, _object];

    /// <summary>How the work is done.</summary>
    public IEnumerable<Option> Running => [_seed, _threads];

    /// <summary>What may be written over.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="inputs">What is read beside the pictures.</param>
    public Outputs Outputs(ParseResult parsed, params string[] inputs) =>
        new([.. inputs, .. (parsed.GetValue(_labels) ?? []).Where(File.Exists)], parsed.GetValue(_overwrite));

    /// <exception cref="ToolException">Something that a training cannot do without is missing.</exception>
    public DetectorTrainingOptions Read(ParseResult parsed)
    {
        string[] positives = parsed.GetValue(_positives) ?? [];
        string[] labels = parsed.GetValue(_labels) ?? [];
        string[] negatives = parsed.GetValue(_negatives) ?? [];
        if (positives.Length + labels.Length == 0)
        {
            throw new ToolException(
                "there is nothing to learn: name crops with --positives or labelled pictures with --labels",
                ExitCode.Usage
            );
        }

        if (negatives.Length + labels.Length == 0)
        {
            throw new ToolException(
                "there are no negatives: name a folder of pictures without the object with --negatives",
                ExitCode.Usage
            );
        }

        return new DetectorTrainingOptions
        {
            Crops = positives,
            Labels = labels,
            Negatives = negatives,
            ObjectLabel = parsed.GetValue(_label),
            Output = parsed.GetValue(_output)
                ?? throw new ToolException("name the model to write with --output", ExitCode.Usage),
            ObjectInCrop = parsed.GetValue(_object),
            Seed = parsed.GetValue(_seed) ?? 1,
            Threads = parsed.GetValue(_threads),
        };
    }
}
