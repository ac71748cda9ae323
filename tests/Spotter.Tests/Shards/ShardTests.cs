using Spotter.Shards;

namespace Spotter.Tests.Shards;

public sealed class ShardTests
{
    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("3/8", 3, 8)]
    [InlineData("100000/100000", 100000, 100000)]
    public void Parse_IndexAndCount_AreRead(string text, int index, int count) =>
        Assert.Equal(new Shard(index, count), Shard.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("0/8")]
    [InlineData("9/8")]
    [InlineData("-1/8")]
    [InlineData("1/0")]
    [InlineData("1/2/3")]
    [InlineData(" 1/2")]
    [InlineData("1/100001")]
    [InlineData("99999999999/99999999999")]
    public void Parse_OtherTexts_AreRefused(string text) =>
        Assert.Contains(
            "INDEX/COUNT",
            Assert.Throws<FormatException>(() => Shard.Parse(text)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(100)]
    public void Holds_NamesInARow_FallToExactlyOneShardAndEvenly(int count)
    {
        Shard[] shards = [.. Enumerable.Range(1, count).Select(index => new Shard(index, count))];
        int[] sizes = new int[count];
        for (int i = 0; i < 1000 * count; i++)
        {
            string name = $"photos/IMG_{i:00000}.jpg";
            int holder = Array.FindIndex(shards, shard => shard.Holds(name));
            Assert.Single(shards, shard => shard.Holds(name));
            sizes[holder]++;
        }

        // Five standard deviations of a fair share.
        Assert.All(sizes, size => Assert.InRange(size, 1000 - 160, 1000 + 160));
    }

    [Fact]
    public void Holds_NameOfEitherSlash_IsTheSame()
    {
        for (int index = 1; index <= 5; index++)
        {
            Assert.Equal(new Shard(index, 5).Holds("a/b/c.jpg"), new Shard(index, 5).Holds(@"a\b\c.jpg"));
        }
    }

    // What falls where may never change: a run goes on with another version of the program at best.
    [Fact]
    public void Holds_KnownNames_FallWhereTheyFellBefore() =>
        Assert.Equal(
            [KnownShardOf("a.jpg"), KnownShardOf("photos/b.png"), KnownShardOf("Ümläut/ç.webp")],
            [FirstOf("a.jpg"), FirstOf("photos/b.png"), FirstOf("Ümläut/ç.webp")]
        );

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=8", "6/8")]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=8", "5/8")]
    [InlineData(
        "SLURM_ARRAY_TASK_ID=14 SLURM_ARRAY_TASK_MIN=10 SLURM_ARRAY_TASK_STEP=2 SLURM_ARRAY_TASK_COUNT=4",
        "3/4"
    )]
    [InlineData("JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=3", "1/3")]
    [InlineData("JOB_COMPLETION_INDEX=2 JOB_COMPLETIONS=3", "3/3")]
    [InlineData("HOME=/root", "")]
    public void FromEnvironment_Schedulers_AreUnderstood(string variables, string shard) =>
        Assert.Equal(shard, Shard.FromEnvironment(Variables(variables))?.ToString() ?? "");

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=5", "SLURM_ARRAY_TASK_COUNT does not say of how many")]
    [InlineData("JOB_COMPLETION_INDEX=0", "JOB_COMPLETIONS does not say of how many")]
    [InlineData("JOB_COMPLETION_INDEX=3 JOB_COMPLETIONS=3", "which is no shard")]
    [InlineData("SLURM_ARRAY_TASK_ID=x SLURM_ARRAY_TASK_COUNT=8", "which is no shard")]
    public void FromEnvironment_Nonsense_IsRefused(string variables, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<SpotterException>(() => Shard.FromEnvironment(Variables(variables))).Message,
            StringComparison.Ordinal
        );

    private static Func<string, string?> Variables(string text)
    {
        var all = text.Split(' ')
            .Select(static one => one.Split('='))
            .ToDictionary(static one => one[0], static one => one[1], StringComparer.Ordinal);
        return name => all.GetValueOrDefault(name);
    }

    private static int FirstOf(string name) =>
        Enumerable.Range(1, 1000).First(index => new Shard(index, 1000).Holds(name));

    // The definition, in numbers of any size.
    private static int KnownShardOf(string name)
    {
        System.Numerics.BigInteger word = System.Numerics.BigInteger.One << 64;
        System.Numerics.BigInteger hash = 14695981039346656037;
        foreach (byte one in System.Text.Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ one) * 1099511628211 % word;
        }

        hash = (hash ^ (hash >> 33)) * 18397679294719823053 % word;
        hash = (hash ^ (hash >> 33)) * 14181476777654086739 % word;
        hash ^= hash >> 33;
        return (int)(hash % 1000) + 1;
    }
}
