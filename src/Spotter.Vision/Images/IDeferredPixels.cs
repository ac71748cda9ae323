namespace Spotter.Vision.Images;

/// <summary>A picture that is not decoded yet. Safe to share between threads.</summary>
internal interface IDeferredPixels
{
    /// <summary>Whether it has colour of its own.</summary>
    bool HasColor { get; }

    /// <summary>Decodes it whole, or smaller.</summary>
    /// <param name="mostReduced">1 for all pixels, else a power of two by which both sides may be divided.</param>
    /// <returns>
    /// The pixels, and by what their sides are divided, <paramref name="mostReduced"/> at most and rounded up: pixel x
    /// is those from x times that on.
    /// </returns>
    /// <exception cref="SpotterException">It is damaged.</exception>
    (Frame Pixels, int Factor) Decode(int mostReduced);
}

/// <summary>A picture with fewer pixels than it is shown with.</summary>
/// <param name="Pixels">What there is of it.</param>
/// <param name="Factor">By what both sides are divided: 1 where nothing is.</param>
internal sealed record ReducedPicture(BgrImage Pixels, int Factor)
{
    private GrayImage? _gray;

    /// <summary>The same in gray.</summary>
    public GrayImage Gray => _gray ?? Interlocked.CompareExchange(ref _gray, Pixels.ToGray(), null) ?? _gray;
}
