namespace Spotter.Vision.Tracking;

/// <summary>The label that prevails over a time, where detections of one object do not agree.</summary>
internal struct LabelVote(string label)
{
    // Above a half, so that an even vote does not swing back and forth.
    private const double Majority = 0.6;

    private double _doubt;

    public string Label { get; private set; } = label;

    /// <summary>Takes in the label of a detection.</summary>
    /// <param name="label">The detected label.</param>
    /// <param name="seconds">Time since the last one.</param>
    /// <param name="memory">Time constant of the vote in seconds; 0 believes the last label.</param>
    public void Add(string label, double seconds, double memory)
    {
        double weight = memory > 0 ? 1 - Math.Exp(-seconds / memory) : 1;
        bool other = !string.Equals(label, Label, StringComparison.Ordinal);
        _doubt += weight * ((other ? 1 : 0) - _doubt);
        if (other && _doubt > Majority)
        {
            Label = label;
            _doubt = 1 - _doubt;
        }
    }
}
