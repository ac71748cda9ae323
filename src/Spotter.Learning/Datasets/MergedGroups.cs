namespace Spotter.Learning.Datasets;

/// <summary>
/// Groups that hold copies of one picture belong together: each is named by the first of those it is bound to.
/// </summary>
internal static class MergedGroups
{
    public static IReadOnlyDictionary<string, string> Of(ImageDataset dataset)
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        var owners = new Dictionary<ulong, string>();
        for (int i = 0; i < dataset.Count; i++)
        {
            string group = dataset.GroupOf(i);
            parents.TryAdd(group, group);
            if (!owners.TryAdd(dataset.IdentityOf(i).Content, group))
            {
                Join(group, owners[dataset.IdentityOf(i).Content]);
            }
        }

        return parents.Keys.ToDictionary(static group => group, Find, StringComparer.Ordinal);

        string Find(string group)
        {
            while (parents[group] != group)
            {
                group = parents[group];
            }

            return group;
        }

        void Join(string one, string other)
        {
            (one, other) = (Find(one), Find(other));
            bool isFirst = string.CompareOrdinal(one, other) < 0;
            parents[isFirst ? other : one] = isFirst ? one : other;
        }
    }
}
