using Spotter.Networks.Kernels;

namespace Spotter.Onnx.Execution;

/// <summary>Memory of values of a plan. Several values may be views of one.</summary>
internal sealed class ValueMemory
{
    public required AlignedBuffer Buffer { get; init; }

    /// <summary>Values that are still read and lie here.</summary>
    public int Owners { get; set; }

    /// <summary>Whether it holds the same numbers in every run.</summary>
    public bool IsKept { get; init; }
}

/// <summary>
/// Memory while a plan is made: what nobody reads any more serves what is computed later. The sum is bounded.
/// </summary>
internal sealed class ValueMemoryPool
{
    /// <summary>Bytes of all values of a plan together.</summary>
    public const long MostBytes = 4L << 30;

    private readonly List<ValueMemory> _free = [];
    private long _bytes;

    /// <summary>Memory of that many floats or more: the shortest free one that does not waste most of itself.</summary>
    /// <exception cref="EngineException">The plan would take too much.</exception>
    public ValueMemory Take(long length)
    {
        ValueMemory? best = _free
            .Where(storage => storage.Buffer.Length >= length && storage.Buffer.Length <= 4 * length + 4096)
            .MinBy(static storage => storage.Buffer.Length);
        if (best is not null)
        {
            _free.Remove(best);
            return best;
        }

        return new ValueMemory { Buffer = Allocate(length) };
    }

    /// <summary>Memory for what is the same in every run.</summary>
    public ValueMemory Keep(ReadOnlySpan<float> numbers)
    {
        var storage = new ValueMemory { Buffer = Allocate(numbers.Length), IsKept = true };
        numbers.CopyTo(storage.Buffer.Span);
        return storage;
    }

    public void Release(ValueMemory storage)
    {
        if (--storage.Owners == 0 && !storage.IsKept)
        {
            _free.Add(storage);
        }
    }

    private AlignedBuffer Allocate(long length)
    {
        _bytes += length * sizeof(float);
        return _bytes <= MostBytes
            ? new AlignedBuffer(length)
            : throw new EngineException($"its values take more than {MostBytes >> 30} GiB at this input size");
    }
}
