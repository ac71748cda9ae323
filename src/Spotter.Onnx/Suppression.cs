namespace Spotter.Onnx;

/// <summary>Greedy non-maximum suppression, class by class.</summary>
internal static class Suppression
{
    /// <param name="boxes">In any order.</param>
    /// <param name="maxOverlap">A box that overlaps a better one of its class by more than this IoU goes.</param>
    public static List<NetworkBox> KeepBest(IEnumerable<NetworkBox> boxes, float maxOverlap)
    {
        var kept = new List<NetworkBox>();
        foreach (
            NetworkBox box in boxes
                .OrderByDescending(static box => box.Score)
                .ThenBy(static box => box.Top)
                .ThenBy(static box => box.Left)
        )
        {
            if (kept.TrueForAll(better => better.Class != box.Class || better.IntersectionOverUnion(box) <= maxOverlap))
            {
                kept.Add(box);
            }
        }

        return kept;
    }
}
