using Spotter.Media;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;
using Spotter.Workshop.Explaining;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Tests.Plots;

public sealed class NetworkDrawingTests
{
    [Theory]
    [InlineData("none", true)]
    [InlineData("16", true)]
    [InlineData("64,dropout0.2,32", true)]
    [InlineData("conv8,pool,dense16", false)]
    [InlineData("conv8,batchnorm,gap", false)]
    public void Draw_AnyLayers_IsAPictureOfItsKind(string layers, bool isOfNodes)
    {
        Sequential network = Make(layers);
        Assert.Equal(isOfNodes, NetworkDrawing.IsOfNodes(network));
        BgrImage drawing = Picture.Load(NetworkDrawing.Draw(network, ["cat", "dog", "cow"])).Bgr;
        Assert.InRange(drawing.Width, 200, 4000);
        Assert.InRange(drawing.Height, 150, 4000);
        Assert.True(drawing.Pixels.Distinct().Count() > 20, "there is something on it");
        Assert.Contains(isOfNodes ? "circle" : "slab", NetworkDrawing.Caption(network), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_OtherWeights_IsAnotherPicture()
    {
        Sequential network = Make("4");
        byte[] before = NetworkDrawing.Draw(network, ["a", "b", "c"]);
        float[] weights = network.Parameters[^2].ToArray();
        Array.Reverse(weights);
        network.Parameters[^2].SetValues(weights);
        Assert.NotEqual(before, NetworkDrawing.Draw(network, ["a", "b", "c"]));
    }

    [Fact]
    public void LayerOutputs_LastLayer_IsWhatTheNetworkAnswers()
    {
        Sequential network = Make("conv4,pool,dense8");
        var classifier = new ImageClassifier(network, PixelNormalization.ZeroToOne(), ["a", "b", "c"]);
        var picture = new BgrImage(12, 12);
        new Random(3).NextBytes(picture.Pixels.AsSpan(0, 12 * 12 * 3));
        IReadOnlyList<LayerOutput> outputs = LayerOutputs.Of(classifier, picture);
        Assert.Equal(network.Layers.Count, outputs.Count);
        Assert.Equal(["12 x 12 x 4", "6 x 6 x 4"], outputs.Take(2).Select(static output => output.Shape.ToString()));
        float[] gray = [.. picture.ToGray().Pixels.Take(144).Select(static value => value / 255f)];
        float[] expected = network.Predict(gray);
        Assert.Equal(expected.Length, outputs[^1].Values.Length);
        Assert.All(expected.Index(), one => Assert.Equal(one.Item, outputs[^1].Values[one.Index], 1e-4f));
        Assert.True(Picture.Load(ActivationsSheet.Draw(classifier, picture)).Width > 400);
        Assert.Throws<ArgumentException>(() => LayerOutputs.Of(classifier, new BgrImage(11, 12)));
    }

    private static Sequential Make(string layers) =>
        new(TensorShape.Image(12, 12, 1), LayerNotation.Parse(layers, classes: 3));
}
