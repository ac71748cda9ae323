namespace Spotter.Vision.Detectors;

/// <summary>Union and find with path halving; the smaller index leads a set.</summary>
internal readonly struct DisjointSets
{
    private readonly int[] _parents;

    public DisjointSets(int count)
    {
        _parents = new int[count];
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
