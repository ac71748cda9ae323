using Spotter.Onnx.Decoders;
using Spotter.Vision;

namespace Spotter.Onnx.Tests;

/// <summary>Each decoder on outputs with one box in them, worked out by hand from the network's definition.</summary>
public sealed class DecoderTests
{
    private const float Tolerance = 1e-3f;

    [Fact]
    public void YuNet_OneCell_IsABoxAroundIt()
    {
        List<TensorInfo> shapes = [.. YuNet(4, "bbox"), .. YuNet(1, "cls", "obj")];
        INetworkDecoder decoder = Choose(64, 64, [.. shapes]);
        Dictionary<string, float[]> data = Zeros(shapes);

        // Column 2, row 1 of the grid of stride 16; half a cell to the right and down, 2 x 4 cells large.
        data["cls_16"][6] = 0.81f;
        data["obj_16"][6] = 0.64f;
        ((float[])[0.5f, 0.5f, MathF.Log(2), MathF.Log(4)]).CopyTo(data["bbox_16"], 4 * 6);
        AssertOne(decoder, data, new NetworkBox(40 - 16, 24 - 32, 40 + 16, 24 + 32, 0.72f, 0), "YuNet");
    }

    [Fact]
    public void YuNet_WithLandmarks_TellsThemFromTheCornerOfTheCell()
    {
        List<TensorInfo> shapes = [.. YuNet(4, "bbox"), .. YuNet(10, "kps"), .. YuNet(1, "cls", "obj")];
        INetworkDecoder decoder = Choose(64, 64, [.. shapes]);
        Dictionary<string, float[]> data = Zeros(shapes);

        // Column 2, row 1 of the grid of stride 16: its corner is at 32, 16.
        data["cls_16"][6] = 1;
        data["obj_16"][6] = 1;
        ((float[])[-0.5f, 0, 1.5f, 0, 0.5f, 0.5f, 0, 1, 1, 1]).CopyTo(data["kps_16"], 10 * 6);
        var found = new List<NetworkBox>();
        decoder.Decode([.. data.Select(static pair => new NetworkOutput(pair.Key, pair.Value))], 0.3f, found);
        Assert.Equal(
            new FaceLandmarks(new(24, 16), new(56, 16), new(40, 24), new(32, 32), new(48, 32)),
            Assert.Single(found).Landmarks
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UltraLight_OutputsInEitherOrder_AreTakenApartByTheirWidth(bool scoresFirst)
    {
        TensorInfo scores = Info("a", 1, 5, 2);
        TensorInfo boxes = Info("b", 1, 5, 4);
        List<TensorInfo> shapes = scoresFirst ? [scores, boxes] : [boxes, scores];
        Dictionary<string, float[]> data = Zeros(shapes);
        data["a"][(2 * 3) + 1] = 0.95f;
        ((float[])[0.1f, 0.2f, 0.5f, 0.6f]).CopyTo(data["b"], 4 * 3);
        AssertOne(Choose(320, 240, [.. shapes]), data, new NetworkBox(32, 48, 160, 144, 0.95f, 0), "Ultra-Light");
    }

    [Fact]
    public void FastestDet_OneCell_MixesObjectAndClassScores()
    {
        List<TensorInfo> shapes = [Info("out", 1, 8, 4, 6)];
        Dictionary<string, float[]> data = Zeros(shapes);
        float[] grid = data["out"];
        int cell = (2 * 6) + 3;
        grid[cell] = 0.9f;
        grid[24 + cell] = MathF.Atanh(0.5f);
        grid[(3 * 24) + cell] = 0;
        grid[(4 * 24) + cell] = MathF.Log(3);
        grid[(7 * 24) + cell] = 0.8f;
        float score = MathF.Pow(0.9f, 0.6f) * MathF.Pow(0.8f, 0.4f);

        // Half a cell to the right of column 3, at row 2; half the width and three quarters of the height.
        AssertOne(
            Choose(96, 64, [.. shapes]),
            data,
            new NetworkBox(56 - 24, 32 - 24, 56 + 24, 32 + 24, score, 2),
            "FastestDet"
        );
    }

    [Fact]
    public void NanoDet_OneCell_TakesTheMeanOfEachDistribution()
    {
        List<TensorInfo> shapes =
        [
            Info("c8", 1, 16, 3),
            Info("c16", 1, 4, 3),
            Info("c32", 1, 1, 3),
            Info("d8", 1, 16, 16),
            Info("d16", 1, 4, 16),
            Info("d32", 1, 1, 16),
        ];
        Dictionary<string, float[]> data = Zeros(shapes);
        data["c8"][(5 * 3) + 1] = 0.6f;
        Span<float> distances = data["d8"].AsSpan(5 * 16, 16);

        // Left: surely bin 3. Top: even over 0..3, a mean of 1.5. Right: halfway between 1 and 2. Bottom: surely 0.
        distances[3] = 50;
        distances[8 + 1] = distances[8 + 2] = 50;
        distances[12] = 50;
        AssertOne(
            Choose(32, 32, [.. shapes]),
            data,
            new NetworkBox(11.5f - 24, 11.5f - 12, 11.5f + 12, 11.5f, 0.6f, 1),
            "NanoDet"
        );
    }

    [Fact]
    public void KeepBest_OverlappingBoxes_KeepsTheBestOfEachClass()
    {
        NetworkBox good = new(0, 0, 10, 10, 0.9f, 0);
        NetworkBox[] boxes =
        [
            good with
            {
                Score = 0.5f,
            },
            good with
            {
                Left = 1,
                Score = 0.8f,
            },
            good,
            good with
            {
                Class = 1,
                Score = 0.3f,
            },
            new(20, 0, 30, 10, 0.2f, 0),
        ];
        Assert.Equal([0.9f, 0.3f, 0.2f], Suppression.KeepBest(boxes, 0.5f).Select(static box => box.Score));
    }

    // What YuNet gives for each cell of its three grids over 64 x 64 pixels.
    private static IEnumerable<TensorInfo> YuNet(int numbers, params string[] names) =>
        from stride in (int[])[8, 16, 32]
        from name in names
        select Info($"{name}_{stride}", 1, 64 / stride * (64 / stride), numbers);

    private static void AssertOne(
        INetworkDecoder decoder,
        Dictionary<string, float[]> data,
        NetworkBox expected,
        string name
    )
    {
        Assert.Equal(name, decoder.Name);
        var found = new List<NetworkBox>();
        decoder.Decode([.. data.Select(static pair => new NetworkOutput(pair.Key, pair.Value))], 0.3f, found);
        NetworkBox box = Assert.Single(found);
        Assert.Equal(expected.Class, box.Class);
        Assert.Equal(expected.Score, box.Score, Tolerance);
        Assert.Equal(expected.Left, box.Left, Tolerance);
        Assert.Equal(expected.Top, box.Top, Tolerance);
        Assert.Equal(expected.Right, box.Right, Tolerance);
        Assert.Equal(expected.Bottom, box.Bottom, Tolerance);
    }

    private static INetworkDecoder Choose(int width, int height, TensorInfo[] outputs) =>
        DecoderCatalog.Choose(new NetworkShape([Info("input", 1, 3, height, width)], outputs), "test.onnx");

    private static TensorInfo Info(string name, params int[] dimensions) => new(name, dimensions);

    private static Dictionary<string, float[]> Zeros(IEnumerable<TensorInfo> shapes) =>
        shapes.ToDictionary(
            static shape => shape.Name,
            static shape => new float[shape.Dimensions.Aggregate(1, static (a, b) => a * b)],
            StringComparer.Ordinal
        );
}
