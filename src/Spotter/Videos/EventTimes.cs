using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// How often something happened in each stretch of a video. The stretches grow longer as the video does, so that the
/// memory that this takes does not.
/// </summary>
public sealed class EventTimes
{
    private const int MostStretches = 240;

    private readonly SortedDictionary<(string Name, TrackEventKind Kind), int[]> _counts = new(
        Comparer<(string Name, TrackEventKind Kind)>.Create(
            static (a, b) =>
                string.CompareOrdinal(a.Name, b.Name) is not 0 and var order ? order : a.Kind.CompareTo(b.Kind)
        )
    );

    /// <summary>How long a stretch is: a second, or that doubled some times.</summary>
    public TimeSpan Stretch { get; private set; } = TimeSpan.FromSeconds(1);

    /// <summary>What happened at all: the name of a line, a zone or a warning, and what.</summary>
    public IReadOnlyCollection<(string Name, TrackEventKind Kind)> Kinds => _counts.Keys;

    /// <summary>How often one of <see cref="Kinds"/> happened in each stretch from the start of the video.</summary>
    public IReadOnlyList<int> CountsOf(string name, TrackEventKind kind) =>
        _counts.TryGetValue((name, kind), out int[]? counts) ? counts : [];

    internal void Add(in TrackEvent happened)
    {
        TimeSpan time = happened.Timestamp > TimeSpan.Zero ? happened.Timestamp : TimeSpan.Zero;
        while (time / Stretch >= MostStretches)
        {
            Stretch *= 2;
            foreach (int[] counts in _counts.Values)
            {
                for (int i = 0; i < MostStretches; i++)
                {
                    counts[i] = 2 * i < MostStretches ? counts[2 * i] + counts[(2 * i) + 1] : 0;
                }
            }
        }

        if (!_counts.TryGetValue((happened.Name, happened.Kind), out int[]? own))
        {
            _counts.Add((happened.Name, happened.Kind), own = new int[MostStretches]);
        }

        own[(int)(time / Stretch)]++;
    }
}
