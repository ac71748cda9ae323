using Spotter.Batches;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests.Batches;

public sealed class PictureBatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_SlowFirstPicture_KeepsTheOrderOfTheInputs()
    {
        using var fourth = new ManualResetEventSlim();
        var detector = new FakeDetector(frame =>
        {
            if (frame.Width == 1)
            {
                fourth.Wait(TestContext.Current.CancellationToken);
            }
            else if (frame.Width == 4)
            {
                fourth.Set();
            }
        });
        var seen = new List<int>();
        BatchSummary summary = Batch(detector, threads: 4)
            .Run(
                Pictures(40),
                progress => seen.Add(progress.Latest.Result!.Width),
                TestContext.Current.CancellationToken
            );

        Assert.Equal(Enumerable.Range(1, 40), seen);
        Assert.Equal((40, 40, 0, 40), (summary.Total, summary.Done, summary.Failed, summary.Detections));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Run_ManyPictures_HasOneInWorkAThread(int threads)
    {
        int now = 0,
            most = 0;
        var detector = new FakeDetector(_ =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref now));

            // The first ones wait for one another.
            SpinWait.SpinUntil(() => Volatile.Read(ref most) >= threads);
            Interlocked.Decrement(ref now);
        });
        Batch(detector, threads).Run(Pictures(30), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(threads, most);
    }

    [Fact]
    public void Run_OnePictureAndFourThreads_GivesThemAllToThePicture()
    {
        int? given = null;
        var detector = new FakeDetector(_ => { }, options => given = options?.Threads);
        Batch(detector, threads: 4).Run(Pictures(1), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(4, given);
        Batch(detector, threads: 4).Run(Pictures(9), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, given);
    }

    [Fact]
    public void Run_BrokenPictureAndFaultyDetector_GoOnWithTheRest()
    {
        PictureSource[] sources = [.. Pictures(5)];
        File.WriteAllText(sources[1].Name, "text");
        var detector = new FakeDetector(frame =>
            _ = frame.Width == 4 ? throw new InvalidOperationException("a bug") : 0
        );
        var problems = new List<PictureOutcome>();
        BatchSummary summary = Batch(detector, threads: 2)
            .Run(
                sources,
                progress =>
                {
                    if (progress.Latest.Problem is not null)
                    {
                        problems.Add(progress.Latest);
                    }
                },
                TestContext.Current.CancellationToken
            );

        Assert.Equal(2, summary.Failed);
        Assert.Null(problems[0].Fault);
        Assert.Contains("a bug", problems[1].Problem, StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>(problems[1].Fault);
    }

    [Fact]
    public void Run_Cancelled_CompletesTheWritersAndSaysSo()
    {
        using var cancellation = new CancellationTokenSource();
        using var writer = new FakeWriter();
        BatchSummary summary = Batch(new FakeDetector(_ => { }), threads: 2, writer)
            .Run(
                Pictures(50),
                progress =>
                {
                    if (progress.Done == 3)
                    {
                        cancellation.Cancel();
                    }
                },
                cancellation.Token
            );

        Assert.True(summary.IsInterrupted);
        Assert.Equal(summary.Done, writer.Written);
        Assert.True(writer.IsComplete);
    }

    [Fact]
    public void Run_SinkThatWaitsForADisk_LetsOthersSearchMeanwhile()
    {
        using var second = new ManualResetEventSlim();
        var detector = new FakeDetector(frame =>
        {
            if (frame.Width == 2)
            {
                second.Set();
            }
        });
        var sink = new FakeSink(frame =>
        {
            if (frame.Width == 1)
            {
                second.Wait(TestContext.Current.CancellationToken);
            }
        });
        var batch = new PictureBatch(detector, OneThread, [sink], []);
        Assert.Equal(0, batch.Run(Pictures(5), cancellationToken: TestContext.Current.CancellationToken).Failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Run_FullDisk_FailsThePictureButEndsAShard(bool isShard)
    {
        var sink = new FakeSink(frame =>
        {
            if (frame.Width == 3)
            {
                throw new PictureException(
                    "3.png: cannot be written",
                    new IOException("No space left on device", FullDiskCode)
                );
            }
        });
        var journal = new FakeJournal();
        var batch = new PictureBatch(new FakeDetector(_ => { }), OneThread, [sink], [])
        {
            Journal = isShard ? journal : null,
        };
        if (!isShard)
        {
            Assert.Equal(1, batch.Run(Pictures(5), cancellationToken: TestContext.Current.CancellationToken).Failed);
            return;
        }

        SpotterException e = Assert.Throws<SpotterException>(() =>
            batch.Run(Pictures(5), cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Equal("3.png: cannot be written; go on with --resume", e.Message);
        Assert.Equal(SpotterErrorKind.Damaged, e.Kind);
        Assert.Equal([1, 2], journal.Ended);
    }

    [Fact]
    public void Progress_HalfDone_ExpectsAsMuchAgain()
    {
        var progress = new BatchProgress(
            25,
            50,
            TimeSpan.FromSeconds(5),
            new PictureOutcome(new PictureSource("a", "a"), null, null)
        );
        Assert.Equal(5, progress.Rate);
        Assert.Equal(TimeSpan.FromSeconds(5), progress.Remaining);
    }

    private static BatchOptions OneThread => new() { Detection = new DetectionOptions { Threads = 1 } };

    // ENOSPC, and Windows' ERROR_DISK_FULL.
    private static int FullDiskCode => OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28;

    private static PictureBatch Batch(IDetector detector, int threads, params IResultWriter[] writers) =>
        new(detector, new BatchOptions { Detection = new DetectionOptions { Threads = threads } }, [], writers);

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while (
            (seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen
        ) { }
    }

    /// <summary>Pictures that are told apart by their widths: 1, 2, 3, ...</summary>
    private PictureSource[] Pictures(int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(width =>
                {
                    string path = _folder.PathOf($"{width}.png");
                    new BgrImage(width, 1).Save(path);
                    return new PictureSource(path, Path.GetFileName(path));
                }),
        ];

    private sealed class FakeDetector(Action<Frame> work, Action<DetectionOptions?>? look = null) : IDetector
    {
        public IReadOnlyList<string> Labels => ["thing"];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            look?.Invoke(options);
            work(frame);
            return [new Detection(new Box(0, 0, frame.Width, 1), 1, "thing")];
        }
    }

    private sealed class FakeSink(Action<Frame> work) : IPictureSink
    {
        public void Accept(PictureSource source, PictureResult result, Frame frame) => work(frame);
    }

    private sealed class FakeJournal : IBatchJournal
    {
        public List<int> Ended { get; } = [];

        public void Begin(PictureSource source) { }

        public void End(PictureOutcome outcome) => Ended.Add(outcome.Result!.Width);
    }

    private sealed class FakeWriter : IResultWriter
    {
        public int Written { get; private set; }

        public bool IsComplete { get; private set; }

        public void Write(PictureSource source, PictureResult result) => Written++;

        public void Complete() => IsComplete = true;

        public void Dispose() { }
    }
}
