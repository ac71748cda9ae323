using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>What a channel model consists of; whoever made it, it passes the same checks.</summary>
internal sealed record ChannelModelData
{
    /// <summary>Most trees: far above what boosting gains by.</summary>
    public const int MaxTrees = 1 << 16;

    // A channel that halves more than eight times an octave is no channel.
    private const float MaxPower = 8;

    // Objects of half a pixel or of a thousand windows are no objects.
    private const double MaxRegion = 4;

    public required string Label { get; init; }

    public required ChannelGeometry Geometry { get; init; }

    /// <summary>Where in the window the object is, in parts of the window.</summary>
    public required RelativeRegion ObjectRegion { get; init; }

    /// <summary>
    /// One for each channel: values of a picture shrunk by 2^s are 2^-(power s) times those of the picture.
    /// </summary>
    public required float[] ScalePowers { get; init; }

    /// <summary>
    /// The score from which on a window is answered, in units of <see cref="ChannelTree.ScoreUnit"/>.
    /// </summary>
    public required int OperatingPoint { get; init; }

    /// <summary>At least one.</summary>
    public required ChannelTree[] Trees { get; init; }

    /// <summary>Whether finds that touch are parts of one object.</summary>
    public bool JoinsParts { get; init; }

    /// <summary>Refuses whatever could send the engine outside a window or into numbers without meaning.</summary>
    /// <exception cref="ChannelFormatException">Something is wrong; the message says where and what.</exception>
    public void Validate()
    {
        if (string.IsNullOrWhiteSpace(Label) || Label.Any(char.IsControl))
        {
            throw new ChannelFormatException("the label is empty or has control characters");
        }

        if (ScalePowers.Length != ChannelLayout.Count || !ScalePowers.All(static power => Math.Abs(power) <= MaxPower))
        {
            throw new ChannelFormatException(
                $"there must be {ChannelLayout.Count} powers of scale, each at most {MaxPower}"
            );
        }

        if (Geometry.Problem() is { } problem)
        {
            throw new ChannelFormatException(problem);
        }

        if (!IsRegion(ObjectRegion))
        {
            throw new ChannelFormatException($"the object's place in the window is out of range: {ObjectRegion}");
        }

        if (Trees.Length is 0 or > MaxTrees)
        {
            throw new ChannelFormatException($"there must be 1 to {MaxTrees} trees, got {Trees.Length}");
        }

        for (int i = 0; i < Trees.Length; i++)
        {
            Validate(i, Trees[i]);
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
