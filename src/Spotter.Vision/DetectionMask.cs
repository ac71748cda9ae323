using System.Numerics;
using Spotter.Vision.Masks;

namespace Spotter.Vision;

/// <summary>
/// Which pixels of the picture belong to what was found: a bit a pixel of a box. Immutable and safe to share between
/// threads; two masks are equal where their boxes and pixels are.
/// </summary>
public sealed class DetectionMask : IEquatable<DetectionMask>
{
    private readonly byte[] _bits;
    private readonly int _stride;

    /// <summary>A mask of pixels.</summary>
    /// <param name="box">Where the pixels lie, in pixels of the picture as shown; it may reach outside.</param>
    /// <param name="pixels">Width x height of the box, row-major; what is not 0 belongs to the find.</param>
    /// <exception cref="ArgumentException">The box is empty, or there are not as many pixels as it holds.</exception>
    public DetectionMask(Box box, ReadOnlySpan<byte> pixels)
        : this(box)
    {
        if (pixels.Length != box.Area)
        {
            throw new ArgumentException(
                $"pixels must be {box.Width} x {box.Height} = {box.Area}, got {pixels.Length}",
                nameof(pixels)
            );
        }

        for (int y = 0; y < box.Height; y++)
        {
            Pack(y, pixels.Slice(y * box.Width, box.Width));
        }

        Area = Count();
    }

    private DetectionMask(Box box)
    {
        if (box.IsEmpty || box.Area > Array.MaxLength)
        {
            throw new ArgumentException($"box must hold 1 to {Array.MaxLength} pixels, got {box}", nameof(box));
        }

        Box = box;
        _stride = (box.Width + 7) / 8;
        _bits = new byte[_stride * box.Height];
    }

    private DetectionMask(DetectionMask other, Box box)
    {
        Box = box;
        Area = other.Area;
        _stride = other._stride;
        _bits = other._bits;
    }

    /// <summary>Where the mask lies, in pixels of the picture as shown; outside of it nothing belongs to it.</summary>
    public Box Box { get; }

    /// <summary>How many pixels belong to the find.</summary>
    public long Area { get; }

    /// <summary>Whether a pixel of the picture belongs to the find.</summary>
    /// <param name="x">Pixels from the left edge of the picture; any number.</param>
    /// <param name="y">Pixels from its upper edge; any number.</param>
    public bool Contains(int x, int y)
    {
        int column = x - Box.X;
        int row = y - Box.Y;
        return (uint)column < (uint)Box.Width && (uint)row < (uint)Box.Height && IsSet(column, row);
    }

    /// <summary>Writes a byte a pixel of a part of the picture: 1 where it belongs to the find, 0 elsewhere.</summary>
    /// <param name="part">In pixels of the picture as shown; it may reach beyond the mask, and be empty.</param>
    /// <param name="destination">Receives width x height of the part, row-major.</param>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Box part, Span<byte> destination)
    {
        if (destination.Length < part.Area)
        {
            throw new ArgumentException(
                $"destination must hold {part.Area} pixels, got {destination.Length}",
                nameof(destination)
            );
        }

        destination[..(int)part.Area].Clear();
        Box shared = part.Intersect(Box);
        for (int y = shared.Y; y < shared.Bottom; y++)
        {
            Span<byte> row = destination.Slice((y - part.Y) * part.Width, part.Width);
            for (int x = shared.X; x < shared.Right; x++)
            {
                row[x - part.X] = IsSet(x - Box.X, y - Box.Y) ? (byte)1 : (byte)0;
            }
        }
    }

    /// <summary>The same mask elsewhere; it shares its pixels with this one.</summary>
    /// <param name="dx">Pixels to the right.</param>
    /// <param name="dy">Pixels down.</param>
    public DetectionMask Offset(int dx, int dy) => dx == 0 && dy == 0 ? this : new(this, Box.Offset(dx, dy));

    /// <summary>
    /// The mask, moved and scaled: each place becomes (x · scale + dx, y · scale + dy), each pixel takes what its
    /// middle falls on.
    /// </summary>
    /// <param name="scale">Above 0.</param>
    /// <param name="dx">Pixels to the right.</param>
    /// <param name="dy">Pixels down.</param>
    /// <returns>At least a pixel wide and high.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0, or the mask would be beyond any
    /// picture.</exception>
    public DetectionMask Transform(double scale, double dx, double dy)
    {
        if (!(scale > 0) || !double.IsFinite(scale))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"scale must be above 0, got {scale}");
        }

        int left = (int)Math.Round(Box.X * scale + dx);
        int top = (int)Math.Round(Box.Y * scale + dy);
        int right = Math.Max(left + 1, (int)Math.Round(Box.Right * scale + dx));
        int bottom = Math.Max(top + 1, (int)Math.Round(Box.Bottom * scale + dy));
        return Where(new Box(left, top, right - left, bottom - top), (x, y) =>
            IsSet(
                Math.Clamp((int)Math.Floor((x + 0.5 - dx) / scale) - Box.X, 0, Box.Width - 1),
                Math.Clamp((int)Math.Floor((y + 0.5 - dy) / scale) - Box.Y, 0, Box.Height - 1)
            )
        );
    }

    /// <summary>
    /// The outlines as polygons, each of one piece, clockwise as the picture is seen. Corners lie between the pixels,
    /// from 0 to the picture's width and height. A hole is reached by a cut that has no width, so that whoever fills
    /// the polygon leaves it empty. Pixels that meet at a corner alone are two pieces.
    /// </summary>
    /// <param name="tolerance">
    /// How far the polygon may be from the outline, in pixels, 0 or more: 0 follows each pixel's edge, and 1, which
    /// is what JSON and drawing take, leaves the stairs of slanted edges out. Pieces that have no area then go.
    /// </param>
    /// <returns>The largest piece first; empty where no pixel belongs to the find.</returns>
    public IReadOnlyList<IReadOnlyList<Point>> Polygons(double tolerance = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        return MaskOutlines.Polygons(this, tolerance);
    }

    /// <summary>
    /// COCO's run lengths over the whole picture as compressed text, as pycocotools reads and writes them
    /// (<c>counts</c>, with <c>size</c> as [height, width]). What lies outside the picture is left out.
    /// </summary>
    /// <param name="width">Of the picture, above 0.</param>
    /// <param name="height">Of the picture, above 0.</param>
    public string ToCocoRuns(int width, int height) => CocoRuns.Write(this, width, height);

    /// <summary>Reads what <see cref="ToCocoRuns"/> writes; the mask's box is the smallest around its pixels.</summary>
    /// <param name="counts">COCO's compressed run lengths.</param>
    /// <param name="width">Of the picture, above 0.</param>
    /// <param name="height">Of the picture, above 0.</param>
    /// <returns>Null where no pixel is in it.</returns>
    /// <exception cref="FormatException">The text is none, or the runs are not those of such a picture.</exception>
    public static DetectionMask? FromCocoRuns(string counts, int width, int height) =>
        CocoRuns.Read(counts, width, height);

    /// <inheritdoc/>
    public bool Equals(DetectionMask? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Box == other.Box && _bits.AsSpan().SequenceEqual(other._bits));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DetectionMask);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Box, Area);

    /// <summary>The box, and how many pixels of it belong to the find.</summary>
    public override string ToString() => $"{Area} pixels in {Box}";

    /// <summary>A mask of the pixels of a box for which something holds, given in pixels of the picture.</summary>
    internal static DetectionMask Where(Box box, Func<int, int, bool> holds)
    {
        byte[] pixels = new byte[box.IsEmpty ? 0 : box.Area];
        for (int y = 0, i = 0; y < box.Height; y++)
        {
            for (int x = 0; x < box.Width; x++, i++)
            {
                pixels[i] = holds(box.X + x, box.Y + y) ? (byte)1 : (byte)0;
            }
        }

        return new DetectionMask(box, pixels);
    }

    /// <summary>
    /// A mask of the pixels at which a coarse grid of numbers, linear between the middles of its cells, is above a
    /// threshold: what networks answer that tell outlines.
    /// </summary>
    /// <param name="box">Which pixels are asked, in pixels of the picture.</param>
    /// <param name="values">Rows x columns, row-major.</param>
    /// <param name="columns">Above 0.</param>
    /// <param name="rows">Above 0.</param>
    /// <param name="area">Where the whole grid lies, in pixels of the picture.</param>
    /// <param name="threshold">What is above it belongs to the find: 0 of logits, 0.5 of shares.</param>
    internal static DetectionMask FromGrid(
        Box box,
        ReadOnlySpan<float> values,
        int columns,
        int rows,
        RealBox area,
        float threshold
    )
    {
        var mask = new DetectionMask(box);
        byte[] line = new byte[box.Width];
        GridTap[] across = GridTap.Over(box.X, box.Width, area.Left, area.Width, columns);
        GridTap[] down = GridTap.Over(box.Y, box.Height, area.Top, area.Height, rows);
        for (int y = 0; y < box.Height; y++)
        {
            ReadOnlySpan<float> upper = values.Slice(down[y].First * columns, columns);
            ReadOnlySpan<float> lower = values.Slice(down[y].Second * columns, columns);
            for (int x = 0; x < box.Width; x++)
            {
                GridTap tap = across[x];
                float top = tap.Mix(upper[tap.First], upper[tap.Second]);
                float bottom = tap.Mix(lower[tap.First], lower[tap.Second]);
                line[x] = down[y].Mix(top, bottom) > threshold ? (byte)1 : (byte)0;
            }

            mask.Pack(y, line);
        }

        return new DetectionMask(mask);
    }

    // With its pixels counted, once they are all there.
    private DetectionMask(DetectionMask filled)
        : this(filled, filled.Box) => Area = Count();

    /// <summary>Whether a pixel of the box belongs to it, counted from the box's corner.</summary>
    internal bool IsSet(int column, int row) => (_bits[row * _stride + (column >> 3)] >> (column & 7) & 1) != 0;

    private void Pack(int row, ReadOnlySpan<byte> pixels)
    {
        Span<byte> bits = _bits.AsSpan(row * _stride, _stride);
        for (int x = 0; x < pixels.Length; x++)
        {
            if (pixels[x] != 0)
            {
                bits[x >> 3] |= (byte)(1 << (x & 7));
            }
        }
    }

    private long Count()
    {
        long count = 0;
        foreach (byte bits in _bits)
        {
            count += BitOperations.PopCount(bits);
        }

        return count;
    }
}
