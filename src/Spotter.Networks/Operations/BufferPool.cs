using Spotter.Networks.Kernels;

namespace Spotter.Networks.Operations;

/// <summary>
/// Memory of values while a plan is made: a buffer whose last reader has its operation may serve a value that is
/// computed later.
/// </summary>
internal sealed class BufferPool
{
    private readonly Dictionary<AlignedBuffer, int> _readers = [];
    private readonly List<AlignedBuffer> _free = [];

    /// <summary>A buffer of that length or more: the shortest free one that does, else a new one.</summary>
    public AlignedBuffer Take(long length)
    {
        AlignedBuffer? best = _free.Where(buffer => buffer.Length >= length).MinBy(static buffer => buffer.Length);
        if (best is null)
        {
            return new AlignedBuffer(length);
        }

        _free.Remove(best);
        return best;
    }

    /// <summary>Operations to come read what is in the buffer.</summary>
    public void Keep(AlignedBuffer buffer, int readers) =>
        _readers[buffer] = _readers.GetValueOrDefault(buffer) + readers;

    /// <summary>One of its readers has its operation.</summary>
    public void Release(AlignedBuffer buffer)
    {
        if (--_readers[buffer] == 0)
        {
            _readers.Remove(buffer);
            _free.Add(buffer);
        }
    }
}
