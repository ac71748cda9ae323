using Microsoft.ML.OnnxRuntime;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

/// <summary>
/// Published networks run by ONNX Runtime alone and decoded here as their makers' programs do, in plain loops: the
/// detector answers the same boxes. The picture is as large as the input, so that nothing is scaled.
/// </summary>
public sealed class IndependentDecodingTests
{
    private const string Photograph = "/usr/share/doc/opencv-doc/examples/data/messi5.jpg";

    // Where the player's face is.
    private const int FaceX = 160;
    private const int FaceY = 60;

    [Fact]
    public void Detect_YoloVersion8_AnswersTheSameBoxes() =>
        AssertSame(
            "others/yolov8n_int8.onnx",
            640,
            640,
            static value => value / 255f,
            isRgb: true,
            static outputs =>
            {
                float[] all = outputs["output0"];
                var found = new List<Found>();
                for (int place = 0; place < 8400; place++)
                {
                    int best = Enumerable.Range(0, 80).MaxBy(label => all[((4 + label) * 8400) + place]);
                    float score = all[((4 + best) * 8400) + place];
                    (float x, float y) = (all[place], all[8400 + place]);
                    (float w, float h) = (all[(2 * 8400) + place], all[(3 * 8400) + place]);
                    if (score >= 0.25f)
                    {
                        found.Add(new Found(x - (w / 2), y - (h / 2), x + (w / 2), y + (h / 2), score, best));
                    }
                }

                return Suppress(found, 0.45f);
            }
        );

    [Fact]
    public void Detect_Scrfd_AnswersTheSameBoxes() =>
        AssertSame(
            "others/scrfd_500m_kps.onnx",
            640,
            640,
            static value => (value - 127.5f) / 128,
            isRgb: true,
            static outputs =>
            {
                var found = new List<Found>();
                for (int level = 0; level < 3; level++)
                {
                    int stride = 8 << level;
                    int across = 640 / stride;
                    for (int i = 0; i < across * across * 2; i++)
                    {
                        float score = outputs[$"out{level}"][i];
                        float[] box = outputs[$"out{3 + level}"][(4 * i)..(4 * i + 4)];
                        (float x, float y) = (i / 2 % across * stride, i / 2 / across * stride);
                        if (score >= 0.5f)
                        {
                            found.Add(
                                new Found(
                                    x - (box[0] * stride),
                                    y - (box[1] * stride),
                                    x + (box[2] * stride),
                                    y + (box[3] * stride),
                                    score,
                                    0
                                )
                            );
                        }
                    }
                }

                return Suppress(found, 0.4f);
            }
        );

    [Fact]
    public void Detect_YuNetOfOpenSize_AnswersTheSameBoxes() =>
        AssertSame(
            "others/yunet_n_dynamic.onnx",
            640,
            640,
            static value => value,
            isRgb: false,
            static outputs =>
            {
                var found = new List<Found>();
                foreach (int stride in (int[])[8, 16, 32])
                {
                    int across = 640 / stride;
                    for (int i = 0; i < across * across; i++)
                    {
                        float score = MathF.Sqrt(outputs[$"cls_{stride}"][i] * outputs[$"obj_{stride}"][i]);
                        float[] box = outputs[$"bbox_{stride}"][(4 * i)..(4 * i + 4)];
                        float x = ((i % across) + box[0]) * stride;
                        float y = ((i / across) + box[1]) * stride;
                        float w = MathF.Exp(box[2]) * stride / 2;
                        float h = MathF.Exp(box[3]) * stride / 2;
                        if (score >= 0.6f)
                        {
                            found.Add(new Found(x - w, y - h, x + w, y + h, score, 0));
                        }
                    }
                }

                return Suppress(found, 0.3f);
            }
        );

    [Fact]
    public void Detect_UltraLightUndecoded_AnswersTheSameBoxes() =>
        AssertSame(
            "others/version-RFB-320_simplified.onnx",
            320,
            240,
            static value => (value - 127) / 128,
            isRgb: true,
            static outputs =>
            {
                var found = new List<Found>();
                int i = 0;
                foreach (
                    (int stride, int[] sizes) in ((int, int[])[])
                        [(8, [10, 16, 24]), (16, [32, 48]), (32, [64, 96]), (64, [128, 192, 256])]
                )
                {
                    for (int row = 0; row < (240 + stride - 1) / stride; row++)
                    {
                        for (int column = 0; column < 320 / stride; column++)
                        {
                            foreach (int size in sizes)
                            {
                                float[] box = outputs["boxes"][(4 * i)..(4 * i + 4)];
                                float score = outputs["scores"][(2 * i++) + 1];
                                float x = ((column + 0.5f) * stride) + (box[0] * 0.1f * size);
                                float y = ((row + 0.5f) * stride) + (box[1] * 0.1f * size);
                                float w = MathF.Exp(box[2] * 0.2f) * size / 2;
                                float h = MathF.Exp(box[3] * 0.2f) * size / 2;
                                if (score >= 0.7f)
                                {
                                    found.Add(new Found(x - w, y - h, x + w, y + h, score, 0));
                                }
                            }
                        }
                    }
                }

                return Suppress(found, 0.3f);
            }
        );

    private static void AssertSame(
        string file,
        int width,
        int height,
        Func<float, float> normalize,
        bool isRgb,
        Func<Dictionary<string, float[]>, List<Found>> decode
    )
    {
        string? models = DevelopmentData.Find("models");
        Assert.SkipWhen(models is null, DevelopmentData.Absent);
        Assert.SkipUnless(File.Exists(Photograph), "needs OpenCV's sample pictures: apt-get install opencv-doc");
        string path = Path.Combine(models, file);
        BgrImage picture = Part(width, height);
        float[] pixels = new float[3 * width * height];
        for (int i = 0; i < width * height; i++)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                pixels[(channel * width * height) + i] = normalize(
                    picture.Pixels[(3 * i) + (isRgb ? 2 - channel : channel)]
                );
            }
        }

        List<Found> expected = decode(Run(path, pixels, [1, 3, height, width]));
        using OnnxDetector detector = OnnxDetector.Load(path);
        IReadOnlyList<Detection> found = detector.Detect(
            new Frame(picture),
            null,
            TestContext.Current.CancellationToken
        );
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Count, found.Count);
        foreach (Found box in expected)
        {
            Assert.Contains(found, one =>
                one.Label == detector.Labels[box.Class]
                && Math.Abs(one.Score - box.Score) < 0.001
                && Math.Abs(one.Box.X - Math.Max(0, box.Left)) <= 1
                && Math.Abs(one.Box.Y - Math.Max(0, box.Top)) <= 1
                && Math.Abs(one.Box.Right - Math.Min(width, box.Right)) <= 1
                && Math.Abs(one.Box.Bottom - Math.Min(height, box.Bottom)) <= 1
            );
        }
    }

    // The photograph on black, or the part of it around the face.
    private static BgrImage Part(int width, int height)
    {
        BgrImage photograph = Picture.Load(Photograph).Bgr;
        (int left, int top) = width < photograph.Width ? (FaceX, Math.Min(FaceY, photograph.Height - height)) : (0, 0);
        var part = new BgrImage(width, height);
        for (int y = 0; y < Math.Min(height, photograph.Height - top); y++)
        {
            photograph
                .Pixels.AsSpan(
                    (((y + top) * photograph.Width) + left) * 3,
                    Math.Min(width, photograph.Width - left) * 3
                )
                .CopyTo(part.Pixels.AsSpan(y * width * 3));
        }

        return part;
    }

    private static Dictionary<string, float[]> Run(string path, float[] pixels, long[] shape)
    {
        using var quiet = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(path, quiet);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(pixels, shape);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
            options,
            [session.InputNames[0]],
            [input],
            session.OutputNames
        );
        return session
            .OutputNames.Select((name, i) => (name, Data: outputs[i].GetTensorDataAsSpan<float>().ToArray()))
            .ToDictionary(static pair => pair.name, static pair => pair.Data, StringComparer.Ordinal);
    }

    private static List<Found> Suppress(List<Found> boxes, float overlap)
    {
        var kept = new List<Found>();
        foreach (Found box in boxes.OrderByDescending(static box => box.Score))
        {
            if (!kept.Exists(other => other.Class == box.Class && other.Overlap(box) > overlap))
            {
                kept.Add(box);
            }
        }

        return kept;
    }

    private sealed record Found(float Left, float Top, float Right, float Bottom, float Score, int Class)
    {
        public float Overlap(Found other)
        {
            float width = MathF.Min(Right, other.Right) - MathF.Max(Left, other.Left);
            float height = MathF.Min(Bottom, other.Bottom) - MathF.Max(Top, other.Top);
            float shared = MathF.Max(0, width) * MathF.Max(0, height);
            return shared / (Area + other.Area - shared);
        }

        private float Area => (Right - Left) * (Bottom - Top);
    }
}
