using Spotter.Networks.Layers;

namespace Spotter.Networks.Tests.Layers;

public sealed class LayerNotationTests
{
    [Fact]
    public void Parse_None_IsOneLayerOnAllPixels() =>
        Assert.Equal([new Flatten(), new Dense(10)], LayerNotation.Parse("none", 10));

    [Fact]
    public void Parse_Numbers_AreDenseLayersOnAFlatPicture() =>
        Assert.Equal(
            [
                new Flatten(),
                new Dense(128, ActivationKind.ReLU),
                new Dropout(0.3f),
                new Dense(64, ActivationKind.ReLU),
                new Dense(3),
            ],
            LayerNotation.Parse("128, dropout0.3, dense64", 3)
        );

    [Fact]
    public void Parse_Convolutions_BuildANetwork()
    {
        var network = new Sequential(
            TensorShape.Image(28, 28, 1),
            LayerNotation.Parse("conv8,batchnorm,pool,conv16x5,pool,dense32", 10)
        );
        Assert.Equal(TensorShape.Features(10), network.OutputShape);
        Assert.Equal([3, 3, 1, 8], network.Parameters[0].Shape);
        Assert.Contains(network.Parameters, parameter => parameter.Shape.SequenceEqual([5, 5, 8, 16]));
        Assert.Contains(network.Parameters, parameter => parameter.Shape.SequenceEqual([7 * 7 * 16, 32]));
    }

    [Fact]
    public void Parse_GlobalAverage_NeedsNoFlattening() =>
        Assert.IsNotType<Flatten>(LayerNotation.Parse("conv8,gap", 4)[2]);

    [Theory]
    [InlineData("")]
    [InlineData("128,")]
    [InlineData("convolution8")]
    [InlineData("conv")]
    [InlineData("dense0")]
    [InlineData("conv99999999999")]
    [InlineData("dropout1")]
    [InlineData("gap2")]
    [InlineData("conv1.5")]
    [InlineData("none,128")]
    [InlineData("pool2x3")]
    public void Parse_WhatIsNoLayer_NamesTheWord(string text)
    {
        string message = Assert.Throws<FormatException>(() => LayerNotation.Parse(text, 10)).Message;
        Assert.Contains(
            $"'{text.Split(',')[^1]}'",
            text.StartsWith("none", StringComparison.Ordinal)
                ? message.Replace("'none'", "'128'", StringComparison.Ordinal)
                : message,
            StringComparison.Ordinal
        );
    }
}
