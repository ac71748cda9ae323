using System.Collections.Concurrent;
using Spotter.Studio.Scheduling;

namespace Spotter.Studio.Tests.Scheduling;

public sealed class FairSchedulerTests
{
    [Fact]
    public async Task RunAsync_LaneWithLittleBehindOneWithMuch_GetsItsTurn()
    {
        using var scheduler = new FairScheduler(1);
        using var gate = new ManualResetEventSlim();
        var order = new ConcurrentQueue<string>();
        Task<bool> first = scheduler.RunAsync(
            "gate",
            () =>
            {
                gate.Wait();
                return true;
            },
            TestContext.Current.CancellationToken
        );
        List<Task<bool>> all = [first];
        foreach (string lane in Enumerable.Repeat("much", 50).Append("little").Append("other"))
        {
            all.Add(
                scheduler.RunAsync(
                    lane,
                    () =>
                    {
                        order.Enqueue(lane);
                        return true;
                    },
                    TestContext.Current.CancellationToken
                )
            );
        }

        gate.Set();
        await Task.WhenAll(all);
        Assert.Equal(["much", "little", "other", "much"], order.Take(4));
        Assert.Equal(0, scheduler.Waiting);
    }

    [Fact]
    public async Task RunAsync_WorkThatThrows_TellsItsOwnerAndTheThreadGoesOn()
    {
        using var scheduler = new FairScheduler(1);
        await Assert.ThrowsAsync<InvalidDataException>(() =>
            scheduler.RunAsync<int>(
                "a",
                static () => throw new InvalidDataException(),
                TestContext.Current.CancellationToken
            )
        );
        Assert.Equal(7, await scheduler.RunAsync("a", static () => 7, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_CancelledBeforeItsTurn_IsLeftOut()
    {
        using var scheduler = new FairScheduler(1);
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        Task<bool> first = scheduler.RunAsync(
            "a",
            () =>
            {
                gate.Wait();
                return true;
            },
            TestContext.Current.CancellationToken
        );
        bool ran = false;
        Task<bool> second = scheduler.RunAsync("a", () => ran = true, cancel.Token);
        await cancel.CancelAsync();
        gate.Set();
        await first;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        Assert.False(ran);
    }

    [Fact]
    public async Task Dispose_WithWorkWaiting_CancelsIt()
    {
        var scheduler = new FairScheduler(1);
        using var gate = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        Task<bool> first = scheduler.RunAsync(
            "a",
            () =>
            {
                begun.Set();
                gate.Wait();
                return true;
            },
            TestContext.Current.CancellationToken
        );
        begun.Wait(TestContext.Current.CancellationToken);
        Task<bool> second = scheduler.RunAsync("a", static () => true, TestContext.Current.CancellationToken);
        Task dispose = Task.Run(scheduler.Dispose, TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(() => RefusesWork(scheduler), "works that are taken on");
        gate.Set();
        await dispose;
        Assert.True(await first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
    }

    private static bool RefusesWork(FairScheduler scheduler)
    {
        try
        {
            _ = scheduler.RunAsync("b", static () => true, TestContext.Current.CancellationToken);
            return false;
        }
        catch (ObjectDisposedException)
        {
            return true;
        }
    }
}
