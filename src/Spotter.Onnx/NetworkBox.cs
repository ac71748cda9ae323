namespace Spotter.Onnx;

/// <summary>A box in pixels of the network's input.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Bottom edge.</param>
/// <param name="Score">0 to 1.</param>
/// <param name="Class">Index of the label.</param>
internal readonly record struct NetworkBox(float Left, float Top, float Right, float Bottom, float Score, int Class)
{
    /// <summary>In which block of its reading it was found.</summary>
    public int Block { get; init; }

    /// <summary>In which row of that block, where its points and its mask are told too.</summary>
    public int Row { get; init; }

    public static NetworkBox Around(float x, float y, float width, float height, float score, int label) =>
        new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2), score, label);

    public float IntersectionOverUnion(NetworkBox other)
    {
        float width = Math.Min(Right, other.Right) - Math.Max(Left, other.Left);
        float height = Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top);
        if (!(width > 0 && height > 0))
        {
            return 0;
        }

        float shared = width * height;
        return shared
            / (((Right - Left) * (Bottom - Top)) + ((other.Right - other.Left) * (other.Bottom - other.Top)) - shared);
    }
}
