namespace Spotter.Batches;

/// <summary>How far a batch is; reported after each picture, in the order of the inputs.</summary>
/// <param name="Done">Pictures that are finished, failed ones included.</param>
/// <param name="Total">Pictures of the run.</param>
/// <param name="Elapsed">Time since the run began.</param>
/// <param name="Latest">The picture that was finished last.</param>
public sealed record BatchProgress(int Done, int Total, TimeSpan Elapsed, PictureOutcome Latest)
{
    /// <summary>Pictures a second so far.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : 0;

    /// <summary>The time left, if the rest is like what was done so far.</summary>
    public TimeSpan Remaining => Done > 0 ? Elapsed * ((double)(Total - Done) / Done) : TimeSpan.Zero;
}
