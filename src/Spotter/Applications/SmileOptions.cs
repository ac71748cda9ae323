using Spotter.Vision;

namespace Spotter.Applications;

/// <summary>How smiles are told.</summary>
public sealed record SmileOptions
{
    /// <summary>The network where true; where false, <c>haarcascade_smile</c> in the lower part of a face.</summary>
    public bool UsesNetwork { get; init; } = true;

    /// <summary>
    /// Candidates that a smile of the cascade needs; null takes the measured default, higher is stricter.
    /// </summary>
    public int? MinNeighbors
    {
        get;
        init => field = value is null ? null : new DetectionOptions { MinNeighbors = value.Value }.MinNeighbors;
    }

    /// <summary>
    /// From which <see cref="Detection.Smile"/> of the network on a face is called smiling, 0 to 1; higher is stricter.
    /// Null takes the default, 0.5.
    /// </summary>
    public double? MinSmile
    {
        get;
        init =>
            field = value is null or (>= 0 and <= 1)
                ? value
                : throw new ArgumentOutOfRangeException(nameof(value), value, "MinSmile must be 0 to 1");
    }

    /// <summary>Whether eyes are looked for as well.</summary>
    public bool WithEyes { get; init; }
}
