namespace Spotter.Vision.Detectors;

/// <summary>Union and find with path halving; the smallest item of a set is its root.</summary>
internal sealed class DisjointSets
{
    private int[] _parents = [];

    /// <summary>Makes every item a set of its own.</summary>
    public void Reset(int count)
    {
        if (_parents.Length < count)
        {
            _parents = new int[count * 2];
        }

        for (int i = 0; i < count; i++)
        {
            _parents[i] = i;
        }
    }

    public int Find(int item)
    {
        int[] parents = _parents;
        while (parents[item] != item)
        {
            parents[item] = parents[parents[item]];
            item = parents[item];
        }

        return item;
    }

    public void Union(int a, int b)
    {
        int rootA = Find(a);
        int rootB = Find(b);
        _parents[Math.Max(rootA, rootB)] = Math.Min(rootA, rootB);
    }
}
