namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Four vectors of neighbouring windows that pass through a stage together, so that each entry of the table is read once
/// for all of them: where they are, and their sums of votes.
/// </summary>
internal unsafe struct WindowGroups<TInt>
    where TInt : struct
{
    public const int Count = 4;

    public int* Window0;
    public int* Window1;
    public int* Window2;
    public int* Window3;
    public TInt Sum0;
    public TInt Sum1;
    public TInt Sum2;
    public TInt Sum3;
}
