namespace Spotter.Networks.Layers;

/// <summary>What lies outside the picture for a kernel at its edge.</summary>
public enum Padding
{
    /// <summary>Nothing: the kernel stays inside, the picture shrinks.</summary>
    Valid,

    /// <summary>Zeros, as many as keep ceil(size / stride); an odd one goes to the bottom or the right.</summary>
    Same,
}
