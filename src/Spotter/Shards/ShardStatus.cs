namespace Spotter.Shards;

/// <summary>How far a shard is.</summary>
/// <param name="Shard">Which.</param>
/// <param name="Inputs">How many inputs fall to it.</param>
/// <param name="Done">How many of them are answered.</param>
/// <param name="Failed">How many of the answers are errors.</param>
/// <param name="Began">When its first task began; null where none has.</param>
/// <param name="LastAnswer">When the last answer came; null where there is none.</param>
internal sealed record ShardStatus(Shard Shard, int Inputs, int Done, int Failed, DateTime? Began, DateTime? LastAnswer)
{
    public bool IsDone => Done >= Inputs;

    /// <summary>Answers a second, from the first task's begin to the last answer.</summary>
    public double? Rate =>
        Began is { } began && LastAnswer is { } last && last > began && Done > 0
            ? Done / (last - began).TotalSeconds
            : null;

    /// <summary>How far the shards of a folder are.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="inputs">All pictures and parts of videos.</param>
    public static IReadOnlyList<ShardStatus> Of(ShardFolder folder, IEnumerable<ShardUnit> inputs)
    {
        ShardResults results = ShardResults.Read(folder);
        int count = folder.Run.Shards;
        int[] expected = new int[count];
        foreach (ShardUnit unit in inputs.DistinctBy(static unit => unit.Name, StringComparer.Ordinal))
        {
            expected[Shard.IndexOf(unit.Input, count, unit.Part) - 1]++;
        }

        ILookup<int, ShardResults.Answer> answers = results.Answers.ToLookup(static answer => answer.Shard);
        return
        [
            .. Enumerable
                .Range(1, count)
                .Select(index =>
                {
                    var shard = new Shard(index, count);
                    var file = new FileInfo(folder.ResultsOf(shard));
                    var begun = new FileInfo(folder.BeginOf(shard));
                    ShardResults.Answer[] own = [.. answers[index]];
                    return new ShardStatus(
                        shard,
                        expected[index - 1],
                        own.Select(static answer => answer.File).Distinct(StringComparer.Ordinal).Count(),
                        own.Count(static answer => answer.IsError),
                        begun.Exists ? begun.LastWriteTimeUtc : null,
                        own.Length > 0 ? file.LastWriteTimeUtc : null
                    );
                }),
        ];
    }
}
