namespace Spotter.Vision.Kernels.Vectors;

/// <summary>
/// An array that stays where it is and starts on a line of the cache, for kernels that work with pointers.
/// </summary>
internal sealed unsafe class GrowingBuffer<T>
    where T : unmanaged
{
    private const int LineBytes = 64;

    private T[] _array = [];

    /// <summary>The first element; valid until the buffer grows.</summary>
    public T* Pointer { get; private set; }

    public int Length { get; private set; }

    /// <summary>Makes room. What the buffer held is lost when it grows.</summary>
    /// <returns>True where it grew; then all elements are 0.</returns>
    public bool Reserve(int length)
    {
        if (length <= Length)
        {
            return false;
        }

        // Rounded up: elements need not divide a line.
        _array = GC.AllocateArray<T>(length + ((LineBytes + sizeof(T) - 1) / sizeof(T)), pinned: true);
        fixed (T* first = _array)
        {
            Pointer = (T*)(((nuint)first + LineBytes - 1) / LineBytes * LineBytes);
        }

        Length = length;
        return true;
    }
}
