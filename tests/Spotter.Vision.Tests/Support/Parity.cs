using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Support;

internal static class Parity
{
    /// <summary>Fails unless both find the same boxes.</summary>
    /// <returns>How many that are.</returns>
    public static int AssertEqual(
        OpenCvOracle oracle,
        CascadeDetector detector,
        GrayImage gray,
        DetectionOptions options
    )
    {
        Box[] expected = [.. Sorted(oracle.Detect(gray, options))];
        Box[] found = Find(detector, gray, options);
        Assert.True(
            expected.AsSpan().SequenceEqual(found),
            $"{gray.Width}x{gray.Height} {options}: OpenCV found {expected.Length} boxes "
                + $"[{string.Join("; ", expected)}], Spotter {found.Length} [{string.Join("; ", found)}]"
        );
        return expected.Length;
    }

    public static Box[] Find(CascadeDetector detector, GrayImage gray, DetectionOptions options)
    {
        var detections = new List<Detection>();
        detector.Detect(gray.View, detections, options, TestContext.Current.CancellationToken);
        return [.. Sorted(detections.Select(static detection => detection.Box))];
    }

    public static IEnumerable<Box> Sorted(IEnumerable<Box> boxes) =>
        boxes.OrderBy(static b => b.Y).ThenBy(static b => b.X).ThenBy(static b => b.Width).ThenBy(static b => b.Height);
}
