namespace Spotter.Learning.Detectors.Networks;

/// <summary>An object in a sample, in its pixels.</summary>
internal readonly record struct TargetBox(float Left, float Top, float Right, float Bottom, int Class, float Weight)
{
    public float Width => Right - Left;

    public float Height => Bottom - Top;

    /// <summary>Square root of the area.</summary>
    public float Side => MathF.Sqrt(MathF.Max(Width, 0) * MathF.Max(Height, 0));
}

/// <summary>A part of a sample in which the background of a class counts so much; later ones replace earlier.</summary>
internal readonly record struct BackgroundRegion(
    float Left,
    float Top,
    float Right,
    float Bottom,
    int Class,
    float Weight
);

/// <summary>What the network should answer to a sample.</summary>
internal sealed class SceneTarget
{
    public List<TargetBox> Boxes { get; } = [];

    public List<BackgroundRegion> Background { get; } = [];

    public void Clear()
    {
        Boxes.Clear();
        Background.Clear();
    }
}
