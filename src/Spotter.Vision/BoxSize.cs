using System.Globalization;

namespace Spotter.Vision;

/// <summary>A width and a height in pixels.</summary>
/// <param name="Width">Width, in pixels.</param>
/// <param name="Height">Height, in pixels.</param>
public readonly record struct BoxSize(int Width, int Height)
{
    /// <summary>The size as people read it, the same in all languages: <c>32 x 38</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width} x {Height}");
}
