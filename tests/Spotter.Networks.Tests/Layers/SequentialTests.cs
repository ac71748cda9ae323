using Spotter.Networks.Layers;
using Spotter.Networks.Tests.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Tests.Layers;

public sealed class SequentialTests
{
    [Fact]
    public void Constructor_LayerDoesNotFit_NamesTheLayer()
    {
        Throws(
            "layer 2 (dense_1): Units must be at least 1, got 0",
            TensorShape.Features(4),
            new Dense(3),
            new Dense(0)
        );
        Throws(
            "layer 1 (dense): Dense takes features, got a picture of 28 x 28 x 1",
            TensorShape.Image(28, 28, 1),
            new Dense(3)
        );
        Throws(
            "layer 2 (conv2d_1): a kernel of 5 x 5 does not fit into a picture of 4 x 4 x 2",
            TensorShape.Image(6, 6, 1),
            new Conv2D(2, 3),
            new Conv2D(2, 5)
        );
        Throws(
            "layer 2 (max_pooling2d): MaxPooling2D takes a picture",
            TensorShape.Image(6, 6, 1),
            new Flatten(),
            new MaxPooling2D(2)
        );
        Throws(
            "layer 1 (dropout): Rate must be at least 0 and below 1, got 1",
            TensorShape.Features(4),
            new Dropout(1)
        );
        Throws(
            "layer 1 (residual), body, layer 1 (dense): Units",
            TensorShape.Features(4),
            new Residual([new Dense(-1)])
        );
        Throws(
            "layer 1 (residual): the body ends in 5 but the shortcut in 4",
            TensorShape.Features(4),
            new Residual([new Dense(5)])
        );
        Throws("softmax takes features", TensorShape.Image(6, 6, 1), new Activation(ActivationKind.Softmax));
        Throws("at least one layer", TensorShape.Features(4));
    }

    [Fact]
    public void Constructor_HugeLayer_DoesNotTryToAllocateIt() =>
        Throws("dense/kernel would hold", TensorShape.Features(1 << 20), new Dense(1 << 20));

    [Fact]
    public void Summary_CourseNetwork_CountsItsParameters()
    {
        string summary = new Sequential(
            TensorShape.Image(28, 28, 1),
            [new Flatten(), new Dense(128, ActivationKind.ReLU), new Dense(10)]
        ).Summary();
        Assert.Contains("100,480", summary, StringComparison.Ordinal);
        Assert.Contains("101,770 trainable parameters", summary, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_Seed_DecidesTheWeights()
    {
        static float[] first(int seed) =>
            new Sequential(TensorShape.Features(5), [new Dense(7)], seed).Parameters[0].ToArray();
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
        float[] values = new Sequential(TensorShape.Features(300), [new Dense(200, ActivationKind.Linear, initializer)])
            .Parameters[0]
            .ToArray();
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

    [Theory]
    [MemberData(nameof(LayerCases.Names), MemberType = typeof(LayerCases))]
    public void Description_OfEveryLayer_RoundTrips(string name)
    {
        (TensorShape input, Layer[] layers) = LayerCases.Of(name);
        var network = new Sequential(input, layers);
        Sequential again = NetworkDescription.Parse(NetworkDescription.Of(network).ToJson()).Build();
        Assert.Equal(network.Summary(), again.Summary());
    }

    [Theory]
    [InlineData("", "is not JSON")]
    [InlineData("[]", "must be an object in braces, got []")]
    [InlineData(
        "{'input':[4,4],'layers':[{'layer':'flatten'}]}",
        "input must be height, width and channels, or one number of features, got [4,4]"
    )]
    [InlineData(
        "{'input':[0],'layers':[{'layer':'flatten'}]}",
        "input must be a list of whole numbers from 1 to 65536, got [0]"
    )]
    [InlineData("{'input':[4]}", "layers is missing")]
    [InlineData("{'input':[4],'layers':[]}", "layers must be a list of 1 to 1000 layers, got []")]
    [InlineData("{'input':[4],'layers':[null]}", "layer 1 must be an object in braces, got null")]
    [InlineData(
        "{'input':[4],'layers':[{'layer':'flatten'}],'name':'x'}",
        "there is no field name; there are input, layers"
    )]
    [InlineData(
        "{'input':[4],'layers':[{'layer':'flatten'},{'layer':'dense','units':'x'}]}",
        "layer 2 (dense): units must be a whole number from 1 to 65536, got \"x\""
    )]
    [InlineData("{'input':[4],'layers':[{'layer':'dense','units':-3}]}", "layer 1 (dense): units must be")]
    [InlineData("{'input':[4],'layers':[{'layer':'dense','units':1e9}]}", "layer 1 (dense): units must be")]
    [InlineData("{'input':[4],'layers':[{'layer':'dense','units':3,'units':3}]}", "layer 1: units stands there twice")]
    [InlineData(
        "{'input':[4],'layers':[{'layer':'dense','units':3,'bias':0}]}",
        "layer 1 (dense): there is no field bias; there are layer, units, activation, initializer"
    )]
    [InlineData("{'input':[4],'layers':[{'layer':'dense'}]}", "layer 1 (dense): units is missing")]
    [InlineData(
        "{'input':[4],'layers':[{'layer':'dence','units':3}]}",
        "layer 1: layer must be one of flatten, dense,"
    )]
    [InlineData(
        "{'input':[4],'layers':[{'layer':'dense','units':3,'activation':'swish'}]}",
        "layer 1 (dense): activation must be one of Linear, ReLU,"
    )]
    [InlineData(
        "{'input':[4],'layers':[{'layer':'dropout','rate':1}]}",
        "layer 1 (dropout): rate must be a number at least 0 and below 1, got 1"
    )]
    [InlineData(
        "{'input':[9,9,1],'layers':[{'layer':'conv2d','filters':4,'kernel':3,'stride':0}]}",
        "layer 1 (conv2d): stride must be"
    )]
    [InlineData(
        "{'input':[9,9,1],'layers':[{'layer':'conv2d','filters':4,'kernel':[3,3,3]}]}",
        "layer 1 (conv2d): kernel must be"
    )]
    [InlineData(
        "{'input':[9,9,1],'layers':[{'layer':'residual','body':[]}]}",
        "layer 1 (residual): body must be a list of 1 to 1000 layers"
    )]
    [InlineData(
        "{'input':[9,9,1],'layers':[{'layer':'residual','body':[{'layer':'flatten'},{'layer':'conv2d','filters':4}]}]}",
        "layer 1 (residual), body, layer 2 (conv2d): kernel is missing"
    )]
    public void Description_WrongText_NamesLayerAndField(string json, string said) =>
        Assert.Contains(
            said,
            Assert.Throws<FormatException>(() => NetworkDescription.Parse(json.Replace('\'', '"'))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Description_MissingFields_HaveTheirDefaults()
    {
        NetworkDescription read = NetworkDescription.Parse(
            """
            { "input": [9, 9, 1], "layers": [
                { "layer": "conv2d", "filters": 4, "kernel": 3, "activation": "leaky_relu" }, { "layer": "depthwise_conv2d", "kernel": [3, 2] },
                { "layer": "max_pooling2d", "pool": 2 }, { "layer": "batch_normalization" }, { "layer": "activation", "function": "relu" },
                { "layer": "flatten" }, { "layer": "dense", "units": 1, "activation": "sigmoid" } ] }
            """
        );
        Layer[] expected =
        [
            new Conv2D(4, 3, ActivationKind.LeakyReLU),
            new DepthwiseConv2D(new Size2D(3, 2)),
            new MaxPooling2D(2),
            new BatchNormalization(),
            new Activation(ActivationKind.ReLU),
            new Flatten(),
            new Dense(1, ActivationKind.Sigmoid),
        ];
        Assert.Equal(expected, read.Layers);
        Assert.Equal(1, read.Build().OutputShape.Length);
    }

    private static void Throws(string message, TensorShape input, params Layer[] layers) =>
        Assert.Contains(
            message,
            Assert.Throws<ArgumentException>(() => new Sequential(input, layers)).Message,
            StringComparison.Ordinal
        );
}
