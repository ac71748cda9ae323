using OpenCvSharp;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Support;

/// <summary>OpenCV itself, through OpenCvSharp.</summary>
internal sealed class OpenCvOracle : IDisposable
{
    private readonly CascadeClassifier _classifier;

    public OpenCvOracle(string cascadeFile)
    {
        _classifier = new CascadeClassifier(cascadeFile);
    }

    public static OpenCvOracle Stock(string cascadeName) => new(OpenCvFiles.Cascade(cascadeName));

    public Box[] Detect(GrayImage gray, DetectionOptions options)
    {
        using Mat mat = ToMat(gray);
        return ToBoxes(
            _classifier.DetectMultiScale(
                mat,
                options.ScaleFactor!.Value,
                options.MinNeighbors!.Value,
                default,
                ToSize(options.MinSize),
                ToSize(options.MaxSize)
            )
        );
    }

    /// <summary>Raw candidates of the last stage with OpenCV's level weight.</summary>
    public (Box Box, double Score)[] DetectWithScores(GrayImage gray, double scaleFactor, int stageCount)
    {
        using Mat mat = ToMat(gray);
        Rect[] boxes = _classifier.DetectMultiScale(
            mat,
            out int[] levels,
            out double[] weights,
            scaleFactor,
            0,
            default,
            null,
            null,
            outputRejectLevels: true
        );
        return
        [
            .. boxes
                .Select((r, i) => (Box: new Box(r.X, r.Y, r.Width, r.Height), Score: weights[i], Level: levels[i]))
                .Where(found => found.Level == stageCount)
                .Select(static found => (found.Box, found.Score)),
        ];
    }

    public static Mat ToMat(GrayImage gray) => Mat.FromPixelData(gray.Height, gray.Width, MatType.CV_8UC1, gray.Pixels);

    public static GrayImage ToGray(Mat mat)
    {
        mat.GetArray(out byte[] pixels);
        return new GrayImage(pixels, mat.Width, mat.Height);
    }

    public static GrayImage ReadGray(string path, int width)
    {
        using Mat gray = Cv2.ImRead(path, ImreadModes.Grayscale);
        using var scaled = new Mat();
        Cv2.Resize(
            gray,
            scaled,
            new Size(width, (int)Math.Round((double)gray.Height * width / gray.Width)),
            0,
            0,
            InterpolationFlags.Area
        );
        return ToGray(scaled);
    }

    public void Dispose() => _classifier.Dispose();

    private static Box[] ToBoxes(Rect[] boxes) =>
        Array.ConvertAll(boxes, static r => new Box(r.X, r.Y, r.Width, r.Height));

    private static Size? ToSize(BoxSize? size) => size is { } s ? new Size(s.Width, s.Height) : null;
}
