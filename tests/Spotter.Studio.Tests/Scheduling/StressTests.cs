using System.Net.WebSockets;
using System.Text;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Jobs;
using Spotter.Studio.Live;
using Spotter.Studio.Scheduling;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Scheduling;

/// <summary>
/// What many threads share, under cancellation and disposal at any moment. Which moments, seeds decide; how threads
/// meet in them, the system does.
/// </summary>
public sealed class StressTests
{
    private const int Threads = 16;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task FairScheduler_CancelledAndDisposedAtAnyMoment_EveryTaskEnds(int seed)
    {
        for (int round = 0; round < 20; round++)
        {
            var scheduler = new FairScheduler(3);
            using var gate = new Barrier(Threads + 1);
            int ran = 0;
            int answered = 0;
            Task[] callers =
            [
                .. Enumerable
                    .Range(0, Threads)
                    .Select(i =>
                        Task.Factory.StartNew(
                            () =>
                                Call(
                                    scheduler,
                                    gate,
                                    new Random((seed * 1000) + (round * 20) + i),
                                    () => Interlocked.Increment(ref ran),
                                    () => Interlocked.Increment(ref answered)
                                ),
                            CancellationToken.None,
                            TaskCreationOptions.LongRunning,
                            TaskScheduler.Default
                        )
                    ),
            ];
            gate.SignalAndWait(TestContext.Current.CancellationToken);
            if (round % 2 == 0)
            {
                Thread.SpinWait(new Random(seed + round).Next(20_000));
                scheduler.Dispose();
            }

            await Task.WhenAll(callers).WaitAsync(Waiting.Patience, TestContext.Current.CancellationToken);
            if (round % 2 != 0)
            {
                Assert.Equal(0, scheduler.Waiting);
                Assert.Equal(ran, answered);
                scheduler.Dispose();
            }

            Assert.Throws<ObjectDisposedException>(() =>
            {
                _ = scheduler.RunAsync("late", static () => 1, CancellationToken.None);
            });
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task LiveConnection_ManyAtOnceThatLeaveAtAnyMoment_NoneHangsAndAllAnswersAreInOrder(int seed)
    {
        using var scheduler = new FairScheduler(2);
        var shelf = new DetectorShelf();
        var limits = StudioLimits.Default;
        using var folder = new TemporaryFolder();
        var folders = new DataFolders(folder.Path);
        var log = new StudioLog(static _ => { });
        var jobs = new JobRunner(limits, scheduler, new Storage(folders, limits), new Veil(folders), log);
        using var metrics = new StudioMetrics(scheduler, new ByteBudget(1 << 20), jobs, log);
        await Parallel.ForAsync(0, Threads, TestContext.Current.CancellationToken, async (i, _) =>
        {
            var random = new Random((seed * 100) + i);
            using var socket = new LeavingSocket(random.Next(12), random.Next(3) == 0);
            using var stop = new CancellationTokenSource();
            using var connection = new LiveConnection(socket, shelf, scheduler, limits, metrics, $"lane {i}");
            Task serving = connection.ServeAsync(stop.Token);
            if (random.Next(3) == 0)
            {
                await Task.Yield();
                await stop.CancelAsync();
            }

            await serving.WaitAsync(Waiting.Patience, CancellationToken.None);
            Assert.Equal(socket.Answered.Order(), socket.Answered);
        });
        Assert.Equal(0, scheduler.Waiting);
    }

    private static void Call(FairScheduler scheduler, Barrier gate, Random random, Action ran, Action answered)
    {
        gate.SignalAndWait(TestContext.Current.CancellationToken);
        for (int i = 0; i < 30; i++)
        {
            using var cancel = new CancellationTokenSource();
            try
            {
                Task<int> task = scheduler.RunAsync(
                    $"lane {random.Next(4)}",
                    () =>
                    {
                        ran();
                        return 7;
                    },
                    cancel.Token
                );
                if (random.Next(3) == 0)
                {
                    cancel.Cancel();
                }

                Assert.True(task.Wait(Waiting.Patience), "the task does not end");
                Assert.Equal(7, task.Result);
                answered();
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (AggregateException e) when (e.InnerException is OperationCanceledException)
            {
                // Left out, or the scheduler ended.
            }
        }
    }

    /// <summary>A client that sends some settings and then leaves, or breaks.</summary>
    private sealed class LeavingSocket(int messages, bool breaks) : WebSocket
    {
        private static readonly byte[] Settings = Encoding.UTF8.GetBytes("{\"type\":\"settings\",\"smoothing\":0}");
        private int _sent;
        private int _answers;

        public List<int> Answered { get; } = [];

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override void Abort() { }

        public override Task CloseAsync(
            WebSocketCloseStatus closeStatus,
            string? statusDescription,
            CancellationToken cancellationToken
        ) => Task.CompletedTask;

        public override Task CloseOutputAsync(
            WebSocketCloseStatus closeStatus,
            string? statusDescription,
            CancellationToken cancellationToken
        ) => Task.CompletedTask;

        public override void Dispose() { }

        public override Task<WebSocketReceiveResult> ReceiveAsync(
            ArraySegment<byte> buffer,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public override async ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            if (_sent == messages)
            {
                return breaks
                    ? throw new WebSocketException("the client has gone")
                    : new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
            }

            _sent++;
            Settings.CopyTo(buffer);
            return new ValueWebSocketReceiveResult(Settings.Length, WebSocketMessageType.Text, endOfMessage: true);
        }

        public override Task SendAsync(
            ArraySegment<byte> buffer,
            WebSocketMessageType messageType,
            bool endOfMessage,
            CancellationToken cancellationToken
        ) => throw new NotSupportedException();

        public override async ValueTask SendAsync(
            ReadOnlyMemory<byte> buffer,
            WebSocketMessageType messageType,
            bool endOfMessage,
            CancellationToken cancellationToken
        )
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            Answered.Add(_answers++);
        }
    }
}
