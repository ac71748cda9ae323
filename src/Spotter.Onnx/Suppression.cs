namespace Spotter.Onnx;

/// <summary>Greedy non-maximum suppression.</summary>
internal static class Suppression
{
    /// <param name="boxes">In any order.</param>
    /// <param name="maxOverlap">A box that overlaps a better one by more than this IoU goes.</param>
    /// <param name="isAcrossClasses">Whether a better box of another class counts too.</param>
    public static List<NetworkBox> KeepBest(
        IEnumerable<NetworkBox> boxes,
        float maxOverlap,
        bool isAcrossClasses = false
    )
    {
        var kept = new List<NetworkBox>();
        var keptOf = new Dictionary<int, List<NetworkBox>>();
        foreach (
            NetworkBox box in boxes
                .OrderByDescending(static box => box.Score)
                .ThenBy(static box => box.Top)
                .ThenBy(static box => box.Left)
        )
        {
            int group = isAcrossClasses ? 0 : box.Class;
            if (!keptOf.TryGetValue(group, out List<NetworkBox>? better))
            {
                keptOf.Add(group, better = []);
            }

            if (better.TrueForAll(one => one.IntersectionOverUnion(box) <= maxOverlap))
            {
                better.Add(box);
                kept.Add(box);
            }
        }

        return kept;
    }
}
