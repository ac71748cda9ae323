using System.Globalization;

namespace Spotter.Onnx.Tests;

/// <summary>Networks that have the shapes of those that can be read, and are others.</summary>
public sealed class TrialRunTests : IDisposable
{
    // Of an input of 64 x 32: 8 x 4 cells of three anchors, 4 x 2 and 2 x 1 of two, one of three.
    private const int Anchors = 119;

    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_UltraLightWithOtherNames_IsRecognisedByItsAnchors()
    {
        using OnnxDetector detector = Load(Ultra(Corners()));
        Assert.Equal("Ultra-Light", detector.Kind);
    }

    [Theory]
    [InlineData("middle and size", "end before they begin")]
    [InlineData("pixels", "lie far outside the picture")]
    [InlineData("top before left", "do not lie where its cells do")]
    [InlineData("NaN", "no number (NaN or infinite)")]
    public void Load_UltraLightWithOtherBoxes_IsRefused(string kind, string why)
    {
        float[] boxes = Corners();
        for (int i = 0; i < boxes.Length; i += 4)
        {
            (float left, float top, float right, float bottom) = (boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]);
            float[] other = kind switch
            {
                "middle and size" => [(left + right) / 2, (top + bottom) / 2, right - left, bottom - top],
                "pixels" => [left * 64, top * 32, right * 64, bottom * 32],
                "top before left" => [top, left, bottom, right],
                _ => [left, top, right, float.NaN],
            };
            other.CopyTo(boxes, i);
        }

        AssertRefused(Ultra(boxes), "Ultra-Light", why);
    }

    [Theory]
    [InlineData(3f, -2f, "reach from -2 to -2 instead of 0 to 1")]
    [InlineData(0.9f, 0.9f, "add up to 1.8 instead of 1")]
    [InlineData(float.NaN, 0f, "no number (NaN or infinite)")]
    public void Load_UltraLightWithOtherScores_IsRefused(float background, float face, string why) =>
        AssertRefused(Ultra(Corners(), background, face), "Ultra-Light", why);

    // A transformer of one class and "none": 100 queries, logits, middles with sizes.
    [Fact]
    public void Load_OneClassOfATransformer_IsNoFaceDetector() =>
        AssertRefused(
            TinyNetwork.Build(
                [1, 3, 32, 64],
                ("pred_logits", [1, 100, 2], Repeat(100, 3f, -1f)),
                ("pred_boxes", [1, 100, 4], Repeat(100, 0.2f, 0.3f, 0.4f, 0.5f))
            ),
            "DETR",
            "most of its queries (pred_logits) do not answer nothing"
        );

    [Fact]
    public void Load_OtherAnchorsAndNames_SaysWhatWasExpected() =>
        AssertRefused(
            TinyNetwork.Build(
                [1, 3, 32, 64],
                ("prob", [1, 100, 2], Repeat(100, 0.8f, 0.2f)),
                ("corners", [1, 100, 4], Repeat(100, 0.2f, 0.3f, 0.4f, 0.5f))
            ),
            "DETR",
            "its scores (prob) all lie within 0 to 1 as if they were shares already"
        );

    [Theory]
    [InlineData("transpose_0.tmp_0")]
    [InlineData("save_infer_model/scale_0.tmp_1")]
    public void Load_NamesOfPaddle_IsPicoDetAndNoNanoDet(string name)
    {
        using OnnxDetector detector = Load(Nano([8, 16, 32, 64], (i, _) => $"{name}{i}", 0.1f));
        Assert.Equal("PicoDet", detector.Kind);
    }

    // The colours and the middles of cells differ, the shapes do not.
    [Theory]
    [InlineData("out")]
    [InlineData("70")]
    public void Load_NamesOfNobody_AsksForTheFamily(string name)
    {
        OnnxModelException e = Assert.Throws<OnnxModelException>(() =>
            Load(Nano([8, 16, 32, 64], (i, _) => $"{name}{i}", 0.1f)).Kind
        );
        Assert.Contains(
            "could be NanoDet or PicoDet by what it answers; say which with --family",
            e.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Load_NanoDetWithLogits_IsRefused() =>
        AssertRefused(Nano([8, 16, 32], Named, -4f), "NanoDet", "reach from -4 to -4 instead of 0 to 1");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_NanoDet_IsRecognised(bool hasNames)
    {
        using OnnxDetector detector = Load(
            Nano(
                [8, 16, 32],
                hasNames ? Named : static (i, _) => (700 + i).ToString(CultureInfo.InvariantCulture),
                0.1f
            )
        );
        Assert.Equal("NanoDet", detector.Kind);
    }

    [Theory]
    [InlineData(0.5f, 0.5f, null)]
    [InlineData(4f, 0.5f, "(758) reach from 4 to 4")]
    [InlineData(0.5f, -3f, "(758) reach from -3 to -3")]
    [InlineData(0.5f, 0.9f, "add up to 1.8 instead of 1")]
    public void Load_Grid_IsFastestDetWhereItsScoresAre(float objects, float classes, string? why)
    {
        float[] grid = [.. Repeat(8, objects), .. new float[4 * 8], .. Repeat(2 * 8, classes)];
        byte[] network = TinyNetwork.Build([1, 3, 32, 64], ("758", [1, 7, 2, 4], grid));
        if (why is not null)
        {
            AssertRefused(network, "FastestDet", why);
            return;
        }

        using OnnxDetector detector = Load(network);
        Assert.Equal("FastestDet", detector.Kind);
    }

    [Theory]
    [InlineData(0.4f, 0.5f, null)]
    [InlineData(-6f, 0.5f, "its scores (cls_8) reach from -6")]
    [InlineData(0.4f, 200f, "their sizes are no logarithms")]
    public void Load_YuNet_IsRecognisedByItsNumbers(float score, float size, string? why)
    {
        var outputs = new List<(string, int[], float[])>();
        foreach (int stride in (int[])[8, 16, 32])
        {
            int cells = 64 / stride * (32 / stride);
            outputs.Add(($"cls_{stride}", [1, cells, 1], Repeat(cells, score)));
            outputs.Add(($"obj_{stride}", [1, cells, 1], Repeat(cells, 0.5f)));
            outputs.Add(($"bbox_{stride}", [1, cells, 4], Repeat(cells, 0.5f, 0.5f, size, size)));
        }

        byte[] network = TinyNetwork.Build([1, 3, 32, 64], [.. outputs]);
        if (why is not null)
        {
            AssertRefused(network, "YuNet", why);
            return;
        }

        using OnnxDetector detector = Load(network);
        Assert.Equal("YuNet", detector.Kind);
    }

    private void AssertRefused(byte[] network, string kind, string why)
    {
        OnnxModelException e = Assert.Throws<OnnxModelException>(() => Load(network).Kind);
        Assert.Contains($"has the shapes of {kind}, but ", e.Message, StringComparison.Ordinal);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    private OnnxDetector Load(byte[] network)
    {
        string path = Path.Combine(_folder, "network.onnx");
        File.WriteAllBytes(path, network);
        return OnnxDetector.Load(path);
    }

    private static byte[] Ultra(float[] boxes, float background = 0.9f, float face = 0.1f) =>
        TinyNetwork.Build(
            [1, 3, 32, 64],
            ("a", [1, Anchors, 2], Repeat(Anchors, background, face)),
            ("b", [1, Anchors, 4], boxes)
        );

    /// <summary>Boxes where the anchors of a 64 x 32 input are.</summary>
    private static float[] Corners()
    {
        var boxes = new List<float>();
        foreach (
            (int stride, int[] sizes) in ((int, int[])[])
                [(8, [10, 16, 24]), (16, [32, 48]), (32, [64, 96]), (64, [128, 192, 256])]
        )
        {
            for (int y = 0; y < (32 + stride - 1) / stride; y++)
            {
                for (int x = 0; x < 64 / stride; x++)
                {
                    foreach (int size in sizes)
                    {
                        (float middleX, float middleY) = ((x + 0.5f) * stride, (y + 0.5f) * stride);
                        float half = Math.Min(size, 64) / 2f;
                        boxes.AddRange([
                            (middleX - half) / 64,
                            (middleY - half) / 32,
                            (middleX + half) / 64,
                            (middleY + half) / 32,
                        ]);
                    }
                }
            }
        }

        return [.. boxes];
    }

    private static byte[] Nano(int[] strides, Func<int, int, string> name, float score)
    {
        int[] cells = [.. strides.Select(static stride => ((64 + stride - 1) / stride) * ((32 + stride - 1) / stride))];
        return TinyNetwork.Build(
            [1, 3, 32, 64],
            [
                .. strides.Select(
                    (stride, i) => (name(i, stride), (int[])[1, cells[i], 3], Repeat(cells[i] * 3, score))
                ),
                .. strides.Select(
                    (stride, i) =>
                        (name(strides.Length + i, stride), (int[])[1, cells[i], 32], new float[cells[i] * 32])
                ),
            ]
        );
    }

    private static string Named(int index, int stride) => $"{(index < 3 ? "cls" : "dis")}_pred_stride_{stride}";

    private static float[] Repeat(int times, params float[] values) =>
        [.. Enumerable.Range(0, times).SelectMany(_ => values)];
}
