using Spotter.Learning.Networks;
using Spotter.Learning.Training;

namespace Spotter.Learning.Tests.Networks;

public sealed class SequentialTests
{
    [Fact]
    public void Constructor_LayerDoesNotFit_NamesTheLayer()
    {
        Throws("layer 2 (dense_1): Units must be at least 1, got 0", TensorShape.Features(4), new Dense(3), new Dense(0));
        Throws("layer 1 (dense): Dense takes features, got a picture of 28 x 28 x 1", TensorShape.Image(28, 28, 1), new Dense(3));
        Throws("layer 2 (conv2d_1): a kernel of 5 x 5 does not fit into a picture of 4 x 4 x 2", TensorShape.Image(6, 6, 1), new Conv2D(2, 3), new Conv2D(2, 5));
        Throws("layer 2 (max_pooling2d): MaxPooling2D takes a picture", TensorShape.Image(6, 6, 1), new Flatten(), new MaxPooling2D(2));
        Throws("layer 1 (dropout): Rate must be at least 0 and below 1, got 1", TensorShape.Features(4), new Dropout(1));
        Throws("layer 1 (residual), body, layer 1 (dense): Units", TensorShape.Features(4), new Residual([new Dense(-1)]));
        Throws("layer 1 (residual): the body ends in 5 but the shortcut in 4", TensorShape.Features(4), new Residual([new Dense(5)]));
        Throws("softmax takes features", TensorShape.Image(6, 6, 1), new Activation(ActivationKind.Softmax));
        Throws("at least one layer", TensorShape.Features(4));
    }

    [Fact]
    public void Constructor_HugeLayer_DoesNotTryToAllocateIt() =>
        Throws("dense/kernel would hold", TensorShape.Features(1 << 20), new Dense(1 << 20));

    [Fact]
    public void Summary_CourseNetwork_CountsItsParameters()
    {
        string summary = new Sequential(TensorShape.Image(28, 28, 1), NetworkPresets.Mlp(10)).Summary();
        Assert.Contains("100,480", summary, StringComparison.Ordinal);
        Assert.Contains("101,770 trainable parameters", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void SmallPreset_FashionMnist_HasFewerThan100000Parameters() =>
        Assert.InRange(new Sequential(TensorShape.Image(28, 28, 1), NetworkPresets.SmallConvolutional(10)).TrainableCount, 10_000, 99_999);

    [Fact]
    public void Constructor_Seed_DecidesTheWeights()
    {
        static float[] first(int seed) => new Sequential(TensorShape.Features(5), [new Dense(7)], seed).Parameters[0].ToArray();
        Assert.Equal(first(1), first(1));
        Assert.NotEqual(first(1), first(2));
    }

    [Theory]
    [InlineData(Initializer.GlorotUniform, 2.0 / 500)]
    [InlineData(Initializer.GlorotNormal, 2.0 / 500)]
    [InlineData(Initializer.HeUniform, 2.0 / 300)]
    [InlineData(Initializer.HeNormal, 2.0 / 300)]
    [InlineData(Initializer.Zeros, 0)]
    public void Initializers_LargeLayer_HaveTheirVariance(Initializer initializer, double variance)
    {
        float[] values = new Sequential(TensorShape.Features(300), [new Dense(200, ActivationKind.Linear, initializer)]).Parameters[0].ToArray();
        Assert.Equal(0, values.Average(), 1e-3);
        Assert.Equal(variance, values.Average(value => (double)value * value), variance * 0.03);
    }

    [Fact]
    public void SetValues_ToArray_RoundTrips()
    {
        Parameter parameter = new Sequential(TensorShape.Image(5, 5, 3), [new Conv2D(21, 3)]).Parameters[0];
        float[] values = [.. Enumerable.Range(0, parameter.Count).Select(i => (float)i)];
        parameter.SetValues(values);
        Assert.Equal(values, parameter.ToArray());
        Assert.Throws<ArgumentException>(() => parameter.SetValues([1]));
        values[3] = float.NaN;
        Assert.Throws<ArgumentException>(() => parameter.SetValues(values));
    }

    [Fact]
    public void Description_OfEveryPreset_RoundTrips()
    {
        foreach (ClassifierPreset preset in ClassifierPreset.All)
        {
            var network = new Sequential(TensorShape.Image(32, 32, 3), preset.Layers(10));
            Sequential again = NetworkDescription.Parse(NetworkDescription.Of(network).ToJson()).Build();
            Assert.Equal(network.Summary(), again.Summary());
        }
    }

    [Theory]
    [InlineData("", "wrong")]
    [InlineData("{\"input\":[4],\"layers\":[{\"layer\":\"dense\",\"units\":\"x\"}]}", "layers[0].units")]
    [InlineData("{\"input\":[4],\"layers\":[{\"layer\":\"dence\",\"units\":3}]}", "dence")]
    [InlineData("{\"input\":[4],\"layers\":[{\"layer\":\"dense\",\"unit\":3}]}", "unit")]
    [InlineData("{\"input\":[4,4],\"layers\":[]}", "input")]
    public void Description_WrongText_SaysWhere(string json, string place) =>
        Assert.Contains(place, Assert.Throws<FormatException>(() => NetworkDescription.Parse(json)).Message, StringComparison.Ordinal);

    private static void Throws(string message, TensorShape input, params Layer[] layers) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new Sequential(input, layers)).Message, StringComparison.Ordinal);
}
