namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>Random numbers from a seed, in the shapes that scenes are made of.</summary>
internal sealed class Dice(int seed)
{
    // Seeds of pictures do not meet before a million pictures.
    private const int SeedStep = 1_000_003;

    private readonly Random _random = new(seed);

    /// <summary>The random numbers of one of many pictures.</summary>
    public static Dice Of(int seed, int picture) => new((seed * SeedStep) + picture);

    public float Between(double from, double to) => (float)(from + (_random.NextDouble() * (to - from)));

    public bool Chance(double probability) => _random.NextDouble() < probability;

    public int Below(int end) => _random.Next(end);

    /// <summary>Sum of three uniform numbers: nearly normal, with this deviation.</summary>
    public float Normal(double deviation) =>
        (float)((_random.NextDouble() + _random.NextDouble() + _random.NextDouble() - 1.5) * 2 * deviation);

    public T Of<T>(params ReadOnlySpan<T> items) => items[_random.Next(items.Length)];
}
