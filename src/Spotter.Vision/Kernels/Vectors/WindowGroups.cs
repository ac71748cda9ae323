namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Four vectors of neighbouring windows that pass through a stage together, so that each entry of the table is read once
/// for all of them: where they are, where their samples of 16 bits are, and their sums of votes.
/// </summary>
internal unsafe struct WindowGroups<TInt>
    where TInt : struct
{
    public const int Count = 4;

    // First, so that an aligned struct has them aligned: what a kernel stores the next one loads at once.
    public TInt Sum0;
    public TInt Sum1;
    public TInt Sum2;
    public TInt Sum3;
    public int* Window0;
    public int* Window1;
    public int* Window2;
    public int* Window3;
    public short* Short0;
    public short* Short1;
    public short* Short2;
    public short* Short3;

    /// <summary>Where the samples of a vector are that a kernel reads.</summary>
    public readonly void* Samples0(bool isShort) => isShort ? Short0 : Window0;

    public readonly void* Samples1(bool isShort) => isShort ? Short1 : Window1;

    public readonly void* Samples2(bool isShort) => isShort ? Short2 : Window2;

    public readonly void* Samples3(bool isShort) => isShort ? Short3 : Window3;
}
