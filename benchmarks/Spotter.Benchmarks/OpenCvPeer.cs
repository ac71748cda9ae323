using OpenCvSharp;
using Spotter.Vision;

namespace Spotter.Benchmarks;

/// <summary>OpenCV's own detector through OpenCvSharp: the peer and the oracle.</summary>
internal sealed class OpenCvPeer : IDisposable
{
    private readonly CascadeClassifier _classifier;

    public OpenCvPeer(string cascadePath)
    {
        _classifier = new CascadeClassifier(cascadePath);
    }

    public static void UseThreads(int threads) => Cv2.SetNumThreads(threads);

    public Box[] Detect(Mat gray, double scaleFactor, int minNeighbors, BoxSize? min = null, BoxSize? max = null)
    {
        Rect[] boxes = _classifier.DetectMultiScale(gray, scaleFactor, minNeighbors, default, ToSize(min), ToSize(max));
        return Array.ConvertAll(boxes, static r => new Box(r.X, r.Y, r.Width, r.Height));
    }

    /// <summary>The picture in gray, scaled to a width.</summary>
    public static Mat ReadGray(string path, int width)
    {
        using Mat gray = Cv2.ImRead(path, ImreadModes.Grayscale);
        if (gray.Empty())
        {
            throw new InvalidDataException($"{path}: OpenCV cannot read this picture");
        }

        var scaled = new Mat();
        int height = Math.Max(1, (int)Math.Round((double)gray.Height * width / gray.Width));
        Cv2.Resize(
            gray,
            scaled,
            new Size(width, height),
            0,
            0,
            width < gray.Width ? InterpolationFlags.Area : InterpolationFlags.Linear
        );
        return scaled;
    }

    public static byte[] Pixels(Mat gray)
    {
        gray.GetArray(out byte[] pixels);
        return pixels;
    }

    public void Dispose() => _classifier.Dispose();

    private static Size ToSize(BoxSize? size) => size is { } s ? new Size(s.Width, s.Height) : default;
}
