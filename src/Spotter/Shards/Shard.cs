using System.Globalization;
using System.Text;

namespace Spotter.Shards;

/// <summary>
/// A part of the inputs of a run that is shared among tasks: which inputs it holds depends on their names alone, so
/// that tasks need not know of each other.
/// </summary>
internal readonly record struct Shard
{
    /// <summary>So many at most: each has files of its own.</summary>
    public const int MostShards = 100_000;

    // FNV-1a of 64 bits (Fowler, Noll, Vo), and the last mix of MurmurHash3, without which its low bits are weak.
    private const ulong Basis = 0xcbf29ce484222325;
    private const ulong Prime = 0x100000001b3;
    private const ulong FirstMix = 0xff51afd7ed558ccd;
    private const ulong SecondMix = 0xc4ceb9fe1a85ec53;

    /// <param name="index">Which, from 1.</param>
    /// <param name="count">Of how many.</param>
    public Shard(int index, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostShards);
        if (index < 1 || index > count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"shard must be 1 to {count}, got {index}");
        }

        (Index, Count) = (index, count);
    }

    /// <summary>The one that holds everything.</summary>
    public static Shard Whole { get; } = new(1, 1);

    public int Index { get; }

    public int Count { get; }

    /// <summary>Reads <c>3/8</c>.</summary>
    /// <exception cref="FormatException">It is not of this form, or out of range.</exception>
    public static Shard Parse(string text)
    {
        string[] parts = text.Split('/');
        return
            parts.Length == 2
            && Number(parts[0]) is { } index
            && Number(parts[1]) is >= 1 and <= MostShards and { } count
            && index >= 1
            && index <= count
            ? new Shard(index, count)
            : throw new FormatException($"must be INDEX/COUNT, such as 3/8, with 1 to {MostShards} shards");
    }

    /// <summary>
    /// The shard that a scheduler gave this task: Slurm's job arrays (any first index and step), and Kubernetes'
    /// Indexed Jobs where <c>JOB_COMPLETIONS</c> says how many there are, which Kubernetes itself does not tell.
    /// </summary>
    /// <param name="variable">The environment.</param>
    /// <returns>Null where no scheduler did.</returns>
    /// <exception cref="SpotterException">It gave an index alone, or one that makes no sense.</exception>
    public static Shard? FromEnvironment(Func<string, string?> variable)
    {
        if (variable("SLURM_ARRAY_TASK_ID") is { Length: > 0 } slurm)
        {
            int first = Number(variable("SLURM_ARRAY_TASK_MIN")) ?? 0;
            int step = Math.Max(1, Number(variable("SLURM_ARRAY_TASK_STEP")) ?? 1);
            return Given("SLURM_ARRAY_TASK_ID", slurm, "SLURM_ARRAY_TASK_COUNT", variable, first, step);
        }

        return variable("JOB_COMPLETION_INDEX") is { Length: > 0 } index
            ? Given("JOB_COMPLETION_INDEX", index, "JOB_COMPLETIONS", variable, 0, 1)
            : null;
    }

    /// <summary>Whether an input belongs to this shard; to exactly one of all it does.</summary>
    /// <param name="name">The input as it is named in results; both slashes are the same.</param>
    public bool Holds(string name) => IndexOf(name, Count) == Index;

    /// <summary>Whether a picture or a part of a video belongs to this shard.</summary>
    public bool Holds(in ShardUnit unit) => IndexOf(unit.Input, Count, unit.Part) == Index;

    /// <summary>Which of some shards an input belongs to, from 1.</summary>
    /// <param name="name">The input.</param>
    /// <param name="count">How many shards there are.</param>
    /// <param name="part">Which part of it, from 0: parts of one video fall to shards in turn.</param>
    public static int IndexOf(string name, int count, int part = 0) =>
        (int)((HashOf(name) % (ulong)count + (ulong)part) % (ulong)count) + 1;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");

    private static Shard Given(
        string indexName,
        string indexText,
        string countName,
        Func<string, string?> variable,
        int first,
        int step
    )
    {
        if (variable(countName) is not { Length: > 0 } countText)
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{indexName} is {indexText}, but {countName} does not say of how many; set it, or name --shard"
            );
        }

        return
            Number(indexText) is { } index
            && Number(countText) is >= 1 and <= MostShards and { } count
            && index >= first
            && (index - first) % step == 0
            && (index - first) / step < count
            ? new Shard((index - first) / step + 1, count)
            : throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{indexName} is {indexText} and {countName} is {countText}, which is no shard; name --shard"
            );
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static ulong HashOf(string name)
    {
        ulong hash = Basis;
        foreach (byte one in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ (one == '\\' ? (byte)'/' : one)) * Prime;
        }

        hash = (hash ^ (hash >> 33)) * FirstMix;
        hash = (hash ^ (hash >> 33)) * SecondMix;
        return hash ^ (hash >> 33);
    }
}
