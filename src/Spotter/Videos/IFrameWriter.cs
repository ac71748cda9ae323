namespace Spotter.Videos;

/// <summary>
/// Takes the results of a video, frame after frame. Disposing a writer without completing it leaves no file behind.
/// </summary>
public interface IFrameWriter : IDisposable
{
    /// <summary>Adds a frame; called in the order of the frames, by one thread at a time.</summary>
    void Write(FrameResult result);

    /// <summary>Finishes what is written. An interrupted run completes what it has.</summary>
    void Complete();
}
