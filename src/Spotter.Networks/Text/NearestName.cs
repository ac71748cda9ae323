namespace Spotter.Networks.Text;

/// <summary>
/// What was meant by a name that is not known: the one rule behind every "did you mean", for commands, options, values,
/// models, labels and runs.
/// </summary>
internal static class NearestName
{
    // Suggestions further away than a third of the name are no help.
    private const int Tolerance = 3;

    // Shorter parts are in too many names.
    private const int LeastPart = 3;

    /// <summary>
    /// The known name that is nearest to what was written, whatever the case; null where none is near.
    /// </summary>
    /// <param name="written">What was written.</param>
    /// <param name="known">All names there are; of equally near ones the first is taken.</param>
    public static string? Of(string written, IEnumerable<string> known)
    {
        string wanted = Plain(written);
        if (wanted.Length == 0)
        {
            return null;
        }

        (string Name, string Plain, int Distance)[] names =
        [
            .. known
                .Select(name => (name, Plain(name)))
                .Select(pair => (pair.name, pair.Item2, Distance(wanted, pair.Item2))),
        ];
        if (names.Length == 0)
        {
            return null;
        }

        (string nearest, _, int distance) = names.MinBy(static entry => entry.Distance);
        if (distance <= 1 && distance * Tolerance <= wanted.Length)
        {
            return nearest;
        }

        // The common start or end of a name is often left out: "eye", "neighbors", "eval".
        string? whole =
            wanted.Length < LeastPart
                ? null
                : names.FirstOrDefault(entry => entry.Plain.EndsWith($"-{wanted}", StringComparison.Ordinal)).Name
                    ?? names.FirstOrDefault(entry => entry.Plain.Contains(wanted, StringComparison.Ordinal)).Name;
        return whole ?? (distance * Tolerance <= wanted.Length ? nearest : null);
    }

    /// <summary><c>; did you mean NAME? ADVICE</c>, without what there is not.</summary>
    public static string Hint(string written, IEnumerable<string> known, string advice = "") =>
        Ask(Of(written, known), advice);

    /// <summary>The same about a name that is found already; null where none is near.</summary>
    public static string Ask(string? name, string advice = "") =>
        (name is null ? "" : $"; did you mean {name}?")
        + (advice.Length == 0 ? "" : $"{(name is null ? ";" : "")} {advice}");

    // Case, and how words are joined, are no differences.
    private static string Plain(string name) =>
        string.Concat(name.Trim().Trim('-').Select(static c => c is '_' or ' ' ? '-' : char.ToLowerInvariant(c)));

    // V. I. Levenshtein, 1965, with F. J. Damerau's neighbours in the wrong order, 1964: insertions, deletions,
    // replacements and exchanges that turn one word into the other.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }
}
