namespace Spotter.Vision.Masks;

/// <summary>Between which two cells of a grid the middle of a pixel lies.</summary>
/// <param name="First">The cell before.</param>
/// <param name="Second">The cell behind; the same at the edges.</param>
/// <param name="Weight">Of the second, 0 to 1.</param>
internal readonly record struct GridTap(int First, int Second, float Weight)
{
    public float Mix(float first, float second) => first + (second - first) * Weight;

    /// <param name="start">The first pixel.</param>
    /// <param name="length">How many pixels.</param>
    /// <param name="gridStart">Where the grid begins, in pixels.</param>
    /// <param name="gridLength">How long it is, in pixels.</param>
    /// <param name="cells">How many cells it has.</param>
    public static GridTap[] Over(int start, int length, double gridStart, double gridLength, int cells)
    {
        var taps = new GridTap[length];
        for (int i = 0; i < length; i++)
        {
            double place = Math.Clamp((start + i + 0.5 - gridStart) / gridLength * cells - 0.5, 0, cells - 1);
            int first = (int)place;
            taps[i] = new GridTap(first, Math.Min(first + 1, cells - 1), (float)(place - first));
        }

        return taps;
    }
}
