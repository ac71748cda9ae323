using Spotter.Vision.Images;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Channels;

/// <summary>The picture halved again and again, each pixel the mean of four.</summary>
internal sealed unsafe class OctaveImages
{
    private readonly List<GrowingBuffer<byte>> _halves = [];
    private byte* _pixels;
    private int _stride;
    private BoxSize _size;

    /// <summary>The size of the picture.</summary>
    public BoxSize Size => _size;

    /// <summary>Takes a picture and halves it as often as needed.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="pixels">Its first pixel, pinned by the caller.</param>
    /// <param name="last">The last octave that will be asked for.</param>
    public void Build(ImageView<byte> gray, byte* pixels, int last)
    {
        _pixels = pixels;
        (_stride, _size) = (gray.Stride, new BoxSize(gray.Width, gray.Height));
        for (int octave = 1; octave <= last; octave++)
        {
            if (_halves.Count < octave)
            {
                _halves.Add(new GrowingBuffer<byte>());
            }

            BoxSize size = ChannelPlan.PixelsOf(_size, octave);
            _halves[octave - 1].Reserve(size.Width * size.Height);
            Halve(Pixels(octave - 1), Stride(octave - 1), size, _halves[octave - 1].Pointer);
        }
    }

    public byte* Pixels(int octave) => octave == 0 ? _pixels : _halves[octave - 1].Pointer;

    public int Stride(int octave) => octave == 0 ? _stride : ChannelPlan.PixelsOf(_size, octave).Width;

    private static void Halve(byte* source, int stride, BoxSize size, byte* target)
    {
        for (int y = 0; y < size.Height; y++)
        {
            byte* above = source + ((long)(2 * y) * stride);
            byte* below = above + stride;
            byte* row = target + ((long)y * size.Width);
            for (int x = 0; x < size.Width; x++)
            {
                row[x] = (byte)((above[2 * x] + above[(2 * x) + 1] + below[2 * x] + below[(2 * x) + 1] + 2) >> 2);
            }
        }
    }
}
