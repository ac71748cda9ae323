using System.Runtime.CompilerServices;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Four vectors of neighbouring windows that pass through a stage together, so that each entry of the table is read
/// once for all of them: their sums of votes, where they are, and where their samples of 16 bits are.
/// </summary>
internal unsafe struct WindowGroups<TInt>
    where TInt : struct
{
    public const int Count = 4;

    // First, so that an aligned struct has them aligned: what a kernel stores the next one loads at once.
    public Four<TInt> Sums;
    public int* Window0;
    public int* Window1;
    public int* Window2;
    public int* Window3;
    public short* Short0;
    public short* Short1;
    public short* Short2;
    public short* Short3;

    /// <summary>The addresses of the samples that a kernel reads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Four<nint> Samples(bool isShort) =>
        isShort
            ? new()
            {
                Item0 = (nint)Short0,
                Item1 = (nint)Short1,
                Item2 = (nint)Short2,
                Item3 = (nint)Short3,
            }
            : new()
            {
                Item0 = (nint)Window0,
                Item1 = (nint)Window1,
                Item2 = (nint)Window2,
                Item3 = (nint)Window3,
            };

    /// <summary>The windows' variance factors.</summary>
    /// <param name="offset">From a window's first sample to its factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly Four<TFloat> Factors<TLanes, TFloat>(int offset)
        where TLanes : struct, ILanes<TInt, TFloat>
        where TFloat : struct =>
        new()
        {
            Item0 = TLanes.LoadFloat((float*)(Window0 + offset)),
            Item1 = TLanes.LoadFloat((float*)(Window1 + offset)),
            Item2 = TLanes.LoadFloat((float*)(Window2 + offset)),
            Item3 = TLanes.LoadFloat((float*)(Window3 + offset)),
        };
}
