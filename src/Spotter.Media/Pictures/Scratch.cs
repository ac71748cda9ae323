using System.Buffers;
using System.Runtime.InteropServices;

namespace Spotter.Media.Pictures;

/// <summary>
/// Bytes for the length of one call. Usual sizes come from the shared pool, so that a batch of pictures does not
/// fill the large-object heap; rare giants come from native memory and go back to the system at once, so that they
/// do not stay in the pool.
/// </summary>
internal sealed unsafe class Scratch : IDisposable
{
    private const int LargestPooled = 64 << 20;

    private byte[]? _pooled;
    private GCHandle _pin;

    /// <param name="length">Number of bytes, 0 or more; the content is arbitrary.</param>
    public Scratch(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        if (length <= LargestPooled)
        {
            _pooled = ArrayPool<byte>.Shared.Rent(Math.Max(1, (int)length));
            _pin = GCHandle.Alloc(_pooled, GCHandleType.Pinned);
            Pointer = (byte*)_pin.AddrOfPinnedObject();
        }
        else
        {
            Pointer = (byte*)NativeMemory.Alloc((nuint)length);
        }
    }

    public byte* Pointer { get; private set; }

    public long Length { get; }

    /// <summary>A part of the bytes; the whole may be longer than a span can be.</summary>
    public Span<byte> Slice(long start, int length)
    {
        if (start < 0 || length < 0 || start > Length - length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start),
                start,
                $"scratch of {Length} bytes has no {length} bytes at {start}"
            );
        }

        return new Span<byte>(Pointer + start, length);
    }

    public void Dispose()
    {
        if (Pointer == null)
        {
            return;
        }

        if (_pooled is null)
        {
            NativeMemory.Free(Pointer);
        }
        else
        {
            _pin.Free();
            ArrayPool<byte>.Shared.Return(_pooled);
            _pooled = null;
        }

        Pointer = null;
    }
}
