using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests.Videos;

/// <summary>Answers what a test wants of each frame.</summary>
internal sealed class StubDetector(Func<Frame, IReadOnlyList<Detection>> detect) : IDetector
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public IReadOnlyList<string> Labels => ["face"];

    /// <summary>A face that moves to the right by a pixel a frame.</summary>
    public static StubDetector MovingFace =>
        new(static frame => [new Detection(new Box((int)frame.Index + 10, 40, 40, 40), 1, "face")]);

    public IReadOnlyList<Detection> Detect(
        Frame frame,
        DetectionOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        Interlocked.Increment(ref _calls);
        return detect(frame);
    }
}
