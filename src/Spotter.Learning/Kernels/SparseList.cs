using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>Several lists of offsets with factors, each with room for the same number of entries.</summary>
internal sealed unsafe class SparseList
{
    private readonly int _room;
    private readonly int[] _counts;
    private readonly int[] _offsets;
    private readonly float[] _factors;

    public SparseList(int lists, int room)
    {
        _room = room;

        // Pinned arrays have addresses. The entry that is written and not counted may lie one behind the last.
        _counts = GC.AllocateArray<int>(lists, pinned: true);
        _offsets = GC.AllocateArray<int>(checked(lists * room + 1), pinned: true);
        _factors = GC.AllocateArray<float>(checked(lists * room + 1), pinned: true);
    }

    public int Lists => _counts.Length;

    public void Clear() => Array.Clear(_counts);

    /// <summary>Adds an entry unless the factor is zero.</summary>
    // It is written in any case and only the count depends on it: a branch would be guessed wrong too often.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int list, int offset, float factor)
    {
        ref int count = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_counts), list);
        int at = list * _room + count;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_offsets), at) = offset;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_factors), at) = factor;
        count += factor != 0 ? 1 : 0;
    }

    /// <summary>target += the sum of factors times sources of one list, see <see cref="SparseSums"/>.</summary>
    /// <param name="list">Which.</param>
    /// <param name="target">Rows of sixteen, one after another.</param>
    /// <param name="source">Offsets count from here; rows one after another.</param>
    /// <param name="rows">How many rows.</param>
    public void AddProducts<TRow>(int list, float* target, float* source, int rows)
        where TRow : struct, IRow<TRow>
    {
        if (_counts[list] > 0)
        {
            SparseSums.Add<TRow>(
                target,
                source,
                rows,
                (int*)Marshal.UnsafeAddrOfPinnedArrayElement(_offsets, list * _room),
                (float*)Marshal.UnsafeAddrOfPinnedArrayElement(_factors, list * _room),
                _counts[list]
            );
        }
    }
}
