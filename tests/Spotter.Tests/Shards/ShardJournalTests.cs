using System.Text;
using Spotter.Batches;
using Spotter.Files;
using Spotter.Media.Video;
using Spotter.Results;
using Spotter.Shards;
using Spotter.Sources;
using Spotter.Videos;
using Spotter.Vision;

namespace Spotter.Tests.Shards;

public sealed class ShardJournalTests : IDisposable
{
    private static readonly ShardRun Run = new(
        ShardRun.CurrentFormat,
        "spotter 1.0.0",
        ["faces", "photos/"],
        ["photos/"],
        Recursive: false,
        Shards: 1,
        Skipped: [],
        Search: [],
        Start: 0,
        Duration: null,
        PartSeconds: null
    );

    private static readonly PictureSource[] Pictures =
    [
        .. Enumerable.Range(0, 10).Select(static i => new PictureSource($"photos/{i}.jpg", $"{i}.jpg")),
    ];

    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.PathOf("results");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_AfterAnEndInGoodOrder_GoesOnWithTheRest()
    {
        using (ShardJournal first = Open(resume: false))
        {
            Answer(first, Pictures[..4]);
        }

        using ShardJournal second = Open();
        (IReadOnlyList<PictureSource> left, int alone) = second.Left(Pictures);
        Assert.Equal(Pictures[4..], left);
        Assert.Equal((4, 0), (second.Done, alone));
        Answer(second, left);
        ShardCheck check = Check();
        Assert.True(check is { IsExactlyOnce: true, Inputs: 10, Failed.Count: 0 });
    }

    [Fact]
    public void Open_WithoutResume_RefusesWhatIsThere()
    {
        using (ShardJournal first = Open(resume: false))
        {
            Answer(first, Pictures[..1]);
        }

        Assert.Contains(
            "go on with it by --resume",
            Assert.Throws<OutputException>(() => Open(resume: false)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Open_ShardInWork_IsRefused()
    {
        using ShardJournal first = Open();
        Assert.Contains(
            "shard 1/1 is being worked on by another process",
            Assert.Throws<SpotterException>(() => Open()).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Open_ManyAtOnce_LetsOneAtATimeWork()
    {
        ShardFolder folder = ShardFolder.Begin(Folder, Run);
        int working = 0;
        int worked = 0;
        int most = 0;
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ =>
        {
            try
            {
                using ShardJournal journal = ShardJournal.Open(folder, Shard.Whole, resume: true);
                int now = Interlocked.Increment(ref working);
                most = Math.Max(most, now);
                IReadOnlyList<PictureSource> left = journal.Left(Pictures).Sources;
                Answer(journal, left.Take(1));
                worked++;
                Interlocked.Decrement(ref working);
            }
            catch (SpotterException e)
            {
                Assert.Contains("worked on by another process", e.Message, StringComparison.Ordinal);
            }
        });
        Assert.Equal(1, most);
        Assert.True(worked >= 1);
        using ShardJournal last = ShardJournal.Open(folder, Shard.Whole, resume: true);
        Answer(last, last.Left(Pictures).Sources);
        Assert.True(Check() is { IsExactlyOnce: true, Inputs: 10 });
    }

    [Fact]
    public void Open_RetryingErrors_SearchesThemAgainAndNothingElse()
    {
        using (ShardJournal first = Open(resume: false))
        {
            Answer(first, Pictures[..4]);
            first.End(new PictureOutcome(Pictures[4], null, "photos/4.jpg: cannot be read"));
        }

        using (ShardJournal second = Open())
        {
            Assert.Equal(Pictures[5..], second.Left(Pictures).Sources);
        }

        using ShardJournal third = ShardJournal.Open(
            ShardFolder.Begin(Folder, Run),
            Shard.Whole,
            resume: true,
            retriesErrors: true
        );
        Assert.Equal(Pictures[4..], third.Left(Pictures).Sources);
        Answer(third, Pictures[4..]);
        Assert.True(Check() is { IsExactlyOnce: true, Failed.Count: 0 });
    }

    [Fact]
    public void Begin_ResultsOfAnotherRun_AreRefused()
    {
        ShardFolder.Begin(Folder, Run);
        foreach (
            (ShardRun other, string message) in new[]
            {
                (Run with { Shards = 2 }, "(1 shards instead of 2)"),
                (Run with { Program = "spotter 2.0.0" }, "(spotter 1.0.0 instead of spotter 2.0.0)"),
                (Run with { Arguments = ["faces", "photos/", "--min-score", "1"] }, "instead of 'faces photos/ --min"),
            }
        )
        {
            Assert.Contains(
                message,
                Assert.Throws<OutputException>(() => ShardFolder.Begin(Folder, other)).Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void Begin_FolderOfSomebodyElse_IsRefused()
    {
        _folder.Write("results/letter.txt", []);
        Assert.Contains(
            "not empty",
            Assert.Throws<OutputException>(() => ShardFolder.Begin(Folder, Run)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Open_HalfALineAtTheEnd_IsSearchedAgain()
    {
        using (ShardJournal first = Open(resume: false))
        {
            Answer(first, Pictures[..3]);
        }

        string results = Path.Combine(Folder, "shard-00001-of-00001.jsonl");
        byte[] whole = File.ReadAllBytes(results);
        for (int cut = 1; cut < 40; cut++)
        {
            File.WriteAllBytes(results, whole[..^cut]);
            using ShardJournal second = Open();
            Assert.Equal(Pictures[2..], second.Left(Pictures).Sources);
            Answer(second, Pictures[2..3]);
            Assert.Equal(whole, File.ReadAllBytes(results));
        }
    }

    [Fact]
    public void Open_AfterDeaths_TriesSuspectsAloneAndLeavesTheKillerOut()
    {
        // Three were in hand when the process died.
        Die(journal =>
        {
            Answer(journal, Pictures[..2]);
            journal.Begin(Pictures[3]);
            journal.Begin(Pictures[2]);
            journal.Begin(Pictures[4]);
        });

        // Two of them are innocent.
        Die(journal =>
        {
            (IReadOnlyList<PictureSource> left, int alone) = journal.Left(Pictures);
            Assert.Equal(3, alone);
            Assert.Equal(Pictures[2..5], left.Take(3));
            Answer(journal, Pictures[2..4]);
            journal.Begin(Pictures[4]);
        });

        using (ShardJournal last = Open())
        {
            (IReadOnlyList<PictureSource> left, int alone) = last.Left(Pictures);
            Assert.Equal(0, alone);
            Assert.Equal(Pictures[5..], left);
            Answer(last, left);
        }

        ShardCheck check = Check();
        Assert.True(check.IsExactlyOnce);
        Assert.Equal(["photos/4.jpg"], check.Failed);
    }

    [Fact]
    public void Open_PartThatGoesOnBetweenDeaths_IsNoKiller()
    {
        var video = new VideoFound(VideoSource.Parse("clip.mp4"), "clip.mp4");
        var part = new VideoPart(video, 0, 1, TimeSpan.Zero, null);
        for (int frame = 0; frame < 4; frame++)
        {
            Die(journal =>
            {
                Assert.Equal([part], journal.Left([part]));
                journal.Begin(part.Name);
                journal.Add(new SeenFrameJson(part.Name, frame, 40, 30, null, null, null, []));
            });
        }

        // Now it dies at the same frame as the last time.
        Die(journal =>
        {
            Assert.Equal([part], journal.Left([part]));
            Assert.Equal(4, journal.FramesOf(part));
            journal.Begin(part.Name);
        });

        using ShardJournal last = Open();
        Assert.Empty(last.Left([part]));
        Assert.Contains(
            "died twice",
            Assert.Single(ShardResults.Read(ShardFolder.Open(Folder)).Answers).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Check_MissingDoubledAndStrange_AreNamed()
    {
        using (ShardJournal journal = Open(resume: false))
        {
            Answer(journal, [.. Pictures[..8], new PictureSource("other.jpg", "other.jpg"), Pictures[0]]);
            journal.End(new PictureOutcome(Pictures[8], null, "photos/8.jpg: is no picture"));
        }

        ShardCheck check = Check();
        Assert.False(check.IsExactlyOnce);
        Assert.Equal(["photos/9.jpg"], check.Missing);
        Assert.Equal(["photos/0.jpg"], check.Doubled);
        Assert.Equal(["other.jpg"], check.Strangers);
        Assert.Equal(["photos/8.jpg"], check.Failed);
    }

    [Fact]
    public void Merge_SeveralShards_IsInTheOrderOfTheNames()
    {
        ShardFolder folder = ShardFolder.Begin(Folder, Run with { Shards = 3 });
        for (int index = 3; index >= 1; index--)
        {
            using var journal = ShardJournal.Open(folder, new Shard(index, 3), resume: false);
            Answer(journal, journal.Left(Pictures.Reverse()).Sources);
        }

        using var merged = new MemoryStream();
        ShardResults.Read(folder).Merge(merged);
        string[] lines = Encoding.UTF8.GetString(merged.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Pictures.Select(static picture => picture.Name), lines.Select(static line => line.Split('"')[3]));
        Assert.DoesNotContain("\"ms\"", lines[0], StringComparison.Ordinal);
    }

    /// <summary>A process that works on the shard and dies: what it left is all there is.</summary>
    private void Die(Action<ShardJournal> work)
    {
        ShardJournal journal = Open();
        work(journal);
        string left = _folder.PathOf("left");
        CopyFolder(Folder, left);
        journal.Dispose();
        Directory.Delete(Folder, recursive: true);
        Directory.Move(left, Folder);
    }

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (
            string file in Directory
                .GetFiles(from)
                .Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal))
        )
        {
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using FileStream target = File.Create(Path.Combine(to, Path.GetFileName(file)));
            source.CopyTo(target);
        }
    }

    private ShardJournal Open(bool resume = true) =>
        ShardJournal.Open(ShardFolder.Begin(Folder, Run), Shard.Whole, resume);

    private ShardCheck Check() =>
        ShardResults.Read(ShardFolder.Open(Folder)).Check(Pictures.Select(static picture => picture.Name));

    private static void Answer(ShardJournal journal, IEnumerable<PictureSource> pictures)
    {
        foreach (PictureSource picture in pictures)
        {
            journal.Begin(picture);
            var found = new Detection(new Box(1, 2, 3, 4), 0.5, "face");
            journal.End(new PictureOutcome(picture, new PictureResult(picture.Name, 40, 30, [found], 1.5), null));
        }
    }
}
