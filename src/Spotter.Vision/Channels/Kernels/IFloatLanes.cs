namespace Spotter.Vision.Channels.Kernels;

/// <summary>
/// Single floats side by side, a pixel or a cell each. Every operation rounds each lane on its own and nothing is
/// fused, so all widths, one lane included, give the same bits; the one-lane kernel is the definition.
/// </summary>
internal unsafe interface IFloatLanes<TSelf>
    where TSelf : struct, IFloatLanes<TSelf>
{
    static abstract int Count { get; }

    static abstract TSelf Load(float* source);

    static abstract TSelf LoadBytes(byte* source);

    static abstract TSelf Create(float value);

    /// <summary>source[indexes[i]] in lane i.</summary>
    static abstract TSelf Gather(float* source, int* indexes);

    void Store(float* target);

    /// <summary>Rounds half up, clamps to 0..255 and subtracts 128. Lanes are 0 or more.</summary>
    void StoreBiased(sbyte* target);

    static abstract TSelf operator +(TSelf a, TSelf b);

    static abstract TSelf operator -(TSelf a, TSelf b);

    static abstract TSelf operator *(TSelf a, TSelf b);

    static abstract TSelf operator /(TSelf a, TSelf b);

    static abstract TSelf Abs(TSelf value);

    static abstract TSelf Max(TSelf a, TSelf b);

    static abstract TSelf Sqrt(TSelf value);
}
