namespace Spotter.Vision.Kernels.Vectors;

/// <summary>Which weak classifiers read samples of 16 bits, where their features fit.</summary>
internal enum ShortSamples
{
    /// <summary>None: there are no such samples.</summary>
    Nowhere,

    /// <summary>Those of several nodes.</summary>
    InTrees,

    /// <summary>All.</summary>
    Everywhere,
}
