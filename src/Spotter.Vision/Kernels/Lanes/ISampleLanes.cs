namespace Spotter.Vision.Kernels.Lanes;

/// <summary>What sums of samples need, whatever the width of a sample. All operations wrap.</summary>
/// <typeparam name="TVector">A vector of integers.</typeparam>
internal interface ISampleLanes<TVector>
    where TVector : struct
{
    /// <summary>The samples of a vector of windows at a place in them.</summary>
    /// <param name="window">The address of the first window's first sample.</param>
    /// <param name="offset">Samples from there.</param>
    static abstract TVector LoadSamples(nint window, nint offset);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);
}
