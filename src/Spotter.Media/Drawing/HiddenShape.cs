using System.Buffers;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>
/// Lets what hides a box hide along the outline of what is in it: keeps the pixels of the box that lie outside, and
/// puts them back once the box is hidden. The outline is grown by a margin, as models draw it too tight as often as too
/// wide.
/// </summary>
/// <remarks>
/// Where the outline cannot be trusted the box is hidden whole: of what a tracker carried on, of an outline that is
/// hardly there, and of one that lies elsewhere than its box.
/// </remarks>
internal sealed class HiddenShape : IDisposable
{
    // Of the box: people and animals fill a third of theirs and more, and bicycles a fifth.
    private const double LeastFilled = 0.1;

    // Of the box: what a mask has no pixels for, it says nothing about.
    private const double LeastCovered = 0.5;

    private readonly Box _part;
    private readonly byte[] _hidden;
    private readonly byte[] _pixels;

    /// <param name="image">Not changed.</param>
    /// <param name="area">All that is going to be hidden.</param>
    /// <param name="mask">The outline.</param>
    /// <param name="reach">By how many pixels it is grown.</param>
    public HiddenShape(BgrImage image, Box area, DetectionMask mask, int reach)
    {
        _part = PictureGeometry.Clip(area, image.Width, image.Height);

        // What lies just outside the picture reaches into it when it is grown.
        Box around = new(_part.X - reach, _part.Y - reach, _part.Width + (2 * reach), _part.Height + (2 * reach));
        _hidden = ArrayPool<byte>.Shared.Rent((int)around.Area);
        mask.CopyTo(around, _hidden);
        Grow(_hidden, around.Width, around.Height, reach);
        _pixels = ArrayPool<byte>.Shared.Rent(_part.Width * _part.Height * 3);
        for (int y = 0; y < _part.Height; y++)
        {
            // Only what is inside is asked for from here on.
            _hidden
                .AsSpan(((y + reach) * around.Width) + reach, _part.Width)
                .CopyTo(_hidden.AsSpan(y * _part.Width, _part.Width));
            Row(image, y).CopyTo(_pixels.AsSpan(y * _part.Width * 3));
        }
    }

    /// <summary>The outline of a find, where what it leaves out may be shown; else null.</summary>
    public static DetectionMask? Trusted(in Detection detection) =>
        detection is { IsPredicted: false, Mask: { } mask, Box: var box }
        && mask.Area >= LeastFilled * box.Area
        && mask.Box.Intersect(box).Area >= LeastCovered * box.Area
            ? mask
            : null;

    /// <summary>Puts back what lies outside the outline.</summary>
    public void Restore(BgrImage image)
    {
        for (int y = 0; y < _part.Height; y++)
        {
            Span<byte> row = Row(image, y);
            ReadOnlySpan<byte> kept = _pixels.AsSpan(y * row.Length, row.Length);
            ReadOnlySpan<byte> hidden = _hidden.AsSpan(y * _part.Width, _part.Width);
            for (int x = 0; x < hidden.Length; x++)
            {
                if (hidden[x] == 0)
                {
                    kept.Slice(x * 3, 3).CopyTo(row[(x * 3)..]);
                }
            }
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_hidden);
        ArrayPool<byte>.Shared.Return(_pixels);
    }

    private Span<byte> Row(BgrImage image, int y) =>
        image.Pixels.AsSpan((((_part.Y + y) * image.Width) + _part.X) * 3, _part.Width * 3);

    /// <summary>Sets what is at most so many columns and rows from something set.</summary>
    private static void Grow(byte[] cells, int width, int height, int reach)
    {
        if (reach == 0)
        {
            return;
        }

        byte[] line = ArrayPool<byte>.Shared.Rent(Math.Max(width, height));
        for (int y = 0; y < height; y++)
        {
            GrowLine(cells, y * width, 1, line.AsSpan(0, width), reach);
        }

        for (int x = 0; x < width; x++)
        {
            GrowLine(cells, x, width, line.AsSpan(0, height), reach);
        }

        ArrayPool<byte>.Shared.Return(line);
    }

    private static void GrowLine(byte[] cells, int start, int step, Span<byte> line, int reach)
    {
        for (int i = 0; i < line.Length; i++)
        {
            line[i] = cells[start + (i * step)];
        }

        int set = 0;
        for (int i = 0; i < Math.Min(reach, line.Length); i++)
        {
            set += line[i];
        }

        for (int i = 0; i < line.Length; i++)
        {
            set += i + reach < line.Length ? line[i + reach] : 0;
            set -= i - reach - 1 >= 0 ? line[i - reach - 1] : 0;
            cells[start + (i * step)] = set > 0 ? (byte)1 : (byte)0;
        }
    }
}
