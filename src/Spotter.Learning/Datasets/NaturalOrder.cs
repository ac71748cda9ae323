namespace Spotter.Learning.Datasets;

/// <summary>
/// Orders names as people count: <c>2</c> before <c>10</c>, <c>part9</c> before <c>part10</c>; else by ordinal value.
/// </summary>
internal sealed class NaturalOrder : IComparer<string>
{
    public static NaturalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return string.CompareOrdinal(x, y);
        }

        int order = CompareParts(x, y);
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static int CompareParts(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        while (x.Length > 0 && y.Length > 0)
        {
            ReadOnlySpan<char> left = Digits(x);
            ReadOnlySpan<char> right = Digits(y);
            int order = left.Length > 0 && right.Length > 0 ? CompareNumbers(left, right) : x[0].CompareTo(y[0]);
            if (order != 0)
            {
                return order;
            }

            bool areNumbers = left.Length > 0 && right.Length > 0;
            x = x[(areNumbers ? left.Length : 1)..];
            y = y[(areNumbers ? right.Length : 1)..];
        }

        return x.Length.CompareTo(y.Length);
    }

    // Numbers of any length: without leading zeros the longer one is the greater.
    private static int CompareNumbers(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        x = x.TrimStart('0');
        y = y.TrimStart('0');
        return x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);
    }

    private static ReadOnlySpan<char> Digits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text : text[..end];
    }
}
