using Spotter.Networks.Layers;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;

namespace Spotter.Vision.Tests.Networks;

public sealed class NetworkTraceTests
{
    private static readonly DetectionOptions Lenient = new() { MinScore = 0.03, Threads = 1 };
    private static readonly NetworkDetector People = new(ModelCatalog.Get("people").LoadNetwork());

    [Fact]
    public void Run_Finds_AreThoseOfTheDetector()
    {
        BgrImage picture = NetworkDetectorTests.Player().Bgr;
        var trace = NetworkTrace.Run(People, picture, Lenient, []);
        IReadOnlyList<Detection> found = People.Detect(
            new Frame(picture),
            Lenient,
            TestContext.Current.CancellationToken
        );
        Assert.NotEmpty(found);
        Assert.Equal(found, trace.Finds.Select(static find => find.Detection));
        Assert.True(trace.BoxCount >= trace.Finds.Count);
        Assert.All(trace.Finds, find =>
            Assert.InRange(find.Detection.Score, 0, trace.Maps[find.Map].Best(find.Cell.Class) + 1e-6)
        );
    }

    [Fact]
    public void ScoreOf_TheSamePixels_IsTheFindsOwn()
    {
        var trace = NetworkTrace.Run(People, NetworkDetectorTests.Player().Bgr, Lenient, []);
        TracedFind best = trace.Finds[0];
        var all = new Box(0, 0, trace.Part.InputWidth, trace.Part.InputHeight);
        Assert.InRange(trace.ScoreOf(best, trace.Pixels, all), best.Detection.Score - 1e-5, 1);
        byte[] gray = new byte[trace.Pixels.Length];
        Array.Fill(gray, InputPicture.Surroundings);
        Assert.True(trace.ScoreOf(best, gray, all) < best.Detection.Score);
    }

    [Fact]
    public void Run_NamedLayers_ComeOutInTheOrderAskedFor()
    {
        var trace = NetworkTrace.Run(People, Noise(128, 64), Lenient, ["head16", "stride8"]);
        (int width, int height) = (trace.Part.InputWidth, trace.Part.InputHeight);
        Assert.Equal(["head16", "stride8"], trace.Layers.Select(static layer => layer.Name));
        Assert.Equal(TensorShape.Image(height / 16, width / 16, 6), trace.Layers[0].Shape);
        Assert.Equal(TensorShape.Image(height / 8, width / 8, 64), trace.Layers[1].Shape);
        Assert.Equal(trace.Maps[1].Values.ToArray(), trace.Layers[0].Values);
    }

    // What goes in is padded to whole steps; cells beside the picture are none of its own.
    [Fact]
    public void Maps_OfAPictureThatIsPadded_CountItsOwnCells()
    {
        var trace = NetworkTrace.Run(People, Noise(100, 60), Lenient with { InputSize = 100 }, []);
        Assert.Equal((128, 64), (trace.Part.InputWidth, trace.Part.InputHeight));
        Assert.Equal([13 * 8, 7 * 4, 4 * 2, 2], trace.Maps.Select(static map => map.CellCount));
    }

    private static BgrImage Noise(int width, int height)
    {
        var image = new BgrImage(width, height);
        new Random(3).NextBytes(image.Pixels);
        return image;
    }
}
