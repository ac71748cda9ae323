using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels.Lanes;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// Says which of four vectors of windows pass a stage: by the fixed-point sums where these are certain, by the exact
/// ones where they are not. Belongs to one thread.
/// </summary>
internal sealed unsafe class StageJudge<TLanes, TInt, TFloat>
    where TLanes : struct, ILanes<TInt, TFloat>
    where TInt : struct
    where TFloat : struct
{
    private readonly CompiledCascade _cascade;
    private readonly CascadeModel _model;
    private readonly GrowingBuffer<int> _slots = new();
    private readonly GrowingBuffer<byte> _groups = new();
    private readonly int* _table;
    private int* _samples;
    private short* _shortSamples;

    public StageJudge(CompiledCascade cascade, CascadeModel model)
    {
        _cascade = cascade;
        _model = model;

        // The table was allocated pinned, and lives as long as the cascade.
        _table = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(cascade.Table));
        _groups.Reserve(Unsafe.SizeOf<WindowGroups<TInt>>());
        _slots.Reserve(cascade.SlotCount * TreeKernels<TLanes, TInt, TFloat>.SlotLength);
    }

    /// <summary>Where the samples of a window lie.</summary>
    public LevelLayout Layout => _cascade.Layout;

    /// <summary>Whether <see cref="Pair"/> must be called.</summary>
    public bool ReadsShort => _cascade.ReadsShort;

    public int StageCount => _cascade.Stages.Length;

    /// <summary>Says where the lower halves of samples stand in 16 bits.</summary>
    /// <param name="samples">A sample.</param>
    /// <param name="shortSamples">Its lower half.</param>
    public void Pair(int* samples, short* shortSamples)
    {
        _samples = samples;
        _shortSamples = shortSamples;
    }

    /// <summary>The candidates, a bit each and a vector after the other, that pass a stage.</summary>
    public ulong Passing(int stage, int* window0, int* window1, int* window2, int* window3, ulong candidates)
    {
        CompiledStage compiled = _cascade.Stages[stage];
        ref WindowGroups<TInt> groups = ref Unsafe.AsRef<WindowGroups<TInt>>(_groups.Pointer);
        groups.Window0 = window0;
        groups.Window1 = window1;
        groups.Window2 = window2;
        groups.Window3 = window3;
        groups.Short0 = ShortOf(window0);
        groups.Short1 = ShortOf(window1);
        groups.Short2 = ShortOf(window2);
        groups.Short3 = ShortOf(window3);
        StageKernels<TLanes, TInt, TFloat>.Evaluate(compiled, _table, Layout.FactorOffset, _slots.Pointer, ref groups);
        ulong possible = candidates & Above(compiled.Low, in groups);
        if (possible == 0)
        {
            return 0;
        }

        ulong doubtful = possible & ~Above(compiled.High, in groups);
        return doubtful == 0 ? possible : possible & ~FailingExactly(stage, in groups, doubtful);
    }

    /// <summary>A window's sum of votes in the last stage, in OpenCV's arithmetic.</summary>
    public double Score(int* window) => ExactSum(_model.Stages[^1], window);

    // Half as far from the first as the whole sample is, in bytes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private short* ShortOf(int* window) => (short*)((byte*)_shortSamples + (((byte*)window - (byte*)_samples) >> 1));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Above(int limit, in WindowGroups<TInt> groups)
    {
        TInt limits = TLanes.Broadcast(&limit);
        return TLanes.GreaterThanBits(groups.Sums.Item0, limits)
            | ((ulong)TLanes.GreaterThanBits(groups.Sums.Item1, limits) << TLanes.Count)
            | ((ulong)TLanes.GreaterThanBits(groups.Sums.Item2, limits) << (2 * TLanes.Count))
            | ((ulong)TLanes.GreaterThanBits(groups.Sums.Item3, limits) << (3 * TLanes.Count));
    }

    private ulong FailingExactly(int stage, in WindowGroups<TInt> groups, ulong doubtful)
    {
        Stage model = _model.Stages[stage];
        ulong failing = 0;
        for (int lane = 0; lane < WindowGroups<TInt>.Count * TLanes.Count; lane++)
        {
            if ((doubtful >> lane & 1) != 0)
            {
                int* first = (lane / TLanes.Count) switch
                {
                    0 => groups.Window0,
                    1 => groups.Window1,
                    2 => groups.Window2,
                    _ => groups.Window3,
                };
                double sum = ExactSum(model, first + (lane % TLanes.Count));
                failing |= sum < model.EffectiveThreshold ? 1UL << lane : 0;
            }
        }

        return failing;
    }

    private double ExactSum(Stage stage, int* window) =>
        _cascade.Exact.StageSum(stage, ref *window, *(float*)(window + Layout.FactorOffset));
}
