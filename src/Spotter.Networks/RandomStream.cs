namespace Spotter.Networks;

/// <summary>
/// Random numbers that depend only on a seed and the names of what they are for, never on threads or on the version of
/// the runtime: SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
/// </summary>
internal struct RandomStream
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private ulong _state;

    public RandomStream(long seed, long first, long second = 0) =>
        _state = Mix(Mix(Mix((ulong)seed + Golden) ^ (ulong)first) ^ (ulong)second);

    /// <summary>The finishing function of SplitMix64: every bit of the input stirs every bit of the output.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public ulong Next()
    {
        _state += Golden;
        return Mix(_state);
    }

    /// <summary>0 or more, below 1.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public double NextDouble(double from, double to) => from + NextDouble() * (to - from);

    /// <summary>0 or more, below <paramref name="end"/>; the bias is below 2^-32 for every int.</summary>
    public int NextInt(int end) => (int)Math.BigMul(Next(), (ulong)end, out _);

    /// <summary>Fisher-Yates.</summary>
    public void Shuffle(Span<int> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int other = NextInt(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    public void FillUniform(Span<float> values, double limit)
    {
        foreach (ref float value in values)
        {
            value = (float)NextDouble(-limit, limit);
        }
    }

    /// <summary>Box-Muller.</summary>
    public void FillNormal(Span<float> values, double deviation)
    {
        foreach (ref float value in values)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
            value = (float)(deviation * radius * Math.Cos(2 * Math.PI * NextDouble()));
        }
    }
}
