using System.Runtime.CompilerServices;

namespace Spotter.Networks.Kernels;

/// <summary>Floats that begin on a cache line and never move, owned by the garbage collector.</summary>
internal sealed unsafe class AlignedBuffer
{
    private const int LineBytes = 64;
    private const int LineFloats = LineBytes / sizeof(float);

    private readonly float[] _array;
    private readonly int _offset;

    /// <summary>All zeros.</summary>
    public AlignedBuffer(long length)
    {
        if (length > Array.MaxLength - 2 * LineFloats)
        {
            throw new ArgumentException(
                $"a buffer of {length} numbers does not fit into memory; use a smaller batch or network"
            );
        }

        Length = (int)length;

        // One line to begin at a multiple of a line, one that a row may reach over the end.
        _array = GC.AllocateArray<float>(Length + 2 * LineFloats, pinned: true);
        nint address = (nint)Unsafe.AsPointer(ref _array[0]);
        _offset = (int)(-address & (LineBytes - 1)) / sizeof(float);
        Pointer = (float*)address + _offset;
    }

    /// <summary>Several of the same length, one a worker.</summary>
    public static AlignedBuffer[] Many(int count, long length)
    {
        var buffers = new AlignedBuffer[count];
        for (int i = 0; i < count; i++)
        {
            buffers[i] = new AlignedBuffer(length);
        }

        return buffers;
    }

    public int Length { get; }

    /// <summary>Valid as long as this object is reachable.</summary>
    public float* Pointer { get; }

    public ReadOnlyMemory<float> Memory => _array.AsMemory(_offset, Length);

    public Span<float> Span => _array.AsSpan(_offset, Length);
}
