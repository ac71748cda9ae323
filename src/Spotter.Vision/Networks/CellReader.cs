// FCOS (Tian et al., ICCV 2019): a cell answers the distances from its middle to the sides of the object.

namespace Spotter.Vision.Networks;

/// <summary>A find of a network before overlapping ones are joined, in pixels of what went in.</summary>
internal readonly record struct CellBox(float Left, float Top, float Right, float Bottom, float Score, int Class)
{
    public float IntersectionOverUnion(in CellBox other)
    {
        float shared = SharedArea(other);
        return shared <= 0 ? 0 : shared / (Area + other.Area - shared);
    }

    /// <summary>The area that both cover.</summary>
    public float SharedArea(in CellBox other)
    {
        float width = MathF.Min(Right, other.Right) - MathF.Max(Left, other.Left);
        float height = MathF.Min(Bottom, other.Bottom) - MathF.Max(Top, other.Top);
        return width <= 0 || height <= 0 ? 0 : width * height;
    }

    public float Area => (Right - Left) * (Bottom - Top);

    /// <summary>Surest first; then a fixed order, so that answers do not depend on threads.</summary>
    public static int Order(CellBox a, CellBox b)
    {
        int order = b.Score.CompareTo(a.Score);
        order = order != 0 ? order : a.Top.CompareTo(b.Top);
        order = order != 0 ? order : a.Left.CompareTo(b.Left);
        return order != 0 ? order : a.Class.CompareTo(b.Class);
    }
}

/// <summary>Reads boxes from the maps of cells that a network answers.</summary>
internal static class CellReader
{
    /// <summary>Logarithms of distances beyond it are cut, in strides: e^4 is 55 of them.</summary>
    public const float MostLogDistance = 4;

    /// <summary>Nested: so much of the smaller box lies within the larger one.</summary>
    private const float NestedShare = 0.75f;

    /// <summary>What is smaller, as a part of the larger box, may well be another object before or in it.</summary>
    private const float LeastNestedSize = 0.15f;

    /// <summary>What a nested box keeps of its score.</summary>
    private const float NestedPart = 0.5f;

    /// <summary>Adds the boxes of the cells whose score is high enough.</summary>
    /// <param name="map">Rows of cells: a logit for each class, then four logarithms of distances.</param>
    /// <param name="columns">Cells a row.</param>
    /// <param name="stride">Pixels a cell.</param>
    /// <param name="leastScores">For each class, above 0.</param>
    /// <param name="found">Takes the boxes.</param>
    public static void Read(
        ReadOnlySpan<float> map,
        int columns,
        int stride,
        ReadOnlySpan<double> leastScores,
        List<CellBox> found
    )
    {
        int classes = leastScores.Length;
        int numbers = classes + NetworkDetectorModel.DistanceCount;
        Span<float> leastLogits = stackalloc float[classes];
        for (int i = 0; i < classes; i++)
        {
            leastLogits[i] = (float)Math.Log(leastScores[i] / (1 - Math.Min(leastScores[i], 0.999999)));
        }

        for (int cell = 0; cell * numbers < map.Length; cell++)
        {
            ReadOnlySpan<float> values = map.Slice(cell * numbers, numbers);
            for (int i = 0; i < classes; i++)
            {
                if (values[i] >= leastLogits[i])
                {
                    (int row, int column) = Math.DivRem(cell, columns);
                    found.Add(
                        BoxOf(values[classes..], (column + 0.5f) * stride, (row + 0.5f) * stride, stride) with
                        {
                            Score = 1 / (1 + MathF.Exp(-values[i])),
                            Class = i,
                        }
                    );
                }
            }
        }
    }

    /// <summary>
    /// Greedy non-maximum suppression, class by class. A box that is left although it lies within a better one of its
    /// class, or around it, is more often a part or a surrounding of the same object than another one: it keeps
    /// half of its score.
    /// </summary>
    /// <param name="boxes">With calibrated scores. Emptied of those that overlap a better one of their class, best
    /// first.</param>
    /// <param name="mostOverlap">IoU.</param>
    public static void KeepBest(List<CellBox> boxes, float mostOverlap)
    {
        boxes.Sort(CellBox.Order);
        int kept = 0;
        for (int i = 0; i < boxes.Count; i++)
        {
            CellBox box = boxes[i];
            bool isBest = true;
            for (int j = 0; j < kept && isBest; j++)
            {
                isBest = boxes[j].Class != box.Class || boxes[j].IntersectionOverUnion(box) <= mostOverlap;
            }

            if (isBest)
            {
                boxes[kept++] = box;
            }
        }

        boxes.RemoveRange(kept, boxes.Count - kept);
        DoubtNested(boxes);
    }

    private static void DoubtNested(List<CellBox> boxes)
    {
        // From the last on: whether a box is doubted depends on the scores of the better ones as they were.
        for (int i = boxes.Count - 1; i > 0; i--)
        {
            CellBox box = boxes[i];
            for (int j = 0; j < i; j++)
            {
                if (boxes[j].Class == box.Class && IsNested(boxes[j], box))
                {
                    boxes[i] = box with { Score = box.Score * NestedPart };
                    break;
                }
            }
        }

        boxes.Sort(CellBox.Order);
    }

    private static bool IsNested(in CellBox better, in CellBox box)
    {
        float smaller = MathF.Min(better.Area, box.Area);
        float larger = MathF.Max(better.Area, box.Area);
        return smaller > LeastNestedSize * larger && better.SharedArea(box) > NestedShare * smaller;
    }

    private static CellBox BoxOf(ReadOnlySpan<float> logs, float x, float y, int stride) =>
        new(
            x - Distance(logs[0], stride),
            y - Distance(logs[1], stride),
            x + Distance(logs[2], stride),
            y + Distance(logs[3], stride),
            0,
            0
        );

    /// <summary>How far a side lies away, in pixels.</summary>
    public static float Distance(float log, int stride) =>
        MathF.Exp(Math.Clamp(log, -MostLogDistance, MostLogDistance)) * stride;
}
