using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels.Scalar;

/// <summary>A Haar feature whose corners are offsets from the window's first sample in an integral image.</summary>
internal struct BoundHaarFeature
{
    public BoundRectangle First;
    public BoundRectangle Second;
    public BoundRectangle Third;

    public static BoundHaarFeature Bind(HaarFeature feature, int stride, int tiltedOffset) => new()
    {
        First = BoundRectangle.Bind(feature.First, feature.IsTilted, stride, tiltedOffset),
        Second = BoundRectangle.Bind(feature.Second, feature.IsTilted, stride, tiltedOffset),
        Third = BoundRectangle.Bind(feature.Third, feature.IsTilted, stride, tiltedOffset),
    };

    // Every product and sum is rounded to single precision on its own, as OpenCV's are.
    public readonly float Evaluate(ReadOnlySpan<int> window)
    {
        float value = (First.Weight * First.Sum(window)) + (Second.Weight * Second.Sum(window));
        return Third.Weight == 0 ? value : value + (Third.Weight * Third.Sum(window));
    }
}

/// <summary>The four corners of a rectangle, upright or tilted.</summary>
internal struct BoundRectangle
{
    public int Corner0;
    public int Corner1;
    public int Corner2;
    public int Corner3;
    public float Weight;

    public static BoundRectangle Bind(WeightedRectangle r, bool isTilted, int stride, int tiltedOffset)
    {
        int At(int x, int y) => (y * stride) + x + (isTilted ? tiltedOffset : 0);
        return isTilted
            ? new BoundRectangle
            {
                Corner0 = At(r.X, r.Y),
                Corner1 = At(r.X - r.Height, r.Y + r.Height),
                Corner2 = At(r.X + r.Width, r.Y + r.Width),
                Corner3 = At(r.X + r.Width - r.Height, r.Y + r.Width + r.Height),
                Weight = r.Weight,
            }
            : new BoundRectangle
            {
                Corner0 = At(r.X, r.Y),
                Corner1 = At(r.X + r.Width, r.Y),
                Corner2 = At(r.X, r.Y + r.Height),
                Corner3 = At(r.X + r.Width, r.Y + r.Height),
                Weight = r.Weight,
            };
    }

    public readonly int Sum(ReadOnlySpan<int> window) =>
        window[Corner0] - window[Corner1] - window[Corner2] + window[Corner3];
}

/// <summary>The 4 x 4 corners of the blocks of a local binary pattern.</summary>
internal readonly struct BoundLbpFeature(LbpFeature feature, int stride)
{
    /// <summary>The category, 0 to 255: a bit for each outer block, clockwise from the top left one, which is bit 7.</summary>
    public int Evaluate(ReadOnlySpan<int> window)
    {
        int middle = Block(window, 1, 1);
        return (Block(window, 0, 0) >= middle ? 128 : 0)
            | (Block(window, 1, 0) >= middle ? 64 : 0)
            | (Block(window, 2, 0) >= middle ? 32 : 0)
            | (Block(window, 2, 1) >= middle ? 16 : 0)
            | (Block(window, 2, 2) >= middle ? 8 : 0)
            | (Block(window, 1, 2) >= middle ? 4 : 0)
            | (Block(window, 0, 2) >= middle ? 2 : 0)
            | (Block(window, 0, 1) >= middle ? 1 : 0);
    }

    private int Block(ReadOnlySpan<int> window, int column, int row)
    {
        int topLeft = ((feature.Y + (row * feature.BlockHeight)) * stride) + feature.X + (column * feature.BlockWidth);
        int bottomLeft = topLeft + (feature.BlockHeight * stride);
        return window[topLeft] - window[topLeft + feature.BlockWidth] - window[bottomLeft] + window[bottomLeft + feature.BlockWidth];
    }
}
