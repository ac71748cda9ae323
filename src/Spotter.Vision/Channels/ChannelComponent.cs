// P. Felzenszwalb, R. Girshick, D. McAllester, D. Ramanan: Object detection with discriminatively trained part-based
// models, PAMI 2010, section 4 (mixtures of components); E. Ohn-Bar, M. Trivedi: Learning to detect vehicles by
// clustering appearance patterns, T-ITS 2015 (the same for boosted trees on aggregated channels).

using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>
/// One view of what a <see cref="ChannelModel"/> looks for, such as the side of cars: a window of its own proportions
/// and the trees that judge it. Immutable.
/// </summary>
public sealed class ChannelComponent
{
    // Objects of half a pixel or of a thousand windows are no objects.
    private const double MaxRegion = 4;

    // Far more than votes differ by, far less than a sum overflows by.
    private const int MaxOffset = 1 << 24;

    private readonly ChannelTree[] _trees;

    internal ChannelComponent(
        ChannelGeometry geometry,
        RelativeRegion objectRegion,
        ChannelTree[] trees,
        int offset = 0,
        bool hasMirroredTwin = false
    )
    {
        (Geometry, ObjectRegion, _trees, Offset, HasMirroredTwin) = (
            geometry,
            objectRegion,
            trees,
            offset,
            hasMirroredTwin
        );
        Margin = new BoxSize(
            Math.Max(
                (int)Math.Floor(Math.Min(objectRegion.X, 1 - objectRegion.X - objectRegion.Width) * geometry.Columns),
                0
            ),
            Math.Max(
                (int)Math.Floor(Math.Min(objectRegion.Y, 1 - objectRegion.Y - objectRegion.Height) * geometry.Rows),
                0
            )
        );
    }

    /// <summary>
    /// How pictures are cut into cells, which all components of a model share, and the component's own window.
    /// </summary>
    public ChannelGeometry Geometry { get; }

    /// <summary>Where in its window the object is, in parts of the window.</summary>
    public RelativeRegion ObjectRegion { get; }

    /// <summary>The object as large as it is in a window at the scale of the picture, in pixels.</summary>
    public BoxSize ObjectSize =>
        new(
            (int)Math.Round(ObjectRegion.Width * Geometry.WindowSize.Width),
            (int)Math.Round(ObjectRegion.Height * Geometry.WindowSize.Height)
        );

    /// <summary>Number of trees.</summary>
    public int TreeCount => _trees.Length;

    /// <summary>
    /// What is added to the sum of the trees' votes, so that the scores of a model's components compare.
    /// </summary>
    public double ScoreOffset => Offset * ChannelTree.ScoreUnit;

    /// <summary>
    /// Whether mirror images of what was learned are found as well: cars that face right by what was learned of those
    /// that face left. Such a component costs twice.
    /// </summary>
    public bool HasMirroredTwin { get; }

    /// <summary>
    /// Whether it is looked for only at the picture's left edge, and its twin only at the right one: objects that the
    /// edge cuts off. Its windows begin at the edge, so that it costs little and may be sure of less.
    /// </summary>
    public bool IsAtEdge { get; internal init; }

    /// <summary>Whether this is the mirror image of a component of a model.</summary>
    internal bool IsTwin { get; init; }

    internal ReadOnlySpan<ChannelTree> Trees => _trees;

    /// <summary><see cref="ScoreOffset"/> in units of <see cref="ChannelTree.ScoreUnit"/>.</summary>
    internal int Offset { get; }

    /// <summary>
    /// Cells that a window may reach over the edge of a picture: as far as it reaches over the object in it.
    /// </summary>
    internal BoxSize Margin { get; }

    /// <summary>The score of a window with a sum of votes.</summary>
    internal double Score(int sum) => (sum + Offset) * ChannelTree.ScoreUnit;

    /// <summary>
    /// The same windows with another offset, with or without a twin, at the edge or anywhere, judged by other trees.
    /// </summary>
    internal ChannelComponent With(
        int? offset = null,
        bool? hasMirroredTwin = null,
        bool? isAtEdge = null,
        ChannelTree[]? trees = null
    ) =>
        new(Geometry, ObjectRegion, trees ?? _trees, offset ?? Offset, hasMirroredTwin ?? HasMirroredTwin)
        {
            IsAtEdge = isAtEdge ?? IsAtEdge,
        };

    /// <summary>Refuses whatever could send the engine outside a window or into numbers without meaning.</summary>
    /// <exception cref="ChannelFormatException">Something is wrong; the message says where and what.</exception>
    internal void Validate()
    {
        if (Geometry.Problem() is { } problem)
        {
            throw new ChannelFormatException(problem);
        }

        if (!IsRegion(ObjectRegion))
        {
            throw new ChannelFormatException($"the object's place in the window is out of range: {ObjectRegion}");
        }

        if (Math.Abs((long)Offset) > MaxOffset)
        {
            throw new ChannelFormatException($"score offset {Offset} is out of range, -{MaxOffset} to {MaxOffset}");
        }

        if (_trees.Length is 0 or > ChannelModelData.MaxTrees)
        {
            throw new ChannelFormatException(
                $"there must be 1 to {ChannelModelData.MaxTrees} trees, got {_trees.Length}"
            );
        }

        for (int i = 0; i < _trees.Length; i++)
        {
            Validate(i, _trees[i]);
        }
    }

    private static bool IsRegion(RelativeRegion region) =>
        Math.Abs(region.X) <= MaxRegion
        && Math.Abs(region.Y) <= MaxRegion
        && region.Width is > 0.01 and <= MaxRegion
        && region.Height is > 0.01 and <= MaxRegion;

    private void Validate(int index, in ChannelTree tree)
    {
        Validate(index, tree.Root);
        Validate(index, tree.Left);
        Validate(index, tree.Right);
        foreach (short vote in tree.Votes)
        {
            if (Math.Abs((int)vote) > ChannelTree.MaxVote)
            {
                throw new ChannelFormatException(
                    $"tree {index}: vote {vote} is out of range, -{ChannelTree.MaxVote} to {ChannelTree.MaxVote}"
                );
            }
        }
    }

    private void Validate(int index, ChannelNode node)
    {
        if (node.Channel >= ChannelLayout.Count)
        {
            throw new ChannelFormatException(
                $"tree {index}: channel {node.Channel} is out of range, there are {ChannelLayout.Count}"
            );
        }

        if (Math.Max(node.X, node.OtherX) >= Geometry.Columns || Math.Max(node.Y, node.OtherY) >= Geometry.Rows)
        {
            throw new ChannelFormatException(
                $"tree {index}: a cell at {node.X} {node.Y} or {node.OtherX} {node.OtherY} lies outside the window of "
                    + $"{Geometry.Columns}x{Geometry.Rows}"
            );
        }
    }
}
