using Spotter.Networks.Operations;

namespace Spotter.Networks.Tests.Operations;

public sealed class WorkerTeamTests
{
    // More threads than cores have to block for one another, fewer spin.
    public static TheoryData<int> Counts => [1, 2, 3, 2 * Environment.ProcessorCount + 1];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Meet_ManyTimes_NobodyIsAhead(int threads)
    {
        const int Rounds = 300;
        using var team = new WorkerTeam(threads);
        var rounds = new int[threads];
        var ahead = 0;
        for (int run = 0; run < 3; run++)
        {
            team.Run(worker =>
            {
                for (int round = 0; round < Rounds; round++)
                {
                    Volatile.Write(ref rounds[worker.Index], round);
                    worker.Meet();
                    for (int other = 0; other < threads; other++)
                    {
                        if (Volatile.Read(ref rounds[other]) != round)
                        {
                            Interlocked.Increment(ref ahead);
                        }
                    }

                    worker.Meet();
                }
            });
        }

        Assert.Equal(0, ahead);
    }

    [Fact]
    public async Task Run_WorkersAsleep_WakesEveryOne()
    {
        using var team = new WorkerTeam(3);
        var threads = new Thread[3];
        int done = 0;
        for (int run = 0; run < 5; run++)
        {
            team.Run(worker =>
            {
                threads[worker.Index] = Thread.CurrentThread;
                Interlocked.Increment(ref done);
            });
            await Waiting.UntilAsync(
                () => threads[1..].All(static thread => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)),
                "workers that spin"
            );
        }

        Assert.Equal(15, done);
    }

    [Fact]
    public void Run_OneWorkerFails_OthersDoNotWaitForIt()
    {
        using var team = new WorkerTeam(3);
        InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
            team.Run(worker =>
            {
                if (worker.Index == 1)
                {
                    throw new InvalidOperationException("no more");
                }

                worker.Meet();
            })
        );
        Assert.Equal("no more", failure.Message);
    }
}
