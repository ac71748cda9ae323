namespace Spotter.Vision.Models;

/// <summary>By what means a model finds things.</summary>
public enum ModelKind
{
    /// <summary>A boosted cascade: <see cref="Cascades.CascadeModel"/>.</summary>
    Cascade,

    /// <summary>Boosted trees on channel features: <see cref="Channels.ChannelModel"/>.</summary>
    Channels,

    /// <summary>A convolutional network: <see cref="Networks.NetworkDetectorModel"/>.</summary>
    Network,
}
