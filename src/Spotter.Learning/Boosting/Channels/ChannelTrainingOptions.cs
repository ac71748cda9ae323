using Spotter.Vision.Channels;
using Spotter.Vision.Detectors;

namespace Spotter.Learning.Boosting.Channels;

/// <summary>How to train a channel model.</summary>
public sealed record ChannelTrainingOptions
{
    /// <summary>What to call what is found.</summary>
    public required string Label { get; init; }

    /// <summary>Cells and window.</summary>
    public required ChannelGeometry Geometry { get; init; }

    /// <summary>Where in a positive crop the window is, in parts of the crop; what lies around it feeds smoothing and jitter.</summary>
    public RelativeRegion WindowInCrop { get; init; } = RelativeRegion.Whole;

    /// <summary>Where in the window the object is, in parts of the window.</summary>
    public required RelativeRegion ObjectInWindow { get; init; }

    /// <summary>Trees of each round; between rounds, windows that the model takes for objects are added to the negatives.</summary>
    public IReadOnlyList<int> Rounds { get; init; } = [32, 256, 1024, 2048];

    /// <summary>Variants of each positive: the crop itself and jittered copies.</summary>
    public int Variants { get; init; } = 4;

    /// <summary>How far variants differ.</summary>
    public CropJitter Jitter { get; init; } = new();

    /// <summary>Negatives to begin with, drawn at random.</summary>
    public int FirstNegatives { get; init; } = 6000;

    /// <summary>Most negatives that a round adds.</summary>
    public int NegativesPerRound { get; init; } = 8000;

    /// <summary>Most negatives at a time.</summary>
    public int MaxNegatives { get; init; } = 24000;

    /// <summary>Cells that a tree chooses its questions from.</summary>
    public int CellsPerTree { get; init; } = 400;

    /// <summary>Differences of two cells that a tree chooses its questions from.</summary>
    public int DifferencesPerTree { get; init; } = 400;

    /// <summary>Part of positives and scenes that is kept out of training, to set the soft cascade and the operating point.</summary>
    public double ValidationPart { get; init; } = 0.12;

    /// <summary>False alarms a validation scene at the operating point.</summary>
    public double FalseAlarmsPerPicture { get; init; } = 0.1;

    /// <summary>Of all random choices.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Where the state of a run is kept; null keeps none.</summary>
    public string? CheckpointPath { get; init; }
}
