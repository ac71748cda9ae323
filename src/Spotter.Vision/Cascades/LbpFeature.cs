namespace Spotter.Vision.Cascades;

/// <summary>A local binary pattern: 3 x 3 blocks of equal size, in pixels of the window.</summary>
/// <param name="X">Left edge of the first block.</param>
/// <param name="Y">Top edge of the first block.</param>
/// <param name="BlockWidth">Width of a block.</param>
/// <param name="BlockHeight">Height of a block.</param>
public readonly record struct LbpFeature(int X, int Y, int BlockWidth, int BlockHeight);
