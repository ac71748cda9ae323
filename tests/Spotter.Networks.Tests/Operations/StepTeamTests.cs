using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Networks.Tests.Operations;

public sealed class StepTeamTests
{
    // More threads than cores wait for one another, fewer spin.
    public static TheoryData<int> Counts => [1, 2, 3, 2 * Environment.ProcessorCount + 1];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Run_ManySteps_EveryPartOnceAndStepsInOrder(int threads)
    {
        using var team = new StepTeam(threads);
        var log = new int[50];
        Step[] steps = [.. Enumerable.Range(0, log.Length).Select(i => new Step(log, i, parts: 1 + 5 * i % 7))];
        for (int run = 1; run <= 200; run++)
        {
            team.Run(steps, samples: 3);
            for (int i = 0; i < steps.Length; i++)
            {
                Assert.Equal(run * (threads == 1 ? 1 : 1 + 5 * i % 7), log[i]);
            }
        }

        Assert.All(steps, static step => Assert.False(step.SawWorkBefore));
    }

    [Fact]
    public void Run_OneStepFails_CallerHearsOfItAndTheTeamGoesOn()
    {
        using var team = new StepTeam(3);
        var log = new int[1];
        for (int run = 0; run < 20; run++)
        {
            InvalidOperationException failure = Assert.Throws<InvalidOperationException>(() =>
                team.Run([new Failing()], samples: 1)
            );
            Assert.Equal("no more", failure.Message);
            team.Run([new Step(log, 0, parts: 4)], samples: 1);
        }

        Assert.Equal(80, log[0]);
    }

    [Fact]
    public async Task Run_HelpersAsleep_WorkIsDone()
    {
        using var team = new StepTeam(4);
        var log = new int[1];
        for (int run = 1; run <= 5; run++)
        {
            await Task.Delay(30, TestContext.Current.CancellationToken);
            team.Run([new Step(log, 0, parts: 9)], samples: 1);
            Assert.Equal(9 * run, log[0]);
        }

        team.Dispose();
        Assert.Throws<ObjectDisposedException>(() => team.Run([], samples: 1));
    }

    private sealed class Step(int[] log, int number, int parts) : Operation(Nothing, Nothing)
    {
        private int _runs;

        public bool SawWorkBefore { get; private set; }

        private static Tensor Nothing => Tensor.ForInput(TensorShape.Features(1), 1);

        public override int PartsFor(int threads, int samples) => parts;

        public override void Forward(Worker worker, int samples)
        {
            // All of the step before is done, and nothing of the step behind is.
            int runs = Interlocked.Increment(ref _runs);
            int all = worker.Count;
            int run = (runs + all - 1) / all;
            int next = number + 1 < log.Length ? Volatile.Read(ref log[number + 1]) : 0;
            if (next > 0 && run == 1)
            {
                SawWorkBefore = true;
            }

            Interlocked.Increment(ref log[number]);
        }
    }

    private sealed class Failing() : Operation(Nothing, Nothing)
    {
        private static Tensor Nothing => Tensor.ForInput(TensorShape.Features(1), 1);

        public override void Forward(Worker worker, int samples) => throw new InvalidOperationException("no more");
    }
}
