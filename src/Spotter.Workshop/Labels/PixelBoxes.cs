using System.Globalization;
using Spotter.Media;
using Spotter.Vision;

namespace Spotter.Workshop.Labels;

/// <summary>Makes boxes of one picture from the numbers of its labels.</summary>
internal sealed class PixelBoxes
{
    // Labelling tools round, and some count from 0 what the format counts from 1.
    private const double Tolerance = 2;

    // Sizes of a picture and of its smaller copy agree but for rounding.
    private const double SameShape = 1.5;

    private readonly string _picture;
    private readonly LabelCollection _collection;
    private readonly List<LabelledBox> _boxes = [];
    private readonly double _scaleX = 1;
    private readonly double _scaleY = 1;
    private bool _leftOut;

    /// <param name="picture">The picture file.</param>
    /// <param name="collection">Told of what is clipped, scaled or left out.</param>
    /// <param name="said">The size of the picture that the labels were made for; null or empty where they do not
    /// say.</param>
    /// <param name="place">Which label says so.</param>
    /// <exception cref="Spotter.Media.Pictures.PictureException">The picture cannot be read.</exception>
    /// <exception cref="LabelException">The labels are for a picture of another shape.</exception>
    public PixelBoxes(string picture, LabelCollection collection, BoxSize? said = null, string place = "")
    {
        _picture = picture;
        _collection = collection;
        Size = Picture.ReadSize(picture);
        if (said is not { Width: > 0, Height: > 0 } size || size == Size)
        {
            return;
        }

        _scaleX = (double)Size.Width / size.Width;
        _scaleY = (double)Size.Height / size.Height;
        if (
            Math.Abs((size.Width * _scaleY) - Size.Width) > SameShape
            && Math.Abs((size.Height * _scaleX) - Size.Height) > SameShape
        )
        {
            throw new LabelException(
                $"{place}: is for a picture of {size.Width}x{size.Height}, but {picture} has "
                    + $"{Size.Width}x{Size.Height} as shown; use the picture that was labelled"
            );
        }

        collection.Scaled.Add($"{picture}: {Size.Width}x{Size.Height} instead of {size.Width}x{size.Height}");
    }

    /// <summary>Of the picture as shown.</summary>
    public BoxSize Size { get; }

    /// <summary>
    /// What has been added; null where all of it was left out, for then nobody can say that the picture is background.
    /// </summary>
    public LabelledPicture? Labelled =>
        _leftOut && _boxes.Count == 0 ? null : new LabelledPicture(_picture, Size, _boxes);

    /// <summary>
    /// Adds a box in whole pixels, clipped to the picture; one that shows no pixel of it is a problem and left out.
    /// </summary>
    /// <param name="edges">Left, top, width and height, in pixels of the picture that was labelled.</param>
    /// <param name="label">What it is.</param>
    /// <param name="isIgnored">Whether it counts neither way.</param>
    /// <param name="place">Which label it is, for messages.</param>
    public void Add(LabelEdges edges, string label, bool isIgnored, string place)
    {
        (double x, double y, double width, double height) = (
            edges.X * _scaleX,
            edges.Y * _scaleY,
            edges.Width * _scaleX,
            edges.Height * _scaleY
        );
        if (ProblemOf(x, y, width, height) is { } problem)
        {
            _leftOut = true;
            _collection.Problem($"{place}: {Describe(x, y, width, height)} {problem}; it is left out");
            return;
        }

        if (
            !(
                x >= -Tolerance
                && y >= -Tolerance
                && x + width <= Size.Width + Tolerance
                && y + height <= Size.Height + Tolerance
            )
        )
        {
            _collection.Clipped.Add(
                $"{place}: {Describe(x, y, width, height)} in the {Size.Width}x{Size.Height} picture"
            );
        }

        (int left, int right) = Clip(x, width, Size.Width);
        (int top, int bottom) = Clip(y, height, Size.Height);
        _boxes.Add(new LabelledBox(new Box(left, top, right - left, bottom - top), label, isIgnored));
    }

    private string? ProblemOf(double x, double y, double width, double height)
    {
        if (!(width > 0 && height > 0))
        {
            return "has no area";
        }

        if (
            !(
                x < Size.Width
                && y < Size.Height
                && x + width > 0
                && y + height > 0
                && double.IsFinite(x + width)
                && double.IsFinite(y + height)
            )
        )
        {
            return $"lies outside the {Size.Width}x{Size.Height} picture";
        }

        (int left, int right) = Clip(x, width, Size.Width);
        (int top, int bottom) = Clip(y, height, Size.Height);
        return right > left && bottom > top ? null : $"holds no whole pixel of the {Size.Width}x{Size.Height} picture";
    }

    private static (int First, int End) Clip(double position, double length, int size) =>
        ((int)Math.Round(Math.Clamp(position, 0, size)), (int)Math.Round(Math.Clamp(position + length, 0, size)));

    private static string Describe(double x, double y, double width, double height) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"the box {x:0.##} {y:0.##} {width:0.##} {height:0.##} (x y width height)"
        );
}

/// <summary>A box as labels have it, in pixels.</summary>
internal readonly record struct LabelEdges(double X, double Y, double Width, double Height)
{
    /// <summary>The smallest box around points.</summary>
    /// <param name="points">x and y in turn; at least one point.</param>
    public static LabelEdges Around(ReadOnlySpan<double> points)
    {
        (double left, double top, double right, double bottom) = (points[0], points[1], points[0], points[1]);
        for (int i = 2; i + 1 < points.Length; i += 2)
        {
            (left, right) = (Math.Min(left, points[i]), Math.Max(right, points[i]));
            (top, bottom) = (Math.Min(top, points[i + 1]), Math.Max(bottom, points[i + 1]));
        }

        return new LabelEdges(left, top, right - left, bottom - top);
    }
}
