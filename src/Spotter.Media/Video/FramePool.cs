using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>Pixel arrays that come back from frames no longer used, so that a long video needs no new memory.</summary>
/// <remarks>A frame that never comes back costs nothing but a new array: the pool holds no reference to it.</remarks>
internal sealed class FramePool(int capacity)
{
    // Gray and colour of one size; more only while a stream changes its size.
    private const int MaxLengths = 4;

    private readonly ConcurrentDictionary<int, ConcurrentQueue<byte[]>> _byLength = new();
    private readonly ConditionalWeakTable<Frame, byte[][]> _outside = [];

    public byte[] Rent(int length) =>
        _byLength.TryGetValue(length, out ConcurrentQueue<byte[]>? arrays) && arrays.TryDequeue(out byte[]? array)
            ? array
            : GC.AllocateUninitializedArray<byte>(length);

    /// <summary>Notes which arrays a frame holds until it is given back.</summary>
    public void Lend(Frame frame, params byte[][] arrays) => _outside.Add(frame, arrays);

    /// <summary>
    /// Takes a frame's arrays back; a frame that is not from here, or was given back before, changes nothing.
    /// </summary>
    public void Return(Frame frame)
    {
        if (!_outside.TryGetValue(frame, out byte[][]? arrays) || !_outside.Remove(frame))
        {
            return;
        }

        foreach (byte[] array in arrays)
        {
            if (!_byLength.ContainsKey(array.Length) && _byLength.Count >= MaxLengths)
            {
                _byLength.Clear();
            }

            ConcurrentQueue<byte[]> waiting = _byLength.GetOrAdd(
                array.Length,
                static _ => new ConcurrentQueue<byte[]>()
            );
            if (waiting.Count < capacity)
            {
                waiting.Enqueue(array);
            }
        }
    }
}
