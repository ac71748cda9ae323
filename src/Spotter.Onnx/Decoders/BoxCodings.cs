namespace Spotter.Onnx.Decoders;

/// <summary>What the numbers of a box mean.</summary>
/// <param name="numbers">Of one row.</param>
/// <param name="place">From where they are told.</param>
/// <returns>In pixels of the input, without score and class.</returns>
internal delegate NetworkBox BoxNumbers(ReadOnlySpan<float> numbers, Place place);

/// <summary>How boxes are told.</summary>
/// <param name="Read">What the numbers mean.</param>
/// <param name="IsFromPlace">Whether they are told from their places, and not from the corner of the picture.</param>
internal sealed record BoxCoding(BoxNumbers Read, bool IsFromPlace);

/// <summary>What a pair of numbers of a landmark means.</summary>
/// <returns>In pixels of the input.</returns>
internal delegate (float X, float Y) PointCoding(float x, float y, Place place);

/// <summary>How networks tell boxes and points.</summary>
internal static class BoxCodings
{
    /// <summary>Middle, width and height, in units of so many pixels.</summary>
    public static BoxCoding CentreSize(float unitX = 1, float unitY = 1) =>
        new((n, _) => Around(n[0] * unitX, n[1] * unitY, n[2] * unitX, n[3] * unitY), IsFromPlace: false);

    /// <summary>Left, top, right, bottom, in units of so many pixels.</summary>
    public static BoxCoding Corners(float unitX = 1, float unitY = 1) =>
        new((n, _) => new NetworkBox(n[0] * unitX, n[1] * unitY, n[2] * unitX, n[3] * unitY, 0, 0), IsFromPlace: false);

    /// <summary>Top, left, bottom, right, as TensorFlow has it.</summary>
    public static BoxCoding CornersRowFirst(float unitX = 1, float unitY = 1) =>
        new((n, _) => new NetworkBox(n[1] * unitX, n[0] * unitY, n[3] * unitX, n[2] * unitY, 0, 0), IsFromPlace: false);

    /// <summary>How far the four sides are from the place, in cells.</summary>
    public static BoxCoding Distances { get; } =
        new(
            static (n, p) =>
                new NetworkBox(
                    p.X - (n[0] * p.Stride),
                    p.Y - (n[1] * p.Stride),
                    p.X + (n[2] * p.Stride),
                    p.Y + (n[3] * p.Stride),
                    0,
                    0
                ),
            IsFromPlace: true
        );

    /// <summary>
    /// The same, each as a distribution over 0, 1, 2, ... given as logits (X. Li et al.: Generalized focal loss,
    /// NeurIPS 2020).
    /// </summary>
    public static BoxCoding Distributions { get; } =
        new(
            static (n, p) =>
            {
                int bins = n.Length / 4;
                return Distances.Read(
                    [Mean(n[..bins]), Mean(n.Slice(bins, bins)), Mean(n.Slice(2 * bins, bins)), Mean(n[(3 * bins)..])],
                    p
                );
            },
            IsFromPlace: true
        );

    /// <summary>
    /// Offset of the middle and logarithm of the size, as shares of the box that the place starts from: W. Liu et al.:
    /// SSD, ECCV 2016, with its two variances.
    /// </summary>
    public static BoxCoding Offsets(float middle = 1, float size = 1) =>
        new(
            (n, p) =>
                Around(
                    p.X + (n[0] * middle * p.Width),
                    p.Y + (n[1] * middle * p.Height),
                    MathF.Exp(n[2] * size) * p.Width,
                    MathF.Exp(n[3] * size) * p.Height
                ),
            IsFromPlace: true
        );

    /// <summary>Offset of the middle and size, in pixels: BlazeFace.</summary>
    public static BoxCoding PixelOffsets { get; } =
        new(static (n, p) => Around(p.X + n[0], p.Y + n[1], n[2], n[3]), IsFromPlace: true);

    /// <summary>YOLOv5's: shares of 0 to 1, around the corner of the cell.</summary>
    public static BoxCoding YoloShares { get; } =
        new(
            static (n, p) =>
                Around(
                    p.X + (((2 * n[0]) - 0.5f) * p.Stride),
                    p.Y + (((2 * n[1]) - 0.5f) * p.Stride),
                    4 * n[2] * n[2] * p.Width,
                    4 * n[3] * n[3] * p.Height
                ),
            IsFromPlace: true
        );

    /// <summary>The same before their sigmoid.</summary>
    public static BoxCoding YoloLogits { get; } =
        new(
            static (n, p) => YoloShares.Read([Sigmoid(n[0]), Sigmoid(n[1]), Sigmoid(n[2]), Sigmoid(n[3])], p),
            IsFromPlace: true
        );

    /// <summary>FastestDet's: the middle by a hyperbolic tangent, the size as a share of the input.</summary>
    public static BoxCoding FastestDet(int width, int height) =>
        new(
            (n, p) =>
                Around(
                    p.X + (MathF.Tanh(n[0]) * p.Stride),
                    p.Y + (MathF.Tanh(n[1]) * p.Stride),
                    Sigmoid(n[2]) * width,
                    Sigmoid(n[3]) * height
                ),
            IsFromPlace: true
        );

    /// <summary>Points in units of so many pixels.</summary>
    public static PointCoding Points(float unitX = 1, float unitY = 1) => (x, y, _) => (x * unitX, y * unitY);

    /// <summary>Points in cells from the place.</summary>
    public static PointCoding PointsInCells { get; } = static (x, y, p) => (p.X + (x * p.Stride), p.Y + (y * p.Stride));

    /// <summary>Points as shares of the box that the place starts from.</summary>
    public static PointCoding PointOffsets(float variance) =>
        (x, y, p) => (p.X + (x * variance * p.Width), p.Y + (y * variance * p.Height));

    /// <summary>Points in pixels from the place.</summary>
    public static PointCoding PointsInPixels { get; } = static (x, y, p) => (p.X + x, p.Y + y);

    public static float Sigmoid(float x) => 1 / (1 + MathF.Exp(-x));

    private static NetworkBox Around(float x, float y, float width, float height) =>
        NetworkBox.Around(x, y, width, height, 0, 0);

    private static float Mean(ReadOnlySpan<float> logits)
    {
        float highest = float.NegativeInfinity;
        foreach (float logit in logits)
        {
            highest = Math.Max(highest, logit);
        }

        float sum = 0;
        float weighted = 0;
        for (int i = 0; i < logits.Length; i++)
        {
            float weight = MathF.Exp(logits[i] - highest);
            sum += weight;
            weighted += weight * i;
        }

        return weighted / sum;
    }
}
