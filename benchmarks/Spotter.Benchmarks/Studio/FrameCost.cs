using System.Diagnostics;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks.Studio;

/// <summary>What the studio does for one frame, on one thread: reading the JPEG, its gray plane, the search.</summary>
internal static class FrameCost
{
    private const int Rounds = 60;

    // What the page begins with.
    private const int LiveMinSize = 60;

    public static void Print(byte[] jpeg)
    {
        IDetector detector = Detector.Faces();
        var all = new DetectionOptions { Threads = 1 };
        DetectionOptions live = all with { MinSize = new BoxSize(LiveMinSize, LiveMinSize) };
        Frame frame = Picture.Load(jpeg);
        Console.WriteLine(
            $"a frame of {frame.Width}x{frame.Height} on one thread, median ms: "
                + $"decode {Median(() => Picture.Load(jpeg)):F2}, gray {Median(() => new Frame(frame.Bgr).Gray):F2}, "
                + $"faces from {LiveMinSize} pixels {Median(() => detector.Detect(frame, live)):F2}, all faces "
                + $"{Median(() => detector.Detect(frame, all)):F2}"
        );
    }

    private static double Median(Func<object> work)
    {
        var times = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        return Medians.Of(times);
    }
}
