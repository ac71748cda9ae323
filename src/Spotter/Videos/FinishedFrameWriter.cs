using Spotter.Vision.Tracking;

namespace Spotter.Videos;

/// <summary>
/// Holds results back until the video is over, and writes them with what is known of its tracks by then
/// (<see cref="FinishedTracks"/>). It holds boxes, no pictures.
/// </summary>
/// <param name="writers">What writes; they are completed and disposed with this one.</param>
public sealed class FinishedFrameWriter(IReadOnlyList<IFrameWriter> writers) : IFrameWriter
{
    private readonly List<FrameResult> _results = [];

    /// <inheritdoc/>
    public void Write(FrameResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        _results.Add(result);
    }

    /// <inheritdoc/>
    public void Complete()
    {
        IReadOnlyList<IReadOnlyList<Track>> finished = FinishedTracks.Of([
            .. _results.Select(static result => (result.Timestamp, result.Tracks)),
        ]);
        foreach ((int i, FrameResult result) in _results.Index())
        {
            FrameResult corrected = result with
            {
                Tracks = finished[i],
                Detections = [.. finished[i].Select(static track => track.Detection)],
            };
            foreach (IFrameWriter writer in writers)
            {
                writer.Write(corrected);
            }
        }

        _results.Clear();
        foreach (IFrameWriter writer in writers)
        {
            writer.Complete();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (IFrameWriter writer in writers)
        {
            writer.Dispose();
        }
    }
}
