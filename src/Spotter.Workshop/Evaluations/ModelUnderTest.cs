using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Workshop.Evaluations;

/// <summary>A detector that is evaluated, as users run it and with its thresholds off.</summary>
public sealed class ModelUnderTest
{
    /// <summary>Makes one.</summary>
    /// <param name="name">What tables and plots call it.</param>
    /// <param name="detector">The detector.</param>
    public ModelUnderTest(string name, IDetector detector)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(detector);
        Name = name;
        Detector = detector;
        ScoreIsNeighbors = detector is CascadeDetector;
        Lenient = detector is CascadeDetector cascade ? cascade.WithScoring(CascadeScoring.Neighbors) : detector;
    }

    /// <summary>What tables and plots call it.</summary>
    public string Name { get; }

    /// <summary>The detector, with its own defaults.</summary>
    public IDetector Detector { get; }

    /// <summary>
    /// True for cascades, whose threshold is the number of min neighbours: on its own, a cascade's stage sum says
    /// little. A score of n means that the box is found with min neighbours up to n - 1.
    /// </summary>
    public bool ScoreIsNeighbors { get; }

    /// <summary>The detector whose scores the curves are made of.</summary>
    internal IDetector Lenient { get; }

    /// <summary>Settings under which everything comes that any threshold could keep.</summary>
    internal DetectionOptions LenientOptions(DetectionOptions options) =>
        ScoreIsNeighbors
            ? options with
            {
                MinNeighbors = 1,
                MinScore = null,
            }
            : options with
            {
                MinScore = double.NegativeInfinity,
            };
}
