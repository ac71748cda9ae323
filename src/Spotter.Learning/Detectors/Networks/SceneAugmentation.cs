namespace Spotter.Learning.Detectors.Networks;

/// <summary>How samples are made from scenes. Shares are 0..1.</summary>
internal sealed record SceneAugmentation
{
    /// <summary>Samples of four pictures (mosaics; Bochkovskiy et al., YOLOv4, 2020).</summary>
    public double MosaicShare { get; init; } = 0.5;

    /// <summary>Pictures whose scale is chosen by the wanted size of one of their objects.</summary>
    public double ObjectScaleShare { get; init; } = 0.5;

    /// <summary>The smallest side (root of the area) of an object that is learned, in pixels, for each class.</summary>
    public IReadOnlyList<float> SmallestSides { get; init; } = [8];

    /// <summary>The largest wanted side of an object, as a part of the picture's place.</summary>
    public double LargestPart { get; init; } = 0.95;

    /// <summary>A picture is enlarged by so much at most.</summary>
    public double MostEnlarged { get; init; } = 1.6;

    /// <summary>Mirrored pictures.</summary>
    public double MirrorShare { get; init; } = 0.5;

    /// <summary>Gray samples.</summary>
    public double GrayShare { get; init; } = 0.2;

    /// <summary>Blurred samples.</summary>
    public double BlurShare { get; init; } = 0.12;

    /// <summary>Objects of which a part is covered (random erasing; Zhong et al., AAAI 2020).</summary>
    public double CoverShare { get; init; } = 0.08;

    /// <summary>Samples into which a crop of an object is pasted, where there are crops.</summary>
    public double PasteShare { get; init; } = 0.2;
}
