namespace Spotter.Vision.Evaluation;

/// <summary>What ground truth says of a box, which decides how it counts.</summary>
public enum TruthRole
{
    /// <summary>An object that is to be followed.</summary>
    Counted,

    /// <summary>
    /// Something so like it that following it is neither right nor wrong (a reflection, a van, somebody nearly hidden):
    /// it is left out, and with it the track that lies on it.
    /// </summary>
    Distractor,

    /// <summary>
    /// Another thing, or one that is not to be evaluated: left out, while a track that lies on it is wrong.
    /// </summary>
    Bystander,

    /// <summary>
    /// A part of the picture in which objects were not marked: tracks in it that lie on no object are left out.
    /// </summary>
    IgnoredRegion,
}

/// <summary>A box of ground truth.</summary>
/// <param name="Id">Whose; without meaning for an <see cref="TruthRole.IgnoredRegion"/>.</param>
/// <param name="Box">Where, in pixels.</param>
/// <param name="Role">How it counts.</param>
public readonly record struct TruthTrack(int Id, RealBox Box, TruthRole Role = TruthRole.Counted);

/// <summary>A box of a tracker.</summary>
/// <param name="Id">The identity that the tracker gave.</param>
/// <param name="Box">Where, in pixels.</param>
public readonly record struct TrackedBox(int Id, RealBox Box);

/// <summary>A frame of a sequence: what is there, and what a tracker said.</summary>
/// <param name="Truth">Each identity at most once.</param>
/// <param name="Tracks">Each identity at most once.</param>
public sealed record TrackingFrame(IReadOnlyList<TruthTrack> Truth, IReadOnlyList<TrackedBox> Tracks);
