using Spotter.Networks;

namespace Spotter.Learning.Datasets;

/// <summary>
/// Gives every key (a picture's content, a group's name) a number from 0 to 1 of its own: below the share of validation
/// it is in that part, in the next stretch it is for the test, else it is trained on.
/// </summary>
internal sealed class HashedDivision(double validation, double test, int seed)
{
    private const long SplitStream = 0x53504C54;

    // Keys that a class needed in another part than their number says.
    private readonly Dictionary<ulong, DatasetPart> _moved = [];

    public DatasetPart PartOf(ulong key)
    {
        if (_moved.TryGetValue(key, out DatasetPart part))
        {
            return part;
        }

        double number = NumberOf(key);
        return number < validation ? DatasetPart.Validation
            : number < validation + test ? DatasetPart.Test
            : DatasetPart.Train;
    }

    /// <summary>
    /// Sees to it that every part has a key of a class (or of all groups) if it has so many that its share is one at
    /// least, and that something is left to learn from: those with the next numbers move.
    /// </summary>
    /// <param name="keys">The keys, some perhaps more than once.</param>
    /// <param name="count">How many the shares are of.</param>
    public void Complete(IReadOnlyCollection<ulong> keys, int count)
    {
        ulong[] sorted = [.. keys.Distinct().OrderBy(NumberOf).ThenBy(static key => key)];
        if (!sorted.Any(IsIn(DatasetPart.Train)))
        {
            _moved[sorted[^1]] = DatasetPart.Train;
        }

        foreach (
            (DatasetPart part, double share) in new[] { (DatasetPart.Validation, validation), (DatasetPart.Test, test) }
        )
        {
            if (
                Math.Round(count * share, MidpointRounding.AwayFromZero) >= 1
                && !sorted.Any(IsIn(part))
                && sorted.Count(IsIn(DatasetPart.Train)) > 1
            )
            {
                _moved[sorted.First(IsIn(DatasetPart.Train))] = part;
            }
        }
    }

    private Func<ulong, bool> IsIn(DatasetPart part) => key => PartOf(key) == part;

    private double NumberOf(ulong key) => new RandomStream(seed, SplitStream, (long)key).NextDouble();
}
