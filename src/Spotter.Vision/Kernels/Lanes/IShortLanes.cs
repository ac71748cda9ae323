namespace Spotter.Vision.Kernels.Lanes;

/// <summary>
/// As many 16-bit numbers as a width of vectors has lanes: half as wide in memory, so a load touches half as many
/// lines. All operations wrap.
/// </summary>
/// <typeparam name="TShort">A vector of 16-bit integers, of which only the first lanes need to mean
/// anything.</typeparam>
internal unsafe interface IShortLanes<TShort> : ISampleLanes<TShort>
    where TShort : struct
{
    /// <summary>The lower half of a number in every lane; both halves are the same.</summary>
    static abstract TShort Broadcast(int* source);

    static abstract TShort Multiply(TShort a, TShort b);
}
