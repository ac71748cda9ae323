namespace Spotter.Vision.Cascades;

/// <summary>A rectangle of a Haar feature, in pixels of the window.</summary>
/// <param name="X">Left edge; for a tilted rectangle the column of its top corner.</param>
/// <param name="Y">Top edge; for a tilted rectangle the row of its top corner.</param>
/// <param name="Width">Width; for a tilted rectangle its extent down and to the right.</param>
/// <param name="Height">Height; for a tilted rectangle its extent down and to the left.</param>
/// <param name="Weight">By what the sum of its pixels counts; 0 for a rectangle that is not there.</param>
public readonly record struct WeightedRectangle(int X, int Y, int Width, int Height, float Weight);

/// <summary>A weighted sum of two or three rectangles of pixels.</summary>
/// <param name="First">The first rectangle, most often the whole feature with weight -1.</param>
/// <param name="Second">The second rectangle.</param>
/// <param name="Third">The third rectangle; weight 0 where there are two.</param>
/// <param name="IsTilted">True where the rectangles are turned by 45 degrees.</param>
public readonly record struct HaarFeature(
    WeightedRectangle First,
    WeightedRectangle Second,
    WeightedRectangle Third,
    bool IsTilted
);
