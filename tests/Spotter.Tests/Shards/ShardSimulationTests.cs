using Spotter.Shards;

namespace Spotter.Tests.Shards;

public sealed class ShardSimulationTests
{
    private static readonly ShardSimulation Even = new()
    {
        Inputs = 1_000_000,
        Shards = 1000,
        Workers = 100,
        Rate = 100,
        Start = TimeSpan.Zero,
        SlowShare = 0,
        KillsAnHour = 0,
        Skew = 0,
    };

    [Fact]
    public void Play_NothingGoesWrong_TakesAboutTheIdealTime()
    {
        SimulatedRun run = Even.Play(1);
        Assert.Equal(1_000_000 / 100.0 / 100 / 3600, Even.IdealHours, 12);
        Assert.InRange(run.Hours, Even.IdealHours * 0.98, Even.IdealHours * 1.2);
        Assert.Equal((0, 0, 0.0), (run.Kills, run.Failed, run.Wasted));
        Assert.InRange(run.Idle, 0, 0.17);
    }

    [Fact]
    public void Play_OneWorker_TakesTheSumAndIsNeverIdle()
    {
        ShardSimulation plan = Even with
        {
            Workers = 1,
            Shards = 10,
            Inputs = 36_000,
            Start = TimeSpan.FromSeconds(36),
        };
        SimulatedRun run = plan.Play(3);

        // 360 s of work on a worker of about the usual speed, and ten starts of 36 s.
        Assert.InRange(run.Hours, 0.17, 0.24);
        Assert.InRange(run.Wasted, 0.42, 0.58);
        Assert.Equal(0, run.Idle, 9);
    }

    [Fact]
    public void Play_Twice_IsTheSame() =>
        Assert.Equal((Even with { KillsAnHour = 3 }).Play(5), (Even with { KillsAnHour = 3 }).Play(5));

    [Fact]
    public void Play_SlowMachines_CostLessTheMoreShardsThereAre()
    {
        ShardSimulation slow = Even with { SlowShare = 0.05, SlowFactor = 4 };
        double one = (slow with { Shards = 100 }).PlayUsual(9).Hours;
        double eight = (slow with { Shards = 800 }).PlayUsual(9).Hours;
        Assert.True(one > 3.5 * Even.IdealHours, $"{one / Even.IdealHours}");
        Assert.True(eight < 1.7 * Even.IdealHours, $"{eight / Even.IdealHours}");
    }

    [Fact]
    public void Play_ShardsOfASecond_SpendTheirTimeOnStarting()
    {
        ShardSimulation plan = Even with { Start = TimeSpan.FromSeconds(20) };
        Assert.True((plan with { Shards = 10_000 }).Play(1).Wasted > 0.9);
        Assert.True((plan with { Shards = 400 }).Play(1).Wasted < 0.5);
    }

    [Fact]
    public void Play_Kills_LoseLessWhereTasksGoOn()
    {
        // An hour a shard, and a kill an hour.
        ShardSimulation killed = Even with
        {
            Inputs = 36_000_000,
            Shards = 100,
            Workers = 50,
            KillsAnHour = 1,
            Retries = 100,
        };
        SimulatedRun resumed = killed.Play(7);
        SimulatedRun anew = (killed with { Resumes = false }).Play(7);
        Assert.True(resumed.Wasted < 0.01, $"{resumed.Wasted}");
        Assert.True(anew.Wasted > 0.3, $"{anew.Wasted}");
        Assert.Equal(0, resumed.Failed);
        Assert.True((killed with { Retries = 1 }).Play(7).Failed > 10);
    }

    [Fact]
    public void Play_TenThousandShards_EndsEachOrCountsItAsFailed()
    {
        ShardSimulation plan = Even with
        {
            Inputs = 50_000_000,
            Shards = 10_000,
            Workers = 1000,
            SlowShare = 0.02,
            KillsAnHour = 0.5,
            Skew = 2,
            Retries = 0,
        };
        SimulatedRun run = plan.Play(1);
        Assert.Equal(run.Kills, run.Failed);
        Assert.InRange(run.Failed, 1, 500);
        Assert.True(run.Hours >= plan.IdealHours * 0.95);
    }
}
