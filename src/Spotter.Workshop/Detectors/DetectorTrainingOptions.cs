using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Workshop.Detectors;

/// <summary>What to train a detector on, and how. What is left null is chosen from the data.</summary>
public sealed record DetectorTrainingOptions
{
    /// <summary>Folders of crops, each picture an object and nothing else.</summary>
    public IReadOnlyList<string> Crops { get; init; } = [];

    /// <summary>Labels of pictures with objects: COCO, YOLO, Pascal VOC or OpenCV's info.dat.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>
    /// Which class of the labels to learn; null where they have only one. A network learns several, separated by
    /// commas, or all.
    /// </summary>
    public string? ObjectLabel { get; init; }

    /// <summary>
    /// Folders of pictures without the object. May be empty where there are labels: then what is around the objects
    /// counts.
    /// </summary>
    public IReadOnlyList<string> Negatives { get; init; } = [];

    /// <summary>
    /// The kind of detector: one of <see cref="DetectorKinds.Names"/>; null chooses by <see cref="Output"/> and by what
    /// there is to learn from.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>The model file to write.</summary>
    public required string Output { get; init; }

    /// <summary>The size of the smallest object to find.</summary>
    public BoxSize? WindowSize { get; init; }

    /// <summary>
    /// Pixels a cell of the window; only where the detector looks at cells. Null chooses by the objects.
    /// </summary>
    public int? CellSize { get; init; }

    /// <summary>How many stages, or rounds of hard negatives, at most.</summary>
    public int? Stages { get; init; }

    /// <summary>Steps of the training; only of networks. Null chooses by the number of pictures.</summary>
    public int? Steps { get; init; }

    /// <summary>
    /// Samples of 320 x 320 pixels a step, 1 to 64; only of networks. Null takes 16; half as many learn from few
    /// pictures in half the time.
    /// </summary>
    public int? BatchSize { get; init; }

    /// <summary>Trees of the last round; only where the detector consists of trees.</summary>
    public int? Trees { get; init; }

    /// <summary>
    /// How much more or less than usual the objects are varied in place, size, proportions and rotation; null means 1.
    /// </summary>
    public double? Variation { get; init; }

    /// <summary>Whether finds that touch are parts of one object; only where the detector consists of trees.</summary>
    public bool JoinsParts { get; init; }

    /// <summary>
    /// Where in each crop the object is, in parts of the crop; null where the crops show nothing else.
    /// </summary>
    public RelativeRegion? ObjectInCrop { get; init; }

    /// <summary>Share of the training objects that the detector should find.</summary>
    public double? DetectionRate { get; init; }

    /// <summary>Whether mirror images of the objects are objects, too.</summary>
    public bool? IsMirrored { get; init; }

    /// <summary>Decides about everything random.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many threads work; null means one a processor.</summary>
    public int? Threads { get; init; }

    /// <summary>
    /// The folder of runs in which a training that is measured on its way leaves a folder of its own; null for none.
    /// </summary>
    public string? Runs { get; init; }

    /// <summary>Whether to go on where a run with the same data and settings was interrupted.</summary>
    public bool Resume { get; init; }
}
