using Spotter.Files;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Detectors;

namespace Spotter.Cli.Parsing;

/// <summary>What a detector is trained on, and what may be written over.</summary>
internal sealed record TrainingDataChoice
{
    public DetectorTrainingOptions Options { get; init; } = new() { Output = "", Runs = RunRepository.DefaultFolder };

    public bool Overwrites { get; init; }

    /// <summary>What may be written over.</summary>
    public Outputs Outputs() => new([.. Options.Labels.Where(File.Exists)], Overwrites);

    /// <summary>What a training cannot do without; null where it is there.</summary>
    public string? Missing() =>
        Options switch
        {
            { Crops.Count: 0, Labels.Count: 0 } =>
                "there is nothing to learn: name crops with --positives or labelled pictures with --labels",
            { Negatives.Count: 0, Labels.Count: 0 } =>
                "there are no negatives: name a folder of pictures without the object with --negatives",
            _ => null,
        };
}

/// <summary>The options that say what a detector is learned from: objects, pictures without them.</summary>
internal static class TrainingDataFlags
{
    /// <param name="label">What the option --label decides.</param>
    public static FlagSet<TrainingDataChoice> All(string label) =>
        new()
        {
            {
                Options(label),
                static choice => choice.Options,
                static (choice, part) => choice with { Options = part }
            },
            { Flag.Overwrite(), static (choice, on) => choice with { Overwrites = on } },
            static choice => choice.Missing(),
        };

    private static FlagSet<DetectorTrainingOptions> Options(string label) =>
        new()
        {
            {
                Flag.Paths(
                    HelpGroup.Data,
                    "--positives",
                    "FOLDER",
                    "Crops: pictures that each show one object and nothing else (a folder with its subfolders) "
                        + "(default: none)"
                ),
                static (options, folders) => options with { Crops = folders }
            },
            {
                Flag.Paths(
                    HelpGroup.Data,
                    "--labels",
                    "PATH",
                    "Pictures with boxes: COCO .json, a YOLO or Pascal VOC folder, a data.yaml, or OpenCV's info.dat; "
                        + "a part test/ is not learned from (default: none)"
                ),
                static (options, labels) => options with { Labels = labels }
            },
            {
                Flag.Paths(
                    HelpGroup.Data,
                    "--negatives",
                    "FOLDER",
                    "Pictures without the object, of any size; with --labels, what is around the objects is used as "
                        + "well (default: that alone)"
                ),
                static (options, folders) => options with { Negatives = folders }
            },
            {
                Flag.Text(HelpGroup.Data, "--label", "NAME", label),
                static (options, name) => options with { ObjectLabel = name }
            },
            {
                Flag.Value(
                    HelpGroup.Data,
                    "--object",
                    "X,Y,W,H",
                    "Where in each crop the object is, in parts of the crop, where crops show more than the object "
                        + "(default: all of it)",
                    Values.Part
                ),
                static (options, part) => options with { ObjectInCrop = part }
            },
            {
                Flag.Output("FILE", "The model to write").AsRequired(),
                static (options, path) => options with { Output = path }
            },
            {
                Flag.Value(
                    HelpGroup.Training,
                    "--seed",
                    "NUMBER",
                    "The same data and seed give the same model (default: 1)",
                    Values.Whole
                ),
                static (options, seed) => options with { Seed = seed }
            },
            { Flag.Threads(Values.Whole), static (options, threads) => options with { Threads = threads } },
        };
}
