namespace Spotter.Vision.Tracking;

/// <summary>The label that prevails over a time, where detections of one object do not agree.</summary>
internal struct LabelVote(string label)
{
    // So much more than the shown label's weight another one needs: an even vote does not swing back and forth.
    private const double Majority = 1.5;

    // What has become lighter counts no longer.
    private const double Least = 0.01;

    private double _weight = 1;

    // Most tracks have one label for life.
    private List<(string Label, double Weight)>? _others;

    public string Label { get; private set; } = label;

    /// <summary>Takes in the label of a detection.</summary>
    /// <param name="label">The detected label.</param>
    /// <param name="seconds">Time since the last one.</param>
    /// <param name="memory">Time constant of the vote in seconds; 0 believes the last label.</param>
    public void Add(string label, double seconds, double memory)
    {
        double weight = memory > 0 ? 1 - Math.Exp(-seconds / memory) : 1;
        bool isShown = string.Equals(label, Label, StringComparison.Ordinal);
        _weight += weight * ((isShown ? 1 : 0) - _weight);
        if (isShown && _others is null or [])
        {
            return;
        }

        _others ??= [];
        bool isKnown = isShown;
        for (int i = _others.Count - 1; i >= 0; i--)
        {
            (string other, double before) = _others[i];
            bool isThis = string.Equals(label, other, StringComparison.Ordinal);
            double now = before + weight * ((isThis ? 1 : 0) - before);
            isKnown |= isThis;
            _others[i] = (other, now);
            if (now < Least && !isThis)
            {
                _others.RemoveAt(i);
            }
        }

        if (!isKnown)
        {
            _others.Add((label, weight));
        }

        int best = 0;
        for (int i = 1; i < _others.Count; i++)
        {
            best = _others[i].Weight > _others[best].Weight ? i : best;
        }

        if (_others.Count > 0 && _others[best].Weight > Majority * _weight)
        {
            (string Label, double Weight) won = _others[best];
            _others[best] = (Label, _weight);
            (Label, _weight) = won;
        }
    }
}
