using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Detectors;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>The numbers of a training, chosen from the data.</summary>
/// <param name="Geometry">Cells and window.</param>
/// <param name="ObjectInWindow">Where in the window the object is, in parts of the window.</param>
/// <param name="Variants">Variants of each object: itself, its mirror image, jittered ones.</param>
/// <param name="FirstNegatives">Windows drawn at random to begin with.</param>
/// <param name="MinedNegatives">Most windows that a round adds.</param>
/// <param name="MostNegatives">Most negatives at a time; random old ones make room.</param>
/// <param name="Trees">Trees of each round.</param>
public sealed record ChannelTrainingPlan(
    ChannelGeometry Geometry,
    RelativeRegion ObjectInWindow,
    int Variants,
    int FirstNegatives,
    int MinedNegatives,
    int MostNegatives,
    IReadOnlyList<int> Trees
)
{
    // Dollar et al. learn people 96 pixels high; below half of that a cell of 4 pixels is too coarse.
    private const int LongestSide = 96;
    private const int LongestOfFineCells = 48;
    private const int FineCell = 2;
    private const int CoarseCell = 4;

    // Part of the object's longer side that the window shows around it, where the pictures show as much.
    private const double Context = 0.125;

    // Windows of positives to aim for; few objects are varied more.
    private const int WantedPositives = 12000;
    private const int MostVariants = 24;

    // The windows of all samples take this many bytes at most.
    private const long MostBytes = 600_000_000;

    private const int FirstTrees = 32;

    /// <summary>The size of the object in the window, in pixels.</summary>
    public BoxSize ObjectSize =>
        new(
            (int)Math.Round(ObjectInWindow.Width * Geometry.WindowSize.Width),
            (int)Math.Round(ObjectInWindow.Height * Geometry.WindowSize.Height)
        );

    internal static ChannelTrainingPlan Choose(IReadOnlyList<ObjectExample> objects, ChannelTrainingOptions options)
    {
        if (objects.Count == 0)
        {
            throw new ArgumentException("there are no objects to learn");
        }

        BoxSize wanted = options.ObjectSize ?? TypicalSize(objects);
        int cell = options.CellSize
            ?? (Math.Max(wanted.Width, wanted.Height) <= LongestOfFineCells ? FineCell : CoarseCell);
        int columns = Math.Max((int)Math.Round((double)wanted.Width / cell), 3);
        int rows = Math.Max((int)Math.Round((double)wanted.Height / cell), 3);
        int context = (int)Math.Round(Math.Max(columns, rows) * Context);

        // Objects that all are cut off at one side have context at the other, where no mirror images need it at both.
        int left = ContextCells(objects, static o => (double)o.Box.X / o.Box.Width, columns, context);
        int right = ContextCells(
            objects,
            static o => (double)(o.Picture.Width - o.Box.Right) / o.Box.Width,
            columns,
            context
        );
        int down = ContextCells(
            objects,
            static o => (o.Picture.Height - o.Box.Height) / 2.0 / o.Box.Height,
            rows,
            context
        );
        if (options.IsMirrored != false)
        {
            left = right = ContextCells(
                objects,
                static o => (o.Picture.Width - o.Box.Width) / 2.0 / o.Box.Width,
                columns,
                context
            );
        }

        var geometry = new ChannelGeometry(cell, columns + left + right, rows + (2 * down), cell == FineCell ? 3 : 2);
        var region = new RelativeRegion(
            (double)left / geometry.Columns,
            (double)down / geometry.Rows,
            (double)columns / geometry.Columns,
            (double)rows / geometry.Rows
        );
        int fewest = options.IsMirrored == false ? 2 : 3;
        int variants = Math.Clamp((int)Math.Round((double)WantedPositives / objects.Count), fewest, MostVariants);
        long bytesAWindow = (long)geometry.Columns * geometry.Rows * ChannelLayout.Count;
        double room = Math.Min(1, MostBytes / bytesAWindow / (30000.0 + ((double)objects.Count * variants)));
        return new ChannelTrainingPlan(
            geometry,
            region,
            variants,
            (int)(8000 * room),
            (int)(8000 * room),
            (int)(24000 * room),
            TreesOf(options)
        );
    }

    // Object sizes of the data, made smaller where they are larger than gains anything.
    private static BoxSize TypicalSize(IReadOnlyList<ObjectExample> objects)
    {
        double aspect = Math.Exp(Median(objects.Select(static o => Math.Log((double)o.Box.Width / o.Box.Height))));
        double longest = Math.Min(
            Median(objects.Select(static o => (double)Math.Max(o.Box.Width, o.Box.Height))),
            LongestSide
        );
        return aspect <= 1
            ? new BoxSize(Math.Max((int)Math.Round(longest * aspect), 1), (int)Math.Round(longest))
            : new BoxSize((int)Math.Round(longest), Math.Max((int)Math.Round(longest / aspect), 1));
    }

    // What the pictures show beside the object, in parts of the object; a cell less than there is, for smoothing reads
    // beyond the window.
    private static int ContextCells(
        IReadOnlyList<ObjectExample> objects,
        Func<ObjectExample, double> shown,
        int cells,
        int most
    ) => Math.Clamp((int)(Median(objects.Select(shown)) * cells) - 1, 0, most);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    // From the first to the last in equal factors, as 32, 128, 512, 2048.
    private static int[] TreesOf(ChannelTrainingOptions options)
    {
        double first = Math.Min(FirstTrees, options.Trees);
        return
        [
            .. Enumerable
                .Range(1, options.Rounds)
                .Select(round =>
                    options.Rounds == 1
                        ? options.Trees
                        : (int)Math.Round(first * Math.Pow(options.Trees / first, (round - 1.0) / (options.Rounds - 1)))
                ),
        ];
    }
}
