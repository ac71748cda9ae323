namespace Spotter.Learning.Detectors.SecondStages;

/// <summary>How a second stage is trained.</summary>
public sealed record SecondStageTrainingOptions
{
    /// <summary>Passes over the patches, at least 1.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>
    /// Windows at random that each scene gives at most, 0 to 10000, besides what the trees find in it.
    /// </summary>
    public int WindowsPerScene { get; init; } = 80;

    /// <summary>Patches without the object at most, at least 100.</summary>
    public int MostNegatives { get; init; } = 80_000;

    /// <summary>
    /// Decides about everything random. Runs of the same seed, data and threads give the same network.
    /// </summary>
    public int Seed { get; init; } = 1;

    /// <summary>Threads to use; null means one a processor.</summary>
    public int? Threads { get; init; }

    /// <summary>Checks every number.</summary>
    /// <exception cref="ArgumentException">One is out of range; the message names it.</exception>
    public void Check()
    {
        Require(Epochs, 1, 1000, "epochs");
        Require(WindowsPerScene, 0, 10_000, "windows per scene");
        Require(MostNegatives, 100, 1_000_000, "most negatives");
        Require(Threads ?? 1, 1, 1024, "threads");
    }

    private static void Require(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentException($"{name} must be {least} to {most}, got {value}");
        }
    }
}
