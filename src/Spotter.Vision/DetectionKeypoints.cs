using System.Collections.ObjectModel;

namespace Spotter.Vision;

/// <summary>A place that a model knows by name, such as an elbow.</summary>
/// <param name="Place">In pixels of the picture as shown; it may lie between pixels and outside the picture.</param>
/// <param name="Score">How sure the model is that it is to be seen, 0 to 1.</param>
public readonly record struct Keypoint(Point Place, double Score);

/// <summary>
/// The places of what was found that a model knows by name: of a person, nose, shoulders, knees and so on. Immutable;
/// two are equal where all their places are.
/// </summary>
public sealed class DetectionKeypoints : IEquatable<DetectionKeypoints>
{
    /// <summary>
    /// From this score on a place is taken for seen: it is drawn, and counted in COCO's files.
    /// </summary>
    public const double SeenScore = 0.5;

    /// <summary>Places of a find.</summary>
    /// <param name="skeleton">What the places are.</param>
    /// <param name="places">As many as the skeleton has names, in their order; they are copied.</param>
    /// <exception cref="ArgumentException">There are fewer or more places than names.</exception>
    public DetectionKeypoints(KeypointSkeleton skeleton, IReadOnlyList<Keypoint> places)
    {
        ArgumentNullException.ThrowIfNull(skeleton);
        ArgumentNullException.ThrowIfNull(places);
        if (places.Count != skeleton.Names.Count)
        {
            throw new ArgumentException(
                $"places must be {skeleton.Names.Count}, as many as the skeleton has names, got {places.Count}",
                nameof(places)
            );
        }

        Skeleton = skeleton;
        Places = new ReadOnlyCollection<Keypoint>([.. places]);
    }

    /// <summary>What the places are, and which are joined by a line.</summary>
    public KeypointSkeleton Skeleton { get; }

    /// <summary>The places, in the order of the skeleton's names.</summary>
    public IReadOnlyList<Keypoint> Places { get; }

    /// <summary>The place of a name; null where the skeleton has no such name.</summary>
    /// <param name="name">Such as <c>left_elbow</c>.</param>
    public Keypoint? this[string name]
    {
        get
        {
            for (int i = 0; i < Places.Count; i++)
            {
                if (string.Equals(Skeleton.Names[i], name, StringComparison.Ordinal))
                {
                    return Places[i];
                }
            }

            return null;
        }
    }

    /// <summary>The same places, moved and scaled: each becomes (x · scale + dx, y · scale + dy).</summary>
    /// <param name="scale">Above 0.</param>
    /// <param name="dx">Pixels to the right.</param>
    /// <param name="dy">Pixels down.</param>
    public DetectionKeypoints Transform(double scale, double dx, double dy) =>
        new(
            Skeleton,
            [
                .. Places.Select(one =>
                    one with
                    {
                        Place = new Point(one.Place.X * scale + dx, one.Place.Y * scale + dy),
                    }
                ),
            ]
        );

    /// <inheritdoc/>
    public bool Equals(DetectionKeypoints? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Skeleton.Equals(other.Skeleton) && Places.SequenceEqual(other.Places));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DetectionKeypoints);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Places.Count, Places.Count > 0 ? Places[0] : default);
}
