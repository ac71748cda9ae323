using System.Globalization;

namespace Spotter.Learning.Datasets;

/// <summary>
/// Names of classes: their order, and how the names of one data set are found among those of another.
/// </summary>
internal static class ClassNames
{
    /// <summary>Each name once: numbers as numbers where all are, else in natural order.</summary>
    public static string[] Sort(IEnumerable<string> names)
    {
        string[] sorted = [.. names.Distinct(StringComparer.Ordinal).Order(NaturalOrder.Instance)];
        return sorted.All(static name => NumberOf(name) is not null)
            ? [.. sorted.OrderBy(static name => NumberOf(name))]
            : sorted;
    }

    /// <summary>
    /// For each name its place among the others: the same text, else the same whole number (<c>07</c> is <c>7</c>)
    /// where one name alone is that number; -1 for none. Never by position.
    /// </summary>
    public static int[] Find(IReadOnlyList<string> names, IReadOnlyList<string> among)
    {
        var places = among
            .Index()
            .ToDictionary(static entry => entry.Item, static entry => entry.Index, StringComparer.Ordinal);
        ILookup<long, int> numbers = among
            .Index()
            .Where(static entry => WholeOf(entry.Item) is not null)
            .ToLookup(static entry => WholeOf(entry.Item)!.Value, static entry => entry.Index);
        return
        [
            .. names.Select(name =>
            {
                if (places.TryGetValue(name, out int place))
                {
                    return place;
                }

                int[] alike = WholeOf(name) is { } number ? [.. numbers[number]] : [];
                return alike.Length == 1 ? alike[0] : -1;
            }),
        ];
    }

    /// <summary>Some names for a message, the rest as a number.</summary>
    public static string Listing(IEnumerable<string> names)
    {
        const int Most = 12;
        string[] all = [.. names];
        return all.Length <= Most
            ? string.Join(", ", all)
            : $"{string.Join(", ", all.Take(Most))} and {all.Length - Most} more";
    }

    private static double? NumberOf(string name) =>
        double.TryParse(
            name,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out double number
        )
            ? number
            : null;

    private static long? WholeOf(string name) =>
        long.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number
            : null;
}
