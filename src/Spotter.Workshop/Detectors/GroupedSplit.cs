namespace Spotter.Workshop.Detectors;

/// <summary>
/// Keeps a part aside by runs of names: pictures whose names follow each other are often frames of one scene, and a
/// copy of what was learned says nothing. A run ends only between pictures that differ.
/// </summary>
internal static class GroupedSplit
{
    // Every fifth run of about a fiftieth of the pictures is kept aside.
    private const int Runs = 50;
    private const int Period = 5;

    // Fewer than this, and each one is worth more in training.
    private const int Fewest = 10;

    /// <summary>Which of so many items, in the order of their names, are kept aside.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="isLikeNext">Whether an item and the next one show all but the same.</param>
    public static bool[] Choose(int count, Func<int, bool> isLikeNext)
    {
        bool[] isAside = new bool[count];
        if (count < Fewest)
        {
            return isAside;
        }

        int length = Math.Max(count / Runs, 1);
        int run = 0;
        int began = 0;
        for (int i = 0; i < count; i++)
        {
            if (i - began >= length && !isLikeNext(i - 1))
            {
                run++;
                began = i;
            }

            // Not the first run, so that there is always something to learn from.
            isAside[i] = run % Period == Period - 1;
        }

        return isAside;
    }
}
