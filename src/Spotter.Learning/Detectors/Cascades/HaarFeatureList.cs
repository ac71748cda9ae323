// P. Viola, M. Jones: Robust real-time face detection, IJCV 2004 (two, three and four upright rectangles);
// R. Lienhart, J. Maydt: An extended set of Haar-like features for rapid object detection, ICIP 2002 (longer lines,
// centre-surround, and the same turned by 45 degrees).

using Spotter.Vision;
using Spotter.Vision.Cascades;

namespace Spotter.Learning.Detectors.Cascades;

/// <summary>All Haar features that fit into a window, each type at every place and of every size.</summary>
internal static class HaarFeatureList
{
    // Of each type: cells across and down of the whole, and the parts that are counted again, in cells, with the weight
    // that makes the whole sum to zero on a flat picture.
    private static readonly Prototype[] Upright =
    [
        new(2, 1, [new(1, 0, 1, 1, 2)]),
        new(1, 2, [new(0, 1, 1, 1, 2)]),
        new(3, 1, [new(1, 0, 1, 1, 3)]),
        new(1, 3, [new(0, 1, 1, 1, 3)]),
        new(4, 1, [new(1, 0, 2, 1, 2)]),
        new(1, 4, [new(0, 1, 1, 2, 2)]),
        new(2, 2, [new(0, 0, 1, 1, 2), new(1, 1, 1, 1, 2)]),
        new(3, 3, [new(1, 1, 1, 1, 9)]),
    ];

    private static readonly Prototype[] Tilted =
    [
        new(2, 1, [new(0, 0, 1, 1, 2)]),
        new(1, 2, [new(0, 0, 1, 1, 2)]),
        new(3, 1, [new(1, 0, 1, 1, 3)]),
        new(1, 3, [new(0, 1, 1, 1, 3)]),
        new(4, 1, [new(1, 0, 2, 1, 2)]),
        new(1, 4, [new(0, 1, 1, 2, 2)]),
    ];

    public static HaarFeature[] Enumerate(BoxSize window)
    {
        var features = new List<HaarFeature>();
        int step = FeatureGrid.StepOf(window);
        for (int cellWidth = step; cellWidth <= window.Width; cellWidth += step)
        {
            for (int cellHeight = step; cellHeight <= window.Height; cellHeight += step)
            {
                foreach (Prototype prototype in Upright)
                {
                    AddUpright(prototype, cellWidth, cellHeight, window, features);
                }

                foreach (Prototype prototype in Tilted)
                {
                    AddTilted(prototype, cellWidth, cellHeight, window, features);
                }
            }
        }

        return [.. features];
    }

    private static void AddUpright(
        Prototype prototype,
        int cellWidth,
        int cellHeight,
        BoxSize window,
        List<HaarFeature> features
    )
    {
        int step = FeatureGrid.StepOf(window);
        int width = prototype.Across * cellWidth;
        int height = prototype.Down * cellHeight;
        for (int y = 0; y + height <= window.Height; y += step)
        {
            for (int x = 0; x + width <= window.Width; x += step)
            {
                features.Add(
                    prototype.At(
                        part => new WeightedRectangle(
                            x + (part.X * cellWidth),
                            y + (part.Y * cellHeight),
                            part.Width * cellWidth,
                            part.Height * cellHeight,
                            part.Weight
                        ),
                        isTilted: false
                    )
                );
            }
        }
    }

    // A step of a cell's width goes down and to the right, one of its height down and to the left.
    private static void AddTilted(
        Prototype prototype,
        int cellWidth,
        int cellHeight,
        BoxSize window,
        List<HaarFeature> features
    )
    {
        int step = FeatureGrid.StepOf(window);
        int width = prototype.Across * cellWidth;
        int height = prototype.Down * cellHeight;
        for (int y = 0; y + width + height <= window.Height; y += step)
        {
            for (int x = height; x + width <= window.Width; x += step)
            {
                features.Add(
                    prototype.At(
                        part => new WeightedRectangle(
                            x + (part.X * cellWidth) - (part.Y * cellHeight),
                            y + (part.X * cellWidth) + (part.Y * cellHeight),
                            part.Width * cellWidth,
                            part.Height * cellHeight,
                            part.Weight
                        ),
                        isTilted: true
                    )
                );
            }
        }
    }

    private sealed record Prototype(int Across, int Down, WeightedRectangle[] Parts)
    {
        public HaarFeature At(Func<WeightedRectangle, WeightedRectangle> place, bool isTilted) =>
            new(
                place(new WeightedRectangle(0, 0, Across, Down, -1)),
                place(Parts[0]),
                Parts.Length > 1 ? place(Parts[1]) : default,
                isTilted
            );
    }
}
