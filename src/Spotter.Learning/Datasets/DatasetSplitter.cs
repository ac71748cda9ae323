using Spotter.Networks;

namespace Spotter.Learning.Datasets;

/// <summary>Three parts of a data set that share no picture. A part may be empty (null).</summary>
/// <param name="Train">What the network learns from.</param>
/// <param name="Validation">What decides about epochs and settings.</param>
/// <param name="Test">What is looked at once, after training.</param>
public sealed record DatasetSplit(ImageDataset Train, ImageDataset? Validation, ImageDataset? Test);

/// <summary>
/// Divides a data set, the same way for the same seed. Which part a picture is in depends on the seed and on what it
/// shows alone (or on the name of its group), not on the other pictures: one more or one less moves no other, and
/// copies stay together. Parts have their shares therefore about, as with throws of dice. Only a class that would be
/// without pictures in a part that its share entitles it to gets the next ones.
/// </summary>
public static class DatasetSplitter
{
    /// <summary>Divides pictures by what they show.</summary>
    /// <param name="dataset">What to divide.</param>
    /// <param name="validation">Share of the validation part, 0 or more.</param>
    /// <param name="test">Share of the test part, 0 or more; both together below 1.</param>
    /// <param name="seed">Decides which picture goes where.</param>
    /// <exception cref="ArgumentException">The shares are out of range, or nothing is left to train on.</exception>
    public static DatasetSplit Stratified(ImageDataset dataset, double validation, double test = 0, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        CheckShares(validation, test);
        var division = new HashedDivision(validation, test, seed);
        ulong[] contents = [.. Enumerable.Range(0, dataset.Count).Select(i => dataset.IdentityOf(i).Content)];
        foreach (IGrouping<int, int> members in Enumerable.Range(0, dataset.Count).GroupBy(i => dataset.Labels[i]))
        {
            division.Complete([.. members.Select(i => contents[i])], members.Count());
        }

        return Divide(dataset, i => division.PartOf(contents[i]));
    }

    /// <summary>
    /// Divides whole groups: pictures of one group (a person, a recording) never end up in two parts, nor do groups
    /// that share a picture.
    /// </summary>
    /// <param name="dataset">What to divide; it must carry groups.</param>
    /// <param name="validation">Share of the groups in the validation part, 0 or more.</param>
    /// <param name="test">Share of the test part, 0 or more; both together below 1.</param>
    /// <param name="seed">Decides which group goes where.</param>
    /// <exception cref="ArgumentException">The data set has no groups, the shares are out of range, or nothing is left
    /// to train on.</exception>
    public static DatasetSplit ByGroup(ImageDataset dataset, double validation, double test = 0, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        CheckShares(validation, test);
        RequireGroups(dataset);
        IReadOnlyDictionary<string, string> merged = MergedGroups.Of(dataset);
        var division = new HashedDivision(validation, test, seed);
        ulong[] keys = [.. merged.Values.Distinct(StringComparer.Ordinal).Select(ContentHash.Of)];
        division.Complete(keys, keys.Length);
        Dictionary<string, DatasetPart> parts = merged.ToDictionary(
            static entry => entry.Key,
            entry => division.PartOf(ContentHash.Of(entry.Value)),
            StringComparer.Ordinal
        );
        return Divide(dataset, i => parts[dataset.GroupOf(i)]);
    }

    private static DatasetSplit Divide(ImageDataset dataset, Func<int, DatasetPart> partOf)
    {
        var parts = new Parts();
        for (int i = 0; i < dataset.Count; i++)
        {
            (
                partOf(i) switch
                {
                    DatasetPart.Validation => parts.Validation,
                    DatasetPart.Test => parts.Test,
                    _ => parts.Train,
                }
            ).Add(i);
        }

        return parts.Divide(dataset);
    }

    /// <summary>
    /// Divides whole groups into folds of about the same size, for a cross-validation: each fold is the test part of
    /// one split, and all others are what that split trains on.
    /// </summary>
    /// <param name="dataset">What to divide; it must carry groups.</param>
    /// <param name="folds">Splits to make, at least 2 and at most one a group.</param>
    /// <param name="seed">Decides which group goes where.</param>
    /// <exception cref="ArgumentException">The data set has no groups, or too few.</exception>
    public static IReadOnlyList<DatasetSplit> FoldsByGroup(ImageDataset dataset, int folds, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        int[][] groups = ShuffledGroups(dataset, seed);
        if (folds < 2 || folds > groups.Length)
        {
            throw new ArgumentException(
                $"{dataset.Name} has {groups.Length} groups, which make 2 to {groups.Length} folds, got {folds}",
                nameof(folds)
            );
        }

        List<int>[] members = [.. Enumerable.Range(0, folds).Select(static _ => new List<int>())];
        foreach (int[] group in groups)
        {
            members.MinBy(static fold => fold.Count)!.AddRange(group);
        }

        return
        [
            .. members.Select(test =>
            {
                var parts = new Parts();
                parts.Test.AddRange(test);
                parts.Train.AddRange(members.Where(other => other != test).SelectMany(static other => other));
                return parts.Divide(dataset);
            }),
        ];
    }

    private static int[][] ShuffledGroups(ImageDataset dataset, int seed)
    {
        RequireGroups(dataset);
        int[][] groups =
        [
            .. Enumerable
                .Range(0, dataset.Count)
                .GroupBy(dataset.GroupOf, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.ToArray()),
        ];
        int[] order = [.. Enumerable.Range(0, groups.Length)];
        new RandomStream(seed, 0).Shuffle(order);
        return [.. order.Select(group => groups[group])];
    }

    private static void RequireGroups(ImageDataset dataset)
    {
        if (!dataset.HasGroups)
        {
            throw new ArgumentException($"{dataset.Name} has no groups to split by", nameof(dataset));
        }
    }

    private static void CheckShares(double validation, double test)
    {
        if (!(validation >= 0) || !(test >= 0) || !(validation + test < 1))
        {
            throw new ArgumentException(
                $"shares of validation and test must be 0 or more and below 1 together, got {validation} and {test}"
            );
        }
    }

    private sealed class Parts
    {
        public List<int> Train { get; } = [];

        public List<int> Validation { get; } = [];

        public List<int> Test { get; } = [];

        public DatasetSplit Divide(ImageDataset dataset)
        {
            if (Train.Count == 0)
            {
                throw new ArgumentException(
                    $"nothing of the {dataset.Count} pictures of {dataset.Name} is left to train on"
                );
            }

            return new DatasetSplit(Take(dataset, Train)!, Take(dataset, Validation), Take(dataset, Test));
        }

        private static ImageDataset? Take(ImageDataset dataset, List<int> indices)
        {
            indices.Sort();
            return indices.Count == 0 ? null : dataset.Select([.. indices]);
        }
    }
}
