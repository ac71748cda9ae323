using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using OpenCvSharp;
using OpenCvSharp.Dnn;
using Spotter.Learning.Detectors.Networks;
using Spotter.Learning.Onnx;
using Spotter.Learning.Tests.Detectors.Networks;
using Spotter.Networks.Weights;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Tests.Onnx;

public sealed class DetectorOnnxTests
{
    private const int Width = 256;
    private const int Height = 192;
    private const double MinScore = 0.05;

    // Points of a calibration of each class, of different lengths.
    private static readonly NetworkDetectorModel Model = Calibrated(ModelCatalog.Get("people").LoadNetwork());

    public static TheoryData<int> Pictures => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Pictures))]
    public void ToBytes_RunElsewhere_AnswersTheSameBoxes(int number)
    {
        byte[] file = OnnxFile.ToBytes(Model, Width, Height);
        Assert.NotEmpty(AssertSame(Drawn(number), file));
    }

    [Fact]
    public void ToBytes_RunElsewhereOnPhotographs_AnswersTheSameBoxes()
    {
        string? folder = DevelopmentData.Find("scenes/people-flickr/images");
        Assert.SkipWhen(folder is null, DevelopmentData.Absent);
        byte[] file = OnnxFile.ToBytes(Model, Width, Height);
        int boxes = 0;
        foreach (string picture in Directory.GetFiles(folder!).Order(StringComparer.Ordinal).Take(50))
        {
            boxes += AssertSame(Photograph(picture), file).Count;
        }

        Assert.True(boxes > 1000, $"only {boxes} boxes were compared");
    }

    private static IReadOnlyList<Detection> AssertSame(Frame frame, byte[] file)
    {
        IReadOnlyList<Detection> expected = new NetworkDetector(Model).Detect(
            frame,
            new DetectionOptions { MinScore = MinScore, InputSize = Width },
            TestContext.Current.CancellationToken
        );
        foreach ((float[], float[]) answers in new[] { RunOnnxRuntime(file, frame), RunOpenCv(file, frame) })
        {
            List<Detection> found = Boxes(answers, frame);
            AssertAmong(expected, found);
            AssertAmong(found, expected);
        }

        return expected;
    }

    [Theory]
    [InlineData(250, 192)]
    [InlineData(256, 0)]
    public void ToBytes_OtherSize_IsRefused(int width, int height) =>
        Assert.Contains(
            "multiple of 64",
            Assert.Throws<ArgumentException>(() => OnnxFile.ToBytes(Model, width, height)).Message,
            StringComparison.Ordinal
        );

    // A score at the very limit is below it for one of them.
    private static void AssertAmong(IReadOnlyList<Detection> finds, IReadOnlyList<Detection> found)
    {
        foreach (Detection one in finds.Where(static one => one.Score > MinScore + 0.002))
        {
            Assert.Contains(found, other =>
                other.Label == one.Label
                && Math.Abs(other.Score - one.Score) < 1e-3
                && Math.Abs(other.Box.X - one.Box.X) <= 1
                && Math.Abs(other.Box.Y - one.Box.Y) <= 1
                && Math.Abs(other.Box.Right - one.Box.Right) <= 1
                && Math.Abs(other.Box.Bottom - one.Box.Bottom) <= 1
            );
        }
    }

    // What whoever runs the file has left to do.
    private static List<Detection> Boxes((float[] Boxes, float[] Scores) answers, Frame frame)
    {
        int classes = Model.Labels.Count;
        var found = new List<CellBox>();
        for (int cell = 0; cell < answers.Scores.Length / classes; cell++)
        {
            for (int c = 0; c < classes; c++)
            {
                float score = answers.Scores[(cell * classes) + c];
                if (score >= MinScore)
                {
                    Span<float> box = answers.Boxes.AsSpan(cell * 4, 4);
                    found.Add(new CellBox(box[0], box[1], box[2], box[3], score, c));
                }
            }
        }

        CellReader.KeepBest(found, 0.5f);
        var all = new Box(0, 0, frame.Width, frame.Height);
        return
        [
            .. found
                .Select(box => new Detection(
                    new Box(
                        (int)MathF.Round(box.Left),
                        (int)MathF.Round(box.Top),
                        (int)MathF.Round(box.Right) - (int)MathF.Round(box.Left),
                        (int)MathF.Round(box.Bottom) - (int)MathF.Round(box.Top)
                    ).Intersect(all),
                    box.Score,
                    Model.Labels[box.Class]
                ))
                .Where(static one => !one.Box.IsEmpty),
        ];
    }

    private static (float[] Boxes, float[] Scores) RunOnnxRuntime(byte[] file, Frame frame)
    {
        using var session = new InferenceSession(file);
        var input = new DenseTensor<float>(Planes(frame), [1, 3, Height, Width]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> answers = session.Run([
            NamedOnnxValue.CreateFromTensor("input", input),
        ]);
        return (
            answers.Single(static one => one.Name == "boxes").AsTensor<float>().ToArray(),
            answers.Single(static one => one.Name == "scores").AsTensor<float>().ToArray()
        );
    }

    private static (float[] Boxes, float[] Scores) RunOpenCv(byte[] file, Frame frame)
    {
        using Net net = CvDnn.ReadNetFromOnnx(file)!;
        using var blob = Mat.FromPixelData([1, 3, Height, Width], MatType.CV_32F, Planes(frame));
        net.SetInput(blob);
        using Mat boxes = new();
        using Mat scores = new();
        net.Forward([boxes, scores], ["boxes", "scores"]);
        return (Numbers(boxes), Numbers(scores));
    }

    private static float[] Numbers(Mat mat)
    {
        float[] numbers = new float[mat.Total()];
        Marshal.Copy(mat.Data, numbers, 0, numbers.Length);
        return numbers;
    }

    private static float[] Planes(Frame frame)
    {
        float[] planes = new float[3 * Height * Width];
        for (int i = 0; i < Height * Width; i++)
        {
            for (int c = 0; c < 3; c++)
            {
                planes[(c * Height * Width) + i] = frame.Bgr.Pixels[(i * 3) + 2 - c];
            }
        }

        return planes;
    }

    private static Frame Photograph(string path)
    {
        using Mat picture = Cv2.ImRead(path, ImreadModes.Color);
        using var resized = new Mat();
        Cv2.Resize(picture, resized, new Size(Width, Height), interpolation: InterpolationFlags.Area);
        var image = new BgrImage(Width, Height);
        Marshal.Copy(resized.Data, image.Pixels, 0, Width * Height * 3);
        return new Frame(image);
    }

    private static Frame Drawn(int seed)
    {
        // Squares of many sizes, so that something is found by chance.
        var image = new BgrImage(Width, Height);
        var random = new Random(seed);
        for (int i = 0; i < 60; i++)
        {
            int side = random.Next(4, 90);
            int left = random.Next(Width);
            int top = random.Next(Height);
            byte[] color = new byte[3];
            random.NextBytes(color);
            for (int y = top; y < Math.Min(top + side, Height); y++)
            {
                for (int x = left; x < Math.Min(left + side, Width); x++)
                {
                    color.CopyTo(image.Pixels, ((y * Width) + x) * 3);
                }
            }
        }

        return new Frame(image);
    }

    private static NetworkDetectorModel Calibrated(NetworkDetectorModel model) =>
        model.With(
            model.Head with
            {
                Classes =
                [
                    new DetectorClass(
                        0.3,
                        [
                            [0.05, 0.1],
                            [0.2, 0.35],
                            [0.6, 0.8],
                        ]
                    ),
                    new DetectorClass(
                        0.3,
                        [
                            [0.1, 0.2],
                        ]
                    ),
                ],
            }
        );
}
