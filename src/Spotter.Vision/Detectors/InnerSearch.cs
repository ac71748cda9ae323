using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Scalar;

namespace Spotter.Vision.Detectors;

/// <summary>What a <see cref="NestedDetector"/> looks for in and around the boxes of another detector.</summary>
public sealed record InnerSearch
{
    /// <summary>What finds it.</summary>
    public required IDetector Detector { get; init; }

    /// <summary>
    /// What the search takes for the outer box, in parts of it: for detectors that box an object tighter, or with more
    /// around it, than the other numbers here mean.
    /// </summary>
    public RelativeRegion Reference { get; init; } = RelativeRegion.Whole;

    /// <summary>The part of the outer box that is searched.</summary>
    public RelativeRegion Region
    {
        get;
        init =>
            field = value is { Width: > 0 and <= 4, Height: > 0 and <= 4, X: >= -4 and <= 4, Y: >= -4 and <= 4 }
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(Region),
                    value,
                    $"region must have a width and height above 0 and lie within 4 box sizes, got {value}"
                );
    } = RelativeRegion.Whole;

    /// <summary>How to search; sizes in it are ignored, <see cref="MinWidth"/> takes their place.</summary>
    public DetectionOptions Options { get; init; } = DetectionOptions.Default;

    /// <summary>Nothing narrower is looked for, as a part of the outer box's width: 0 to 1.</summary>
    public double MinWidth
    {
        get;
        init =>
            field = value is >= 0 and <= 1
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(MinWidth),
                    value,
                    $"min width must be 0 to 1 of the outer box, got {value}"
                );
    }

    /// <summary>
    /// The width in pixels to which an outer box is brought before its region is searched, 16 to 1024: near and far
    /// objects then get the same number of candidates, so that one setting of
    /// <see cref="DetectionOptions.MinNeighbors"/> suits all.
    /// </summary>
    public int WorkingWidth
    {
        get;
        init =>
            field = value is >= 16 and <= 1024
                ? value
                : throw new ArgumentOutOfRangeException(
                    nameof(WorkingWidth),
                    value,
                    $"working width must be 16 to 1024 pixels, got {value}"
                );
    } = 128;

    /// <summary>
    /// The label that the outer box takes on when something is found in it, in place of a box of its own; null, the
    /// default, answers what is found as boxes.
    /// </summary>
    public string? MarksOuter { get; init; }

    /// <summary>Searches the region of one outer box.</summary>
    /// <returns>Boxes in the picture's pixels.</returns>
    internal List<Detection> Find(GrayImage gray, Box outer, int? threads, CancellationToken cancellationToken)
    {
        outer = Reference.Of(outer);
        Box region = Region.Of(outer).Intersect(new Box(0, 0, gray.Width, gray.Height));
        if (region.IsEmpty)
        {
            return [];
        }

        double scale = (double)WorkingWidth / outer.Width;
        int minWidth = (int)Math.Round(MinWidth * WorkingWidth);
        DetectionOptions options = Options with
        {
            MinSize = new BoxSize(minWidth, 0),
            MaxSize = null,
            RegionOfInterest = null,
            Threads = threads ?? Options.Threads,
        };
        var boxes = new List<Detection>();
        foreach (
            Detection found in Detector.Detect(
                new Frame(Resize(gray.View.Crop(region), scale)),
                options,
                cancellationToken
            )
        )
        {
            Box box = new(
                region.X + (int)Math.Round(found.Box.X / scale),
                region.Y + (int)Math.Round(found.Box.Y / scale),
                (int)Math.Round(found.Box.Width / scale),
                (int)Math.Round(found.Box.Height / scale)
            );
            boxes.Add(found.Transform(box.Intersect(region), 1 / scale, region.X, region.Y));
        }

        boxes.RemoveAll(static found => found.Box.IsEmpty);
        return boxes;
    }

    private static GrayImage Resize(ImageView<byte> part, double scale)
    {
        var sized = new GrayImage(
            Math.Max(1, (int)Math.Round(part.Width * scale)),
            Math.Max(1, (int)Math.Round(part.Height * scale))
        );
        var columns = new ResizeTable();
        var rows = new ResizeTable();
        columns.Prepare(part.Width, sized.Width);
        rows.Prepare(part.Height, sized.Height);
        ScalarResize.Resize(part, columns, rows, sized.Pixels);
        return sized;
    }
}
