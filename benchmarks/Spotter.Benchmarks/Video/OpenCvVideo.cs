using OpenCvSharp;
using Spotter.Vision;

namespace Spotter.Benchmarks.Video;

/// <summary>
/// The peer: VideoCapture, CascadeClassifier and VideoWriter, in the loop that OpenCV's own samples have.
/// </summary>
internal sealed class OpenCvVideo(string cascade, DetectionOptions options) : IDisposable
{
    // The runtime brings no H.264 encoder. MPEG-4 part 2 takes less work, so it does not hold OpenCV back.
    private static readonly int Codec = VideoWriter.FourCC('m', 'p', '4', 'v');

    private readonly OpenCvPeer _detector = new(cascade);

    /// <summary>The clip's frames as OpenCV decodes them, every so manieth.</summary>
    public static List<Mat> Load(string clip, int frames, int step)
    {
        using VideoCapture capture = Open(clip);
        var kept = new List<Mat>();
        using var frame = new Mat();
        for (int index = 0; index < frames && capture.Read(frame); index++)
        {
            if (index % step == 0)
            {
                kept.Add(frame.Clone());
            }
        }

        return kept;
    }

    public static int Decode(string clip, int frames, bool toGray)
    {
        using VideoCapture capture = Open(clip);
        using var frame = new Mat();
        using var gray = new Mat();
        int count = 0;
        for (; count < frames && capture.Read(frame); count++)
        {
            if (toGray)
            {
                Cv2.CvtColor(frame, gray, ColorConversionCodes.BGR2GRAY);
            }
        }

        return count;
    }

    public Box[] Detect(Mat gray) =>
        _detector.Detect(gray, options.ScaleFactor!.Value, options.MinNeighbors!.Value, options.MinSize);

    public static void Draw(Mat frame, IEnumerable<Box> boxes)
    {
        foreach (Box box in boxes)
        {
            Cv2.Rectangle(frame, new Rect(box.X, box.Y, box.Width, box.Height), Scalar.Lime, 3);
        }
    }

    public static int Encode(IReadOnlyList<Mat> frames, string output)
    {
        using var writer = new VideoWriter(output, Codec, 30, frames[0].Size());
        foreach (Mat frame in frames)
        {
            writer.Write(frame);
        }

        return frames.Count;
    }

    /// <summary>The whole way: decode, gray, detect and, where there is an output, draw and encode.</summary>
    public int Run(string clip, int frames, string? output)
    {
        using VideoCapture capture = Open(clip);
        using VideoWriter? writer = output is null
            ? null
            : new VideoWriter(output, Codec, capture.Fps, new Size(capture.FrameWidth, capture.FrameHeight));
        using var frame = new Mat();
        using var gray = new Mat();
        int count = 0;
        for (; count < frames && capture.Read(frame); count++)
        {
            Cv2.CvtColor(frame, gray, ColorConversionCodes.BGR2GRAY);
            Box[] found = Detect(gray);
            if (writer is not null)
            {
                Draw(frame, found);
                writer.Write(frame);
            }
        }

        return count;
    }

    public void Dispose() => _detector.Dispose();

    private static VideoCapture Open(string clip)
    {
        var capture = new VideoCapture(clip);
        return capture.IsOpened() ? capture : throw new InvalidDataException($"{clip}: OpenCV cannot read this video");
    }
}
