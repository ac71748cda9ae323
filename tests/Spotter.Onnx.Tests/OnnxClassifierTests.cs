using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Onnx.Classifiers;
using static Spotter.Onnx.Tests.GraphBytes;

namespace Spotter.Onnx.Tests;

/// <summary>
/// Networks as the exporters write them, whose answers are known: the mean of each channel, or of each part of a
/// picture.
/// </summary>
public sealed class OnnxClassifierTests : IDisposable
{
    private const int UInt8 = 2;
    private const int Half = 10;

    private readonly string _folder = Directory.CreateTempSubdirectory("classifiers").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Predict_PyTorchLogits_SoftmaxOfImageNetsNumbers()
    {
        using OnnxClassifier classifier = Load(ChannelMeans(Float, -1, 3, 8, 8));

        float[] shares = classifier.Predict(Picture(8, 8, 255, 0, 128));

        Assert.Equal(TensorShape.Image(8, 8, 3), classifier.InputShape);
        Assert.Equal(["0", "1", "2"], classifier.ClassNames);
        Near(Softmax((1 - 0.485) / 0.229, -0.456 / 0.224, ((128 / 255.0) - 0.406) / 0.225), shares);
        Assert.Contains("imagenet", classifier.Assumption, StringComparison.Ordinal);
        Assert.Contains("logits, of which softmax", classifier.Reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PixelRange.ZeroToOne, 0.8, 0.2, 0.4)]
    [InlineData(PixelRange.MinusOneToOne, 0.6, -0.6, -0.2)]
    [InlineData(PixelRange.Bytes, 204, 51, 102)]
    [InlineData(PixelRange.Caffe, 102 - 103.939, 51 - 116.779, 204 - 123.68)]
    public void Predict_RangeGiven_NumbersOfThatRange(PixelRange range, double first, double second, double third)
    {
        using OnnxClassifier classifier = Load(
            ChannelMeans(Float, -1, 3, 8, 8),
            new OnnxClassifierOptions { Pixels = range }
        );

        Near(Softmax(first, second, third), classifier.Predict(Picture(8, 8, 204, 51, 102)));
        Assert.Null(classifier.Assumption);
    }

    [Fact]
    public void Predict_KerasShares_ChannelsLastAndNoSecondSoftmax()
    {
        byte[] network = Model(
            Node("ReduceMean", ["image"], ["mean"], Attribute("axes", [1L, 2L]), Attribute("keepdims", 0)),
            Node("Softmax", ["mean"], ["probabilities"]),
            Input("image", Float, -1, 6, 10, 3),
            Output("probabilities", Float, -1, 3)
        );

        using OnnxClassifier classifier = Load(network);

        Assert.Equal(TensorShape.Image(6, 10, 3), classifier.InputShape);
        Near(Softmax(1, 0, 0.2), classifier.Predict(Picture(10, 6, 255, 0, 51)));
        Assert.Contains("gives shares", classifier.Reading, StringComparison.Ordinal);
    }

    // As TensorFlow's users save what they train: right answers go in, and how many of them it was.
    [Fact]
    public void Predict_SavedAsItWasTrained_IsReadAtItsSoftmax()
    {
        byte[] network = Model(
            Node("Softmax", ["x:0"], ["y:0"], Attribute("axis", 1)),
            Node("ArgMax", ["y:0"], ["guess"], Attribute("axis", 1), Attribute("keepdims", 0)),
            Node("ArgMax", ["y_:0"], ["right"], Attribute("axis", 1), Attribute("keepdims", 0)),
            Node("Equal", ["guess", "right"], ["same"]),
            Node("Cast", ["same"], ["share"], Attribute("to", 1)),
            Node("ReduceMean", ["share"], ["accuracy:0"], Attribute("axes", [0L]), Attribute("keepdims", 0)),
            Input("y_:0", Float, -1, 4),
            Input("x:0", Float, -1, 4),
            Output("accuracy:0", Float)
        );

        using OnnxClassifier classifier = Load(network, new OnnxClassifierOptions { Pixels = PixelRange.ZeroToOne });

        Assert.Equal(4, classifier.ClassNames.Count);
        Assert.EndsWith("saved as it was trained, and read at its y:0", classifier.Reading, StringComparison.Ordinal);
        Near(Softmax(1, 0, 0, 0.2), classifier.Predict([255, 0, 0, 51]));
        OnnxModelException e = Assert.Throws<OnnxModelException>(() =>
            Load(
                network,
                new OnnxClassifierOptions { Network = new NetworkOptions { Engine = NetworkEngine.OnnxRuntime } }
            )
        );
        Assert.Contains("leave out --engine and --device", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new long[] { -1, 1, 4, 4 })]
    [InlineData(new long[] { -1, 4, 4, 1 })]
    [InlineData(new long[] { -1, 4, 4 })]
    [InlineData(new long[] { -1, 16 })]
    [InlineData(new long[] { 1, 16 })]
    public void Predict_GrayInAnyLayout_PixelsInTheirOrder(long[] shape)
    {
        // A class is a pixel: the brightest one wins.
        byte[] network = Model(
            Node("Reshape", ["image", "rows"], ["flat"]),
            Node("Sub", ["flat", "two"], ["logits"]),
            Initializer("two", [1], [2f]),
            Initializer("rows", [2], [-1L, 16L]),
            Input("image", Float, shape),
            Output("logits", Float, -1, 16)
        );
        byte[] picture = new byte[16];
        picture[6] = 255;

        using OnnxClassifier classifier = Load(network);

        Assert.Equal(TensorShape.Image(4, 4, 1), classifier.InputShape);
        Assert.Equal("6", classifier.Classify(picture)[0].ClassName);
        Near(Softmax([.. picture.Select(static value => value / 255.0)]), classifier.Predict(picture));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(4)]
    public void Predict_SeveralPictures_AsEachAlone(int batch)
    {
        using OnnxClassifier classifier = Load(ChannelMeans(Float, batch, 3, 4, 4));
        byte[][] pictures = [.. Enumerable.Range(0, 37).Select(static i => Picture(4, 4, i * 6, 200 - i, 90))];

        float[] together = classifier.Predict([.. pictures.SelectMany(static one => one)], pictures.Length, threads: 0);

        Near([.. pictures.SelectMany(one => classifier.Predict(one)).Select(static x => (double)x)], together);
    }

    [Fact]
    public void Load_OpenSize_UsualOneOrThatAskedFor()
    {
        byte[] network = ChannelMeans(Float, -1, 3, -1, -1);

        using OnnxClassifier usual = Load(network);
        using OnnxClassifier asked = Load(network, new OnnxClassifierOptions { Width = 48, Height = 32 });
        using OnnxClassifier said = Load([.. network, .. Metadata("imgsz", "[64, 96]")]);

        Assert.Equal(TensorShape.Image(224, 224, 3), usual.InputShape);
        Assert.Equal(TensorShape.Image(32, 48, 3), asked.InputShape);
        Assert.Equal(TensorShape.Image(64, 96, 3), said.InputShape);
        Near(Softmax((1 - 0.485) / 0.229, -0.456 / 0.224, -0.406 / 0.225), asked.Predict(Picture(48, 32, 255, 0, 0)));
    }

    [Theory]
    [InlineData(Half, "imagenet")]
    [InlineData(UInt8, "0-255")]
    public void Predict_OtherElements_SameAnswer(int type, string range)
    {
        byte[] network = Model(
            Node("Cast", ["image"], ["float"], Attribute("to", Float)),
            Node("ReduceMean", ["float"], ["mean"], Attribute("axes", [2L, 3L]), Attribute("keepdims", 0)),
            Node("Cast", ["mean"], ["logits"], Attribute("to", Half)),
            Input("image", type, 1, 3, 4, 4),
            Output("logits", Half, 1, 3)
        );

        using OnnxClassifier classifier = Load(network);

        double[] logits = type == UInt8 ? [100, 101, 99] : [(0.5 - 0.485) / 0.229, 0, 0];
        byte[] picture = type == UInt8 ? Picture(4, 4, 100, 101, 99) : Picture(4, 4, 0, 0, 0);
        if (type == UInt8)
        {
            Near(Softmax(logits), classifier.Predict(picture), 2e-3);
        }

        Assert.Contains($"pixels {range}", classifier.Reading, StringComparison.Ordinal);
        Assert.Equal(1, classifier.Predict(picture).Sum(), 1e-3);
    }

    [Theory]
    [InlineData("Div", 255f, "0-255")]
    [InlineData("Mul", 1 / 127.5f, "0-255")]
    [InlineData("Sub", 127.5f, "0-255")]
    [InlineData("Sub", 0.5f, "0-1")]
    [InlineData("Div", 0.225f, "0-1")]
    public void Load_FirstStepScales_RangeIsWhatItIsMadeFor(string step, float number, string expected)
    {
        byte[] network = Model(
            Node("Transpose", ["image"], ["first"], Attribute("perm", [0L, 3L, 1L, 2L])),
            Node(step, ["first", "number"], ["scaled"]),
            Node("ReduceMean", ["scaled"], ["logits"], Attribute("axes", [2L, 3L]), Attribute("keepdims", 0)),
            Initializer("number", [1], [number]),
            Input("image", Float, -1, 4, 4, 3),
            Output("logits", Float, -1, 3)
        );

        using OnnxClassifier classifier = Load(network);

        Assert.Contains($"pixels {expected} (as its first steps show)", classifier.Reading, StringComparison.Ordinal);
        Assert.Null(classifier.Assumption);
    }

    [Theory]
    [InlineData(0.0187f, 114, "imagenet")]
    [InlineData(1 / 127.5f, 128, "-1-1")]
    [InlineData(1 / 255f, 0, "0-1")]
    [InlineData(1f, 0, "0-255")]
    public void Load_FirstStepQuantises_RangeOfItsNumbers(float scale, byte zero, string expected)
    {
        byte[] network = Model(
            Node("QuantizeLinear", ["image", "scale", "zero"], ["bytes"]),
            Node("DequantizeLinear", ["bytes", "scale", "zero"], ["floats"]),
            Node("ReduceMean", ["floats"], ["logits"], Attribute("axes", [2L, 3L]), Attribute("keepdims", 0)),
            Initializer("scale", [], [scale]),
            Initializer("zero", UInt8, [], [zero]),
            Input("image", Float, -1, 3, 4, 4),
            Output("logits", Float, -1, 3)
        );

        using OnnxClassifier classifier = Load(network);

        Assert.Contains($"pixels {expected} (", classifier.Reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NominalRange_0_255", "0-255")]
    [InlineData("Normalized_0_1", "0-1")]
    [InlineData("Normalized_1_1", "-1-1")]
    public void Load_PropertyOfTheFormat_IsBelieved(string value, string expected)
    {
        using OnnxClassifier classifier = Load([
            .. ChannelMeans(Float, -1, 3, 4, 4),
            .. Metadata("Image.NominalPixelRange", value),
        ]);

        Assert.Contains($"pixels {expected} (as its property", classifier.Reading, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Predict_ScikitLearn_ClassesByTheirOwnNames(bool isZipped)
    {
        // The left column of four pixels speaks for the first class, the right one for the third.
        using OnnxClassifier classifier = Load(ScikitLearn(isZipped));

        Assert.Equal(TensorShape.Image(2, 2, 1), classifier.InputShape);
        Assert.Equal(["cat", "dog", "eel"], classifier.ClassNames);
        Assert.Equal("cat", classifier.Classify([255, 0, 255, 0])[0].ClassName);
        Near(Softmax(0, 0, 4), classifier.Predict([0, 255, 0, 255]));
    }

    [Fact]
    public void Predict_OneNumber_TellsTwoClassesApart()
    {
        byte[] network = Model(
            Node("GlobalAveragePool", ["image"], ["mean"]),
            Node("Flatten", ["mean"], ["flat"]),
            Node("Sigmoid", ["flat"], ["output"]),
            Input("image", Float, -1, 1, 4, 4),
            Output("output", Float, -1, 1)
        );

        using OnnxClassifier classifier = Load(network);
        float[] shares = classifier.Predict(Enumerable.Repeat((byte)255, 16).ToArray());

        double second = 1 / (1 + Math.Exp(-1));
        Near([1 - second, second], shares);
    }

    [Fact]
    public void Predict_SigmoidAClass_SharesAreLeftAsTheyAre()
    {
        byte[] network = Model(
            Node("GlobalAveragePool", ["image"], ["mean"]),
            Node("Flatten", ["mean"], ["flat"]),
            Node("Sigmoid", ["flat"], ["output"]),
            Input("image", Float, -1, 3, 4, 4),
            Output("output", Float, -1, 3)
        );

        using OnnxClassifier classifier = Load(network, new OnnxClassifierOptions { Pixels = PixelRange.ZeroToOne });

        Near([1 / (1 + Math.Exp(-1)), 0.5, 0.5], classifier.Predict(Picture(4, 4, 255, 0, 0)));
        Assert.Contains("each class by itself", classifier.Reading, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Names_OfTheFileGivenElseOfTheNetwork()
    {
        byte[] network =
        [
            .. ChannelMeans(Float, -1, 3, 4, 4),
            .. Metadata("names", "{0: 'red', 1: 'green', 2: 'blue'}"),
        ];
        string names = Path.Combine(_folder, "names.txt");
        File.WriteAllText(names, "rot\ngrün\nblau\n");

        using OnnxClassifier own = Load(network);
        using OnnxClassifier given = Load(network, new OnnxClassifierOptions { ClassFile = names });

        Assert.Equal(["red", "green", "blue"], own.ClassNames);
        Assert.Equal(["rot", "grün", "blau"], given.ClassNames);
        File.AppendAllText(names, "schwarz\n");
        string problem = Assert
            .Throws<OnnxModelException>(() => Load(network, new OnnxClassifierOptions { ClassFile = names }))
            .Message;
        Assert.Contains("names 4 classes, but", problem, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[], string> Refused =>
        new()
        {
            {
                "a detector's shapes",
                Model(
                    Node("Identity", ["boxes"], ["output"]),
                    Initializer("boxes", [1, 84, 10], new float[840]),
                    Input("image", Float, 1, 3, 64, 64),
                    Output("output", Float, 1, 84, 10)
                ),
                "a classifier gives a number a class"
            },
            {
                "two inputs",
                Model(
                    Node("Add", ["image", "other"], ["sum"]),
                    Node("Flatten", ["sum"], ["output"]),
                    Input("image", Float, 1, 3, 2, 2),
                    Input("other", Float, 1, 3, 2, 2),
                    Output("output", Float, 1, 12)
                ),
                "takes 2 inputs"
            },
            {
                "no numbers",
                Model(
                    Node("GlobalAveragePool", ["image"], ["mean"]),
                    Node("Sub", ["mean", "much"], ["less"]),
                    Node("Log", ["less"], ["log"]),
                    Node("Flatten", ["log"], ["output"]),
                    Initializer("much", [1], [9f]),
                    Input("image", Float, 1, 3, 4, 4),
                    Output("output", Float, 1, 3)
                ),
                "no number"
            },
            {
                "an embedding",
                Model(
                    Node("Flatten", ["image"], ["flat"]),
                    Node("Sub", ["flat", "half"], ["centred"]),
                    Node("LpNormalization", ["centred"], ["output"], Attribute("axis", 1)),
                    Initializer("half", [48], [.. Enumerable.Range(0, 48).Select(static i => 0.3f + (0.01f * i))]),
                    Input("image", Float, 1, 3, 4, 4),
                    Output("output", Float, 1, 48)
                ),
                "is an embedding"
            },
            {
                "four channels",
                Model(
                    Node("GlobalAveragePool", ["image"], ["mean"]),
                    Node("Flatten", ["mean"], ["output"]),
                    Input("image", Float, 1, 4, 8, 8),
                    Output("output", Float, 1, 4)
                ),
                "no picture that can be given to it"
            },
            {
                "features of another length",
                Model(
                    Node("Identity", ["row"], ["output"]),
                    Input("row", Float, 1, 13),
                    Output("output", Float, 1, 13)
                ),
                "no picture that can be given to it"
            },
            { "no network", [1, 2, 3, 4], "" },
        };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public void Load_NoClassifier_OneLineThatSaysWhy(string what, byte[] network, string why)
    {
        OnnxModelException problem = Assert.Throws<OnnxModelException>(() => Load(network));

        Assert.Contains("network.onnx: ", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Message.Contains(why, StringComparison.Ordinal), $"{what}: {problem.Message}");
        Assert.DoesNotContain('\n', problem.Message);
    }

    [Fact]
    public void Load_SizeThatItDoesNotTake_Refused() =>
        Assert.Contains(
            "takes pictures of 8x8 and no others",
            Assert
                .Throws<OnnxModelException>(() =>
                    Load(ChannelMeans(Float, -1, 3, 8, 8), new OnnxClassifierOptions { Width = 9, Height = 8 })
                )
                .Message,
            StringComparison.Ordinal
        );

    private OnnxClassifier Load(byte[] network, OnnxClassifierOptions? options = null)
    {
        string path = Path.Combine(_folder, $"{Guid.NewGuid():N}-network.onnx");
        File.WriteAllBytes(path, network);
        return OnnxClassifier.Load(path, options);
    }

    private static byte[] ChannelMeans(int type, params long[] shape) =>
        Model(
            Node("GlobalAveragePool", ["image"], ["mean"]),
            Node("Flatten", ["mean"], ["flat"]),
            Node("Sub", ["flat", "two"], ["logits"]),
            Initializer("two", [1], [2f]),
            Input("image", type, shape),
            Output("logits", type, shape[0], shape[1])
        );

    private static byte[] ScikitLearn(bool isZipped)
    {
        byte[] labels = Message(
            5,
            Text(1, "classlabels_strings"),
            Text(9, "cat"),
            Text(9, "dog"),
            Text(9, "eel"),
            Number(20, 8)
        );
        byte[] classifier = Node(
            "LinearClassifier",
            "ai.onnx.ml",
            ["pixels"],
            ["label", "shares"],
            Attribute("coefficients", [2f, 0, 2, 0, 0, 0, 0, 0, 0, 2, 0, 2]),
            Attribute("intercepts", [0f, 0, 0]),
            Attribute("multi_class", 1),
            Attribute("post_transform", "SOFTMAX"),
            labels
        );
        byte[] map = Message(
            12,
            Text(1, "maps"),
            Message(2, Message(4, Message(1, Message(5, Number(1, 8), Message(2, Message(1, Number(1, Float)))))))
        );
        return isZipped
            ? Model(
                classifier,
                Node("ZipMap", "ai.onnx.ml", ["shares"], ["maps"], labels),
                Input("pixels", Float, -1, 4),
                Output("label", 8, -1),
                map
            )
            : Model(classifier, Input("pixels", Float, -1, 4), Output("label", 8, -1), Output("shares", Float, -1, 3));
    }

    private static byte[] Picture(int width, int height, int red, int green, int blue) =>
        [
            .. Enumerable
                .Repeat(new[] { (byte)red, (byte)green, (byte)blue }, width * height)
                .SelectMany(static pixel => pixel),
        ];

    private static double[] Softmax(params double[] logits)
    {
        double[] powers = [.. logits.Select(logit => Math.Exp(logit - logits.Max()))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    private static void Near(double[] expected, float[] actual, double tolerance = 1e-4)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], tolerance);
        }
    }
}
