namespace Spotter.ModelRecipes;

/// <summary>Reads <c>--name value --name value</c>.</summary>
internal static class OptionPairs
{
    /// <exception cref="ArgumentException">The last option has no value.</exception>
    public static IReadOnlyList<(string Name, string Value)> Of(ReadOnlySpan<string> args)
    {
        if (args.Length % 2 != 0)
        {
            throw new ArgumentException($"{args[^1]} needs a value");
        }

        var pairs = new (string, string)[args.Length / 2];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = (args[2 * i], args[(2 * i) + 1]);
        }

        return pairs;
    }
}
