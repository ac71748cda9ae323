using Spotter.Media.Video;

namespace Spotter.Benchmarks.Video;

/// <summary>What is read of a clip, and where videos made of it go.</summary>
/// <param name="Path">The clip.</param>
/// <param name="Frames">How many frames of it.</param>
/// <param name="Length">The time that they take.</param>
/// <param name="Outputs">A folder for videos.</param>
internal sealed record ClipPart(string Path, int Frames, TimeSpan Length, string Outputs)
{
    public string OpenCvOutput => System.IO.Path.Combine(Outputs, "opencv.mp4");

    public string SpotterOutput => System.IO.Path.Combine(Outputs, "spotter.mp4");

    /// <summary>Whether both videos have as many frames, as ffprobe counts them.</summary>
    public bool BothOutputsHave(int frames) =>
        new[] { OpenCvOutput, SpotterOutput }.All(path =>
            VideoProbe.ReadAsync(VideoSource.Parse(path)).GetAwaiter().GetResult().FrameCount == frames
        );
}
