namespace Spotter.Videos;

/// <summary>How far a run through a video is; reported after each frame, from one thread at a time.</summary>
/// <param name="Frames">Frames finished.</param>
/// <param name="Total">Frames of the run, as far as that is known.</param>
/// <param name="Elapsed">Time since the run began.</param>
/// <param name="Latest">What was found in the frame that was finished last.</param>
public sealed record VideoProgress(long Frames, long? Total, TimeSpan Elapsed, FrameResult Latest)
{
    /// <summary>Frames a second so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Frames / Elapsed.TotalSeconds : 0;

    /// <summary>The time left, if the rest is like what was done so far; null where the length is not known.</summary>
    public TimeSpan? Remaining =>
        Total is { } total && Frames > 0 ? Elapsed * (Math.Max(0, total - Frames) / (double)Frames) : null;
}
