using System.Text;
using System.Text.RegularExpressions;
using Spotter.Applications;
using Spotter.Media.Video;
using Spotter.Shards;
using Spotter.Sources;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Tests.Videos;

public sealed partial class VideoPartTests(Clip clip) : IDisposable
{
    private static readonly ShardRun Run = new(
        ShardRun.CurrentFormat,
        "spotter 1.0.0",
        ["road", "clip.mp4"],
        ["clip.mp4"],
        Recursive: false,
        Shards: 1,
        Skipped: [],
        Search: [],
        Start: 0,
        Duration: null,
        PartSeconds: null
    );

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AllOf_PartLength_DividesEvenlyAndLeavesTheEndOpen()
    {
        IReadOnlyList<VideoPart> parts = await PartsAsync(clip.Source, Run with { PartSeconds = 0.6 });
        Assert.Equal(4, parts.Count);
        Assert.Equal([0, 0.5, 1, 1.5], parts.Select(static part => part.Start.TotalSeconds));
        Assert.Equal([0.5, 1, 1.5, null], parts.Select(static part => part.End?.TotalSeconds));
        Assert.Equal("clip.mp4#t=0.5,1", Path.GetFileName(parts[1].Name));
        Assert.Equal("clip.mp4#t=1.5", Path.GetFileName(parts[3].Name));
    }

    [Fact]
    public async Task AllOf_ShortVideo_IsOnePartUnderItsName()
    {
        VideoPart part = Assert.Single(await PartsAsync(clip.Source, Run with { Shards = 8 }));
        Assert.Equal((clip.Source.DisplayName, TimeSpan.Zero, null), (part.Name, part.Start, part.End));
    }

    [Fact]
    public async Task Holds_PartsOfOneVideo_FallToShardsInTurn()
    {
        IReadOnlyList<VideoPart> parts = await PartsAsync(clip.Source, Run with { PartSeconds = 0.25 });
        int[] owners =
        [
            .. parts.Select(part =>
                Enumerable.Range(1, 4).Single(index => new Shard(index, 4).Holds(ShardUnit.Of(part)))
            ),
        ];
        Assert.Equal(8, owners.Length);
        Assert.All(owners.Chunk(4), static four => Assert.Equal([1, 2, 3, 4], four.Order()));
        Assert.Equal(owners[..4], owners[4..]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Stitched_PartsOfSeveralTasks_IsOneRunByteForByte(int shards)
    {
        // Two that move on, one that is found weakly at times, and the rest by chance: as detectors are.
        var application = new Application(new StubDetector(Restless));
        string one = await FollowAsync(application, clip.Source, null);
        Assert.Contains("\"event\":\"line_", one, StringComparison.Ordinal);
        Assert.Contains("\"event\":\"zone_enter", one, StringComparison.Ordinal);

        ShardRun run = Run with { Shards = shards, PartSeconds = 0.3 };
        await SearchAsync(application, clip.Source, run, stopAfter: null);
        Assert.Equal(one, await FollowAsync(new Application(Nobody), clip.Source, run));
    }

    [Fact]
    public async Task Stitched_TasksThatWereStopped_IsOneRunByteForByte()
    {
        var application = new Application(new StubDetector(Restless));
        ShardRun run = Run with { PartSeconds = 0.7 };
        for (int stop = 0; stop < 4; stop++)
        {
            await SearchAsync(application, clip.Source, run, stopAfter: 9);
            ShardFolder folder = ShardFolder.Open(_folder.PathOf("results"));
            var error = await Assert.ThrowsAsync<SpotterException>(() => OpenAsync(folder, clip.Source));
            Assert.Contains("are not answered yet", error.Message, StringComparison.Ordinal);
        }

        await SearchAsync(application, clip.Source, run, stopAfter: null);
        Assert.Equal(
            await FollowAsync(application, clip.Source, null),
            await FollowAsync(new Application(Nobody), clip.Source, run)
        );
        ShardCheck check = ShardResults
            .Read(ShardFolder.Open(_folder.PathOf("results")))
            .Check((await PartsAsync(clip.Source, run)).Select(static part => part.Name));
        Assert.True(check.IsExactlyOnce);
    }

    [Fact]
    public async Task Stitched_CutAtTheBorderOfParts_EndsTracksAsInOneRun()
    {
        // The second scene begins with a part.
        var application = new Application(
            new StubDetector(static frame =>
                frame.Timestamp < TimeSpan.FromSeconds(Clip.CutAt / 25.0)
                    ? [new Detection(new Box(40, 40, 40, 40), 1, "face")]
                    : []
            )
        );
        string one = await FollowAsync(application, clip.WithCut, null);
        ShardRun run = Run with { PartSeconds = 0.8 };
        Assert.Equal(Clip.CutAt / 25.0, (await PartsAsync(clip.WithCut, run))[1].Start.TotalSeconds);
        await SearchAsync(application, clip.WithCut, run, stopAfter: null);
        Assert.Equal(one, await FollowAsync(new Application(Nobody), clip.WithCut, run));
    }

    [Fact]
    public async Task Stitched_WithAnAnnotatedVideo_ReadsTheFramesAgainAndSearchesNone()
    {
        var application = new Application(new StubDetector(Restless));
        ShardRun run = Run with { PartSeconds = 0.6 };
        await SearchAsync(application, clip.Source, run, stopAfter: null);
        string output = _folder.PathOf("out.mp4");
        string one = await FollowAsync(application, clip.Source, null);
        Assert.Equal(one, await FollowAsync(new Application(Nobody), clip.Source, run, output));
        VideoInfo info = await VideoProbe.ReadAsync(VideoSource.Parse(output), TestContext.Current.CancellationToken);
        Assert.Equal(Clip.Frames, info.FrameCount);
    }

    [Fact]
    public async Task Search_VideoThatCannotBeRead_IsAnAnswerWithItsError()
    {
        string broken = _folder.Write("broken.mp4", "no video"u8.ToArray());
        VideoSource source = VideoSource.Parse(broken);
        await SearchAsync(new Application(Nobody), source, Run, stopAfter: null);
        ShardResults results = ShardResults.Read(ShardFolder.Open(_folder.PathOf("results")));
        Assert.Contains("broken.mp4", Assert.Single(results.Answers).Error, StringComparison.Ordinal);
    }

    private static StubDetector Nobody => new(static _ => throw new InvalidOperationException("nobody may search"));

    private static List<Detection> Restless(Frame frame)
    {
        int time = (int)Math.Round(frame.Timestamp.TotalSeconds * 25);
        var random = new Random(time);
        var found = new List<Detection>
        {
            new(new Box(10 + time, 40, 30, 40), 0.9 + (random.NextDouble() / 10), "face"),
            new(new Box(100 - time, 20 + random.Next(3), 25, 30), random.NextDouble(), "face")
            {
                IsWeak = random.Next(3) == 0,
                Landmarks = new FaceLandmarks(
                    new Point(random.NextDouble(), 1.1),
                    new Point(2, 3),
                    new Point(4, 5),
                    new Point(6, 7),
                    new Point(8, 9)
                ),
            },
        };
        if (random.Next(4) == 0)
        {
            found.Add(new Detection(new Box(random.Next(100), random.Next(80), 20, 20), random.NextDouble(), "face"));
        }

        found.Sort(Detection.Order);
        return found;
    }

    private static Task<IReadOnlyList<VideoPart>> PartsAsync(VideoSource source, ShardRun run) =>
        VideoPart.AllOfAsync(new VideoFound(source, "clip.mp4"), run);

    private async Task SearchAsync(Application application, VideoSource source, ShardRun run, int? stopAfter)
    {
        for (int index = 1; index <= run.Shards; index++)
        {
            ShardFolder folder = ShardFolder.Begin(_folder.PathOf("results"), run);
            using var journal = ShardJournal.Open(folder, new Shard(index, run.Shards), resume: true);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            int frames = 0;
            foreach (VideoPart part in journal.Left(await PartsAsync(source, run)))
            {
                await VideoPartRun.RunAsync(
                    application,
                    part,
                    new VideoRunOptions { Detection = new DetectionOptions { Threads = 2 } },
                    journal,
                    _ =>
                    {
                        if (++frames == stopAfter)
                        {
                            stop.Cancel();
                        }
                    },
                    stop.Token
                );
                if (stop.IsCancellationRequested)
                {
                    return;
                }
            }
        }
    }

    private static Task<SeenFrames> OpenAsync(ShardFolder folder, VideoSource source) =>
        SeenFrames.OpenAsync(folder, ShardResults.Read(folder), new VideoFound(source, "clip.mp4"));

    /// <summary>The lines of a run, without the times that searching took.</summary>
    private async Task<string> FollowAsync(
        Application application,
        VideoSource source,
        ShardRun? stitched,
        string? output = null
    )
    {
        using var json = new MemoryStream();
        using var writer = new JsonFrameWriter(json);
        await VideoRun.RunAsync(
            application,
            source,
            new VideoRunOptions
            {
                Monitors =
                [
                    new CountingLine("gate", [new Point(50, 0), new Point(50, 120)]),
                    new Zone("yard", [new Point(60, 0), new Point(160, 0), new Point(160, 120), new Point(60, 120)]),
                ],
                Writers = [writer],
                Output = output,
                Seen = stitched is null ? null : await OpenAsync(ShardFolder.Open(_folder.PathOf("results")), source),
            },
            cancellationToken: TestContext.Current.CancellationToken
        );
        return Time().Replace(Encoding.UTF8.GetString(json.ToArray()), "");
    }

    [GeneratedRegex(",\"ms\":[0-9.]+")]
    private static partial Regex Time();
}
