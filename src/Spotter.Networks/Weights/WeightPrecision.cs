namespace Spotter.Networks.Weights;

/// <summary>How a file keeps weights. A network always computes in single precision.</summary>
public enum WeightPrecision
{
    /// <summary>Four bytes a weight: what is read is what was written, bit for bit.</summary>
    Single,

    /// <summary>
    /// Two bytes a weight, about three decimal digits: half the file, and answers that differ a little.
    /// </summary>
    Half,
}
