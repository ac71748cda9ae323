namespace Spotter.Vision.Networks;

/// <summary>A part of a picture that goes through the network at once, and the size that it is brought to.</summary>
/// <param name="Part">In pixels of the picture.</param>
/// <param name="Width">Pixels a row that the part becomes.</param>
/// <param name="Height">Rows that the part becomes.</param>
/// <param name="InputWidth">With what is added on the right, a multiple of the network's step.</param>
/// <param name="InputHeight">With what is added below, a multiple of the network's step.</param>
/// <param name="Cut">Which sides cut through the picture.</param>
internal readonly record struct SearchedPart(
    Box Part,
    int Width,
    int Height,
    int InputWidth,
    int InputHeight,
    CutSides Cut
)
{
    // What is smaller in what goes in is not seen any more.
    private const int SmallestSeen = 10;

    // A picture is not enlarged by more: there is nothing more to see in it.
    private const double MostEnlarged = 2;

    // The shape of pictures for which the longer side of the input is the model's own: 4 : 3.
    private const double UsualAspect = 0.75;
    private const double MostStretched = 2;

    /// <summary>Larger inputs are searched in tiles, which keeps memory small and processors' caches in use.</summary>
    public const int LargestInput = 1280;

    // Neighbouring tiles share so much, in pixels of the input: larger objects are found in the whole picture.
    private const int Overlap = 192;

    // An object that a cut goes through ends this near to it, in pixels of the input.
    private const float NearCut = 3;

    /// <summary>
    /// By which power of two the sides of the picture may be divided before the part is brought to its size: what is
    /// halved on the way would be so anyhow.
    /// </summary>
    public int Reduction
    {
        get
        {
            int reduction = 1;
            while (Part.Width / reduction >= 2 * Width && Part.Height / reduction >= 2 * Height)
            {
                reduction *= 2;
            }

            return reduction;
        }
    }

    private double StepX => (double)Part.Width / Width;

    private double StepY => (double)Part.Height / Height;

    /// <summary>The longer side that a region is brought to, in pixels.</summary>
    /// <param name="region">What is searched.</param>
    /// <param name="minSize">The smallest object wanted; null leaves the size to the model.</param>
    /// <param name="usual">The model's own size, of pictures of 4 to 3; others have as many pixels.</param>
    public static int SizeFor(Box region, BoxSize? minSize, int usual)
    {
        int longer = Math.Max(region.Width, region.Height);

        // Wide pictures go in as large as others, not as long.
        double even = usual * Math.Sqrt(UsualAspect * longer / Math.Min(region.Width, region.Height));
        usual = (int)Math.Min(even, MostStretched * usual);
        int smallest = minSize is { } size ? Math.Max(size.Width, size.Height) : 0;
        double wanted = smallest > 0 ? Math.Max((double)longer * SmallestSeen / smallest, usual / 2.0) : usual;
        return (int)Math.Ceiling(Math.Min(wanted, longer * MostEnlarged));
    }

    /// <summary>The parts that a region is searched in.</summary>
    /// <param name="region">In pixels of the picture.</param>
    /// <param name="size">The longer side that the region is brought to.</param>
    /// <param name="step">Sides of what goes in are multiples of it.</param>
    public static IEnumerable<SearchedPart> Of(Box region, int size, int step)
    {
        double factor = (double)size / Math.Max(region.Width, region.Height);
        if (size <= LargestInput)
        {
            yield return Create(region, factor, step, CutSides.None);
            yield break;
        }

        // Objects larger than what tiles share are found in the whole, brought to the size of a tile.
        yield return Create(region, factor * LargestInput / size, step, CutSides.None);
        (int Start, int Length)[] columns = Split(region.Width, factor);
        (int Start, int Length)[] rows = Split(region.Height, factor);
        foreach ((int top, int height) in rows)
        {
            foreach ((int left, int width) in columns)
            {
                CutSides cut =
                    (left > 0 ? CutSides.Left : CutSides.None)
                    | (top > 0 ? CutSides.Top : CutSides.None)
                    | (left + width < region.Width ? CutSides.Right : CutSides.None)
                    | (top + height < region.Height ? CutSides.Bottom : CutSides.None);
                yield return Create(new Box(region.X + left, region.Y + top, width, height), factor, step, cut);
            }
        }
    }

    /// <summary>
    /// Brings finds to the picture's own pixels, and leaves out what a cut goes through: the next tile or the whole has
    /// it entire.
    /// </summary>
    /// <param name="found">Finds in pixels of the input.</param>
    /// <param name="first">The first of this part.</param>
    public void ToPicture(List<CellBox> found, int first)
    {
        int kept = first;
        for (int i = first; i < found.Count; i++)
        {
            CellBox box = found[i];
            bool isCut =
                (Cut.HasFlag(CutSides.Left) && box.Left < NearCut)
                || (Cut.HasFlag(CutSides.Top) && box.Top < NearCut)
                || (Cut.HasFlag(CutSides.Right) && box.Right > Width - NearCut)
                || (Cut.HasFlag(CutSides.Bottom) && box.Bottom > Height - NearCut);
            if (!isCut)
            {
                found[kept++] = box with
                {
                    Left = (float)(Part.X + (box.Left * StepX)),
                    Top = (float)(Part.Y + (box.Top * StepY)),
                    Right = (float)(Part.X + (box.Right * StepX)),
                    Bottom = (float)(Part.Y + (box.Bottom * StepY)),
                };
            }
        }

        found.RemoveRange(kept, found.Count - kept);
    }

    private static SearchedPart Create(Box part, double factor, int step, CutSides cut)
    {
        int width = Math.Max((int)Math.Round(part.Width * factor), 1);
        int height = Math.Max((int)Math.Round(part.Height * factor), 1);
        return new SearchedPart(part, width, height, RoundUp(width, step), RoundUp(height, step), cut);
    }

    // Even parts of a side, each a little into the next.
    private static (int Start, int Length)[] Split(int length, double factor)
    {
        double tile = LargestInput / factor;
        if (length <= tile)
        {
            return [(0, length)];
        }

        double shared = Overlap / factor;
        int count = (int)Math.Ceiling((length - shared) / (tile - shared));
        var parts = new (int, int)[count];
        for (int i = 0; i < count; i++)
        {
            int start = (int)((length - tile) * i / (count - 1));
            parts[i] = (start, Math.Min((int)Math.Ceiling(tile), length - start));
        }

        return parts;
    }

    private static int RoundUp(int value, int step) => (value + step - 1) / step * step;
}

/// <summary>Sides of a part at which the picture goes on.</summary>
[Flags]
internal enum CutSides
{
    None = 0,
    Left = 1,
    Top = 2,
    Right = 4,
    Bottom = 8,
}
