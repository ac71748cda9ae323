namespace Spotter.Vision;

/// <summary>A width and a height in pixels.</summary>
/// <param name="Width">Width, in pixels.</param>
/// <param name="Height">Height, in pixels.</param>
public readonly record struct BoxSize(int Width, int Height);
