using Spotter.Networks;

namespace Spotter.Shards;

/// <summary>
/// Plays how a run in shards goes on many machines: slow ones, killed ones, inputs of which some take longer. Nothing
/// is searched; thousands of shards take a moment.
/// </summary>
/// <remarks>
/// Tasks take the shards in their order, as arrays of Slurm and Indexed Jobs do, each worker one at a time. A task
/// takes its start, then its inputs at the speed of its worker. One that is killed goes to the end of the queue and
/// keeps what it has answered; its worker comes back later. How many inputs a shard has follows from hashes of their
/// names, so the numbers differ by their square root.
/// </remarks>
internal sealed record ShardSimulation
{
    // An assumption: machines of one kind differ by so much (the deviation of the logarithm of their speed).
    private const double UsualSpread = 0.08;

    // Of so few inputs each is drawn by itself; what more of them take adds up to a normal distribution.
    private const int FewInputs = 64;

    /// <summary>How many inputs there are.</summary>
    public required long Inputs { get; init; }

    public required int Shards { get; init; }

    /// <summary>How many tasks run at a time.</summary>
    public required int Workers { get; init; }

    /// <summary>Inputs a second of a usual worker.</summary>
    public double Rate { get; init; } = 100;

    /// <summary>Until a task begins with its first input: scheduler, image, program, the list of inputs.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The share of workers that are slow.</summary>
    public double SlowShare { get; init; } = 0.02;

    /// <summary>How many times as long those take.</summary>
    public double SlowFactor { get; init; } = 3;

    /// <summary>How often a worker is killed, in times an hour.</summary>
    public double KillsAnHour { get; init; } = 0.02;

    /// <summary>Until a worker that was killed is there again.</summary>
    public TimeSpan Repair { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a shard is tried again before it counts as failed.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>
    /// How unlike inputs are: the standard deviation of what they take, in times of the mean. Pictures of one size have
    /// little, videos 2 and more.
    /// </summary>
    public double Skew { get; init; } = 0.5;

    /// <summary>Whether a task goes on where the last one was; without, it begins anew.</summary>
    public bool Resumes { get; init; } = true;

    /// <summary>How long it would take if nobody were slow, killed or without work, and tasks began at once.</summary>
    public double IdealHours => Inputs / Rate / Workers / 3600;

    /// <summary>Plays it once.</summary>
    /// <param name="seed">What chance follows.</param>
    public SimulatedRun Play(long seed)
    {
        var random = new RandomStream(seed, Shards, Workers);
        double[] left = Work(ref random);
        double[] slowness = new double[Workers];
        for (int i = 0; i < Workers; i++)
        {
            slowness[i] = Slowness(ref random);
        }

        int[] deaths = new int[Shards];
        var free = new PriorityQueue<int, double>(Enumerable.Range(0, Workers).Select(static worker => (worker, 0.0)));
        var queue = new Queue<(int Shard, double From)>(
            Enumerable.Range(0, Shards).Select(static shard => (shard, 0.0))
        );
        int failed = 0;
        int kills = 0;
        double busy = 0;
        double wasted = 0;
        double end = 0;
        while (queue.TryDequeue(out (int Shard, double From) task))
        {
            free.TryDequeue(out int worker, out double time);
            time = Math.Max(time, task.From);
            double needed = left[task.Shard] * slowness[worker];
            double death = KillsAnHour > 0 ? -Math.Log(1 - random.NextDouble()) / KillsAnHour * 3600 : double.MaxValue;
            double whole = Start.TotalSeconds + needed;
            if (death >= whole)
            {
                busy += whole;
                wasted += Start.TotalSeconds;
                end = Math.Max(end, time + whole);
                free.Enqueue(worker, time + whole);
                continue;
            }

            kills++;
            busy += death;
            double done = Math.Max(0, death - Start.TotalSeconds);
            wasted += Resumes ? death - done : death;
            left[task.Shard] -= Resumes ? done / slowness[worker] : 0;
            if (++deaths[task.Shard] > Retries)
            {
                failed++;
                end = Math.Max(end, time + death);
            }
            else
            {
                queue.Enqueue((task.Shard, time + death));
            }

            // What comes in the place of a worker that is gone may be fast or slow.
            slowness[worker] = Slowness(ref random);
            free.Enqueue(worker, time + death + Repair.TotalSeconds);
        }

        return new SimulatedRun(end / 3600, kills, failed, wasted / busy, 1 - (busy / (end * Workers)));
    }

    /// <summary>Plays it several times: the run in the middle by its length.</summary>
    /// <param name="times">How often.</param>
    public SimulatedRun PlayUsual(int times)
    {
        SimulatedRun[] runs = [.. Enumerable.Range(1, times).Select(seed => Play(seed))];
        Array.Sort(runs, static (one, other) => one.Hours.CompareTo(other.Hours));
        return runs[times / 2];
    }

    private double[] Work(ref RandomStream random)
    {
        double inputs = (double)Inputs / Shards;
        double spread = Math.Sqrt(Math.Log(1 + (Skew * Skew)));
        double[] work = new double[Shards];
        for (int shard = 0; shard < Shards; shard++)
        {
            // Hashes are even, not equal.
            double deviation = Math.Sqrt(inputs * (1 - (1.0 / Shards)));
            double count = Math.Max(0, Math.Round(inputs + (deviation * Normal(ref random))));
            double sum = count + (Math.Sqrt(count) * Skew * Normal(ref random));
            if (count <= FewInputs)
            {
                sum = 0;
                for (int i = 0; i < count; i++)
                {
                    sum += Math.Exp((spread * Normal(ref random)) - (spread * spread / 2));
                }
            }

            work[shard] = Math.Max(0, sum) / Rate;
        }

        return work;
    }

    private double Slowness(ref RandomStream random) =>
        Math.Exp(UsualSpread * Normal(ref random)) * (random.NextDouble() < SlowShare ? SlowFactor : 1);

    // Box and Muller, 1958.
    private static double Normal(ref RandomStream random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <summary>How a run went.</summary>
/// <param name="Hours">From its begin to the end of its last task.</param>
/// <param name="Kills">How many tasks were killed.</param>
/// <param name="Failed">How many shards were killed more often than they are tried again.</param>
/// <param name="Wasted">Which part of the time of tasks went into starting, and into what was lost.</param>
/// <param name="Idle">Which part of the workers' time there was nothing to do, or they were away.</param>
internal readonly record struct SimulatedRun(double Hours, int Kills, int Failed, double Wasted, double Idle);
