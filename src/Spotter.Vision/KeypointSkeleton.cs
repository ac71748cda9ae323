using System.Collections.ObjectModel;
using System.Globalization;

namespace Spotter.Vision;

/// <summary>What the keypoints of a model are called, and which of them are joined by lines. Immutable.</summary>
public sealed class KeypointSkeleton : IEquatable<KeypointSkeleton>
{
    /// <summary>A skeleton.</summary>
    /// <param name="names">A name a place, each once; they are copied.</param>
    /// <param name="edges">Pairs of places that a line joins, counted from 0; they are copied.</param>
    /// <exception cref="ArgumentException">A name comes twice or is empty, or an edge leads to no place.</exception>
    public KeypointSkeleton(IReadOnlyList<string> names, IReadOnlyList<(int From, int To)> edges)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(edges);
        if (names.Any(string.IsNullOrWhiteSpace) || names.Distinct(StringComparer.Ordinal).Count() != names.Count)
        {
            throw new ArgumentException(
                $"names must be there and differ, got {string.Join(", ", names)}",
                nameof(names)
            );
        }

        foreach ((int from, int to) in edges)
        {
            if (from < 0 || to < 0 || from >= names.Count || to >= names.Count || from == to)
            {
                throw new ArgumentException(
                    $"an edge must join two of {names.Count} places, counted from 0, got {from} and {to}",
                    nameof(edges)
                );
            }
        }

        Names = new ReadOnlyCollection<string>([.. names]);
        Edges = new ReadOnlyCollection<(int From, int To)>([.. edges]);
    }

    /// <summary>
    /// The seventeen places of a person as COCO has them; right and left are the person's own. The lines run along
    /// arms, legs and trunk, and from the nose to eyes and ears.
    /// </summary>
    public static KeypointSkeleton Coco17 { get; } =
        new(
            [
                "nose",
                "left_eye",
                "right_eye",
                "left_ear",
                "right_ear",
                "left_shoulder",
                "right_shoulder",
                "left_elbow",
                "right_elbow",
                "left_wrist",
                "right_wrist",
                "left_hip",
                "right_hip",
                "left_knee",
                "right_knee",
                "left_ankle",
                "right_ankle",
            ],
            [
                (0, 1),
                (0, 2),
                (1, 3),
                (2, 4),
                (5, 6),
                (5, 7),
                (7, 9),
                (6, 8),
                (8, 10),
                (5, 11),
                (6, 12),
                (11, 12),
                (11, 13),
                (13, 15),
                (12, 14),
                (14, 16),
            ]
        );

    /// <summary>What each place is called, in their order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Pairs of places, counted from 0, that a line joins.</summary>
    public IReadOnlyList<(int From, int To)> Edges { get; }

    /// <summary>
    /// The skeleton of a model that tells nothing but how many places it knows: <see cref="Coco17"/> of seventeen, and
    /// places called <c>1</c>, <c>2</c> and so on, without lines, of any other number.
    /// </summary>
    /// <param name="count">How many places, 0 or more.</param>
    public static KeypointSkeleton Of(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count == Coco17.Names.Count
            ? Coco17
            : new([.. Enumerable.Range(1, count).Select(static i => i.ToString(CultureInfo.InvariantCulture))], []);
    }

    /// <inheritdoc/>
    public bool Equals(KeypointSkeleton? other) =>
        ReferenceEquals(this, other)
        || (
            other is not null
            && Names.SequenceEqual(other.Names, StringComparer.Ordinal)
            && Edges.SequenceEqual(other.Edges)
        );

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as KeypointSkeleton);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Names.Count, Edges.Count);
}
