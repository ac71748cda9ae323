namespace Spotter.Vision.Cascades;

/// <summary>What the weak classifiers of a cascade look at.</summary>
public enum CascadeFeatureType
{
    /// <summary>Differences between sums of pixels in rectangles, normalised by the window's contrast.</summary>
    Haar,

    /// <summary>
    /// Local binary patterns of 3 x 3 blocks: which of the eight outer blocks are at least as bright as the middle.
    /// </summary>
    Lbp,
}
