using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>The pixels of a frame before its place in the video is known.</summary>
internal sealed record FramePixels(BgrImage? Bgr, GrayImage Gray)
{
    /// <summary>Makes the frame, whose arrays the pool gets back when the frame is recycled.</summary>
    public Frame Place(long index, TimeSpan timestamp, FramePool pool)
    {
        Frame frame = Bgr is null
            ? new Frame(Gray)
            {
                Index = index,
                Timestamp = timestamp,
                IsOfVideo = true,
            }
            : new Frame(Bgr, Gray)
            {
                Index = index,
                Timestamp = timestamp,
                IsOfVideo = true,
            };
        pool.Lend(frame, Bgr is null ? [Gray.Pixels] : [Bgr.Pixels, Gray.Pixels]);
        return frame;
    }
}
