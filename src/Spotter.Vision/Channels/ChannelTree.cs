using System.Runtime.CompilerServices;

namespace Spotter.Vision.Channels;

/// <summary>
/// Three questions and four votes: the root's answer chooses the second question, that answer the vote.
/// </summary>
/// <param name="Root">Asked first.</param>
/// <param name="Left">Asked where the root's value is not above its threshold.</param>
/// <param name="Right">Asked where it is.</param>
/// <param name="Votes">In the order left-left, left-right, right-left, right-right, in units of
/// <see cref="ScoreUnit"/>.</param>
/// <param name="RejectBelow">A window whose sum of votes is below this after this tree is no object; in units of
/// <see cref="ScoreUnit"/>.</param>
internal readonly record struct ChannelTree(
    ChannelNode Root,
    ChannelNode Left,
    ChannelNode Right,
    TreeVotes Votes,
    int RejectBelow
)
{
    /// <summary>What a vote of 1 is worth in a score.</summary>
    public const double ScoreUnit = 1.0 / 256;

    /// <summary>Votes are at most this far from 0, so that sums of the first 31 at least fit 16 bits.</summary>
    public const int MaxVote = 1024;

    /// <summary>Questions a tree.</summary>
    public const int NodeCount = 3;
}

/// <summary>Four votes.</summary>
[InlineArray(Count)]
internal struct TreeVotes : IEquatable<TreeVotes>
{
    public const int Count = 4;

    private short _first;

    public static TreeVotes Of(ReadOnlySpan<short> votes)
    {
        var result = new TreeVotes();
        votes[..Count].CopyTo(result);
        return result;
    }

    public readonly bool Equals(TreeVotes other) => ((ReadOnlySpan<short>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is TreeVotes other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(this[0], this[1], this[2], this[3]);
}
