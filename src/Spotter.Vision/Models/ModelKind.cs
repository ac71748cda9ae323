namespace Spotter.Vision.Models;

/// <summary>By what means a model finds things.</summary>
public enum ModelKind
{
    /// <summary>A boosted cascade: <see cref="Cascades.CascadeModel"/>.</summary>
    Cascade,

    /// <summary>A convolutional network: <see cref="Networks.NetworkDetectorModel"/>.</summary>
    Network,
}
