using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Spotter.Learning.Datasets;
using Spotter.Learning.Onnx;
using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Tests.Operations;

namespace Spotter.Learning.Tests.Onnx;

/// <summary>Files of every layer, opened by ONNX Runtime and by this library.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private static readonly Layer[] Head = [new Flatten(), new Dense(3)];

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"spotter-{Guid.NewGuid():N}.onnx");

    public static TheoryData<string> Networks => [.. Cases.Keys];

    private static Dictionary<string, (TensorShape Input, Layer[] Layers)> Cases { get; } =
        new(StringComparer.Ordinal)
        {
            ["flatten dense"] = (
                TensorShape.Image(5, 4, 1),
                [new Flatten(), new Dense(8, ActivationKind.ReLU), new Dense(3)]
            ),
            ["flatten colour"] = (TensorShape.Image(5, 4, 3), [.. Head]),
            ["flatten twice"] = (TensorShape.Image(5, 4, 3), [new Flatten(), new Flatten(), new Dense(3)]),
            ["convolution"] = (
                TensorShape.Image(9, 8, 3),
                [
                    new Conv2D(5, new Size2D(3, 2), ActivationKind.ReLU) { Stride = new Size2D(2, 1) },
                    new Conv2D(4, 3, ActivationKind.Linear, Padding.Same) { Stride = 2 },
                    .. Head,
                ]
            ),
            ["depthwise"] = (
                TensorShape.Image(9, 8, 3),
                [new DepthwiseConv2D(new Size2D(3, 2), ActivationKind.ReLU, Padding.Same) { Stride = 2 }, .. Head]
            ),
            ["max pooling"] = (
                TensorShape.Image(9, 8, 3),
                [new MaxPooling2D(2), new MaxPooling2D(3, Padding.Same) { Stride = 2 }, .. Head]
            ),
            ["average pooling"] = (
                TensorShape.Image(9, 8, 3),
                [new AveragePooling2D(2), new AveragePooling2D(3, Padding.Same) { Stride = 2 }, .. Head]
            ),
            ["global average"] = (TensorShape.Image(9, 8, 3), [new GlobalAveragePooling2D(), new Dense(3)]),
            ["batch normalization"] = (
                TensorShape.Image(5, 4, 3),
                [new BatchNormalization(), new Flatten(), new Dense(6), new BatchNormalization(), new Dense(3)]
            ),
            ["dropout"] = (TensorShape.Image(5, 4, 3), [new Dropout(0.5f), .. Head, new Dropout(0.5f)]),
            ["activations"] = (
                TensorShape.Image(5, 4, 3),
                [
                    new Activation(ActivationKind.LeakyReLU, 0.2f),
                    new Activation(ActivationKind.GELU),
                    new Activation(ActivationKind.Tanh),
                    new Activation(ActivationKind.Sigmoid),
                    new Activation(ActivationKind.ReLU),
                    .. Head,
                ]
            ),
            ["softmax"] = (TensorShape.Image(5, 4, 1), [new Flatten(), new Dense(3, ActivationKind.Softmax)]),
            ["residual"] = (
                TensorShape.Image(6, 5, 3),
                [
                    new Residual([new Conv2D(3, 3, ActivationKind.GELU, Padding.Same)], null, ActivationKind.ReLU),
                    new Residual([new Conv2D(4, 1)], [new Conv2D(4, 1)]),
                    .. Head,
                ]
            ),
            ["one output"] = (TensorShape.Image(5, 4, 1), [new Flatten(), new Dense(1, ActivationKind.Sigmoid)]),
            ["pooling last"] = (TensorShape.Image(5, 4, 3), [new GlobalAveragePooling2D()]),
        };

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Networks))]
    public void Save_EveryLayer_OnnxRuntimeGivesTheSameOutputs(string name)
    {
        ImageClassifier classifier = Create(name);
        OnnxFile.Save(classifier, _path);
        using var session = new InferenceSession(_path);
        foreach (int batch in new[] { 1, 5 })
        {
            byte[] pixels = Pixels(classifier, batch);
            float[] ours = classifier.Network.Predict(Normalize(classifier, pixels), batch);
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([
                NamedOnnxValue.CreateFromTensor("input", ToChannelsFirst(classifier, pixels, batch)),
            ]);
            float[] theirs = [.. results.First(result => result.Name == "output").AsEnumerable<float>()];
            Assert.Equal(ours.Length, theirs.Length);
            for (int i = 0; i < ours.Length; i++)
            {
                Assert.Equal(theirs[i], ours[i], 1e-5f);
            }

            float[]? shares = results
                .FirstOrDefault(result => result.Name == "probabilities")
                ?.AsEnumerable<float>()
                .ToArray();
            Assert.Equal(name is not ("softmax" or "one output"), shares is not null);
            if (shares is not null)
            {
                float[] expected = classifier.Predict(pixels, batch);
                Assert.All(expected.Zip(shares), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Save_EveryLayer_OpenCvGivesTheSameOutputs(string name)
    {
        ImageClassifier classifier = Create(name);
        OnnxFile.Save(classifier, _path);
        byte[] pixels = Pixels(classifier, 1);
        float[] ours = classifier.Network.Predict(Normalize(classifier, pixels), 1);
        DenseTensor<float> input = ToChannelsFirst(classifier, pixels, 1);
        using OpenCvSharp.Dnn.Net network = OpenCvSharp.Dnn.CvDnn.ReadNetFromOnnx(_path)!;
        using var blob = OpenCvSharp.Mat.FromPixelData(
            [.. input.Dimensions.ToArray()],
            OpenCvSharp.MatType.CV_32F,
            input.ToArray()
        );
        network.SetInput(blob);
        using OpenCvSharp.Mat output = network.Forward("output");
        output.GetArray(out float[] theirs);
        Assert.Equal(ours.Length, theirs.Length);
        Assert.All(ours.Zip(theirs), pair => Assert.Equal(pair.Second, pair.First, 1e-4f));
    }

    [Theory]
    [MemberData(nameof(GraphCases.Names), MemberType = typeof(GraphCases))]
    public void ToBytes_OfGraph_OnnxRuntimeGivesTheSameOutputs(string name)
    {
        NetworkGraph network = GraphCases.Create(name);
        using var session = new InferenceSession(OnnxFile.ToBytes(network));
        TensorShape shape = network.InputShape;
        var sample = new float[shape.Length];
        new RandomStream(8, 0).FillNormal(sample, 1);
        var planes = new DenseTensor<float>([1, shape.Channels, shape.Height, shape.Width]);
        for (int i = 0; i < sample.Length; i++)
        {
            (int pixel, int channel) = Math.DivRem(i, shape.Channels);
            planes[0, channel, pixel / shape.Width, pixel % shape.Width] = sample[i];
        }

        float[][] ours = [.. network.OutputShapes.Select(static output => new float[output.Length])];
        using var plan = new InferencePlan(network, 1, 1);
        plan.Run(sample, ours);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([
            NamedOnnxValue.CreateFromTensor("input", planes),
        ]);
        string[] names = network.Outputs.Count == 1 ? ["output"] : [.. network.OutputNames];
        Assert.Equal(names, results.Select(static result => result.Name));
        for (int o = 0; o < ours.Length; o++)
        {
            TensorShape output = network.OutputShapes[o];
            Tensor<float> theirs = results[o].AsTensor<float>();
            Assert.Equal([1, output.Channels, output.Height, output.Width], theirs.Dimensions.ToArray());
            for (int i = 0; i < output.Length; i++)
            {
                (int pixel, int channel) = Math.DivRem(i, output.Channels);
                Assert.Equal(theirs[0, channel, pixel / output.Width, pixel % output.Width], ours[o][i], 1e-4f);
            }
        }
    }

    // OpenCV 4.6, of Debian 12, takes the weights for (units, inputs) whatever the node says.
    [Fact]
    public void Save_DenseLayers_HaveTheirUnitsFirst()
    {
        ImageClassifier classifier = Create("flatten dense");
        OnnxFile.Save(classifier, _path);
        Learning.Onnx.Format.ModelProto model = Learning.Onnx.Format.ModelProto.Parser.ParseFrom(
            File.ReadAllBytes(_path)
        );
        Assert.All(model.Graph.Node.Where(node => node.OpType == "Gemm"), node =>
            Assert.Equal(("transB", 1L), (node.Attribute[0].Name, node.Attribute[0].I))
        );
        Assert.Equal([8L, 20L], model.Graph.Initializer.First(tensor => tensor.Name == "dense/kernel").Dims);
    }

    [Theory]
    [InlineData("flatten dense")]
    [InlineData("convolution")]
    public void Load_FileOfAnEarlierVersion_GivesTheSameBits(string name)
    {
        ImageClassifier classifier = Create(name);
        File.WriteAllBytes(
            _path,
            Google.Protobuf.MessageExtensions.ToByteArray(
                Learning.Onnx.OnnxFile.ToModel(classifier, Learning.Onnx.DenseLayout.InputsFirst)
            )
        );
        byte[] pixels = Pixels(classifier, 3);
        Assert.Equal(classifier.Predict(pixels, 3), OnnxFile.Load(_path).Predict(pixels, 3));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Load_SavedFile_GivesTheSameBits(string name)
    {
        ImageClassifier classifier = Create(name);
        OnnxFile.Save(classifier, _path);
        ImageClassifier loaded = OnnxFile.Load(_path);
        byte[] pixels = Pixels(classifier, 3);
        Assert.Equal(classifier.Predict(pixels, 3), loaded.Predict(pixels, 3));
        Assert.Equal(classifier.ClassNames, loaded.ClassNames);
        Assert.Equal(classifier.Normalization, loaded.Normalization);
        Assert.Equal(classifier.Network.Summary(), loaded.Network.Summary());
    }

    [Fact]
    public void Load_DamagedFiles_ThrowsInvalidData()
    {
        ImageClassifier classifier = Create("convolution");
        OnnxFile.Save(classifier, _path);
        byte[] whole = File.ReadAllBytes(_path);
        var random = new RandomStream(5, 0);
        for (int i = 0; i < 300; i++)
        {
            byte[] bytes = i % 3 == 0 ? whole[..random.NextInt(whole.Length)] : [.. whole];
            for (int flip = 0; flip < i % 3 * 4 && bytes.Length > 0; flip++)
            {
                bytes[random.NextInt(bytes.Length)] ^= (byte)(1 + random.NextInt(255));
            }

            File.WriteAllBytes(_path, bytes);
            try
            {
                Assert.Equal(3, OnnxFile.Load(_path).ClassNames.Count);
            }
            catch (InvalidDataException problem)
            {
                Assert.Contains(_path, problem.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Load_GraphOfAnotherProgram_SaysSo()
    {
        ImageClassifier classifier = Create("flatten dense");
        OnnxFile.Save(classifier, _path);
        Learning.Onnx.Format.ModelProto model = Learning.Onnx.Format.ModelProto.Parser.ParseFrom(
            File.ReadAllBytes(_path)
        );
        model.Graph.Node[^1].OpType = "Sigmoid";
        File.WriteAllBytes(_path, Google.Protobuf.MessageExtensions.ToByteArray(model));
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() => OnnxFile.Load(_path));
        Assert.Contains("Sigmoid", problem.Message, StringComparison.Ordinal);
        model.MetadataProps.Clear();
        File.WriteAllBytes(_path, Google.Protobuf.MessageExtensions.ToByteArray(model));
        problem = Assert.Throws<InvalidDataException>(() => OnnxFile.Load(_path));
        Assert.Contains("ONNX Runtime", problem.Message, StringComparison.Ordinal);
    }

    private static ImageClassifier Create(string name)
    {
        (TensorShape input, Layer[] layers) = Cases[name];
        var network = new Sequential(input, layers, seed: 11);
        TestNetworks.RandomizeVectors(network);
        PixelNormalization normalization =
            input.Channels == 1
                ? new PixelNormalization([1 / 128f], [-1])
                : new PixelNormalization([1 / 128f, 1 / 100f, 1 / 90f], [-1, -0.9f, -0.8f]);
        int classes = Math.Max(2, network.OutputShape.Channels);
        return new ImageClassifier(
            network,
            normalization,
            [.. Enumerable.Range(0, classes).Select(i => $"class \"{i}\" é")]
        );
    }

    private static byte[] Pixels(ImageClassifier classifier, int count)
    {
        var random = new RandomStream(9, 0);
        var pixels = new byte[count * classifier.Network.InputShape.Length];
        foreach (ref byte pixel in pixels.AsSpan())
        {
            pixel = (byte)random.NextInt(256);
        }

        return pixels;
    }

    private static float[] Normalize(ImageClassifier classifier, byte[] pixels)
    {
        int channels = classifier.Normalization.Scales.Count;
        return
        [
            .. pixels.Select(
                (pixel, i) =>
                    pixel * classifier.Normalization.Scales[i % channels]
                    + classifier.Normalization.Offsets[i % channels]
            ),
        ];
    }

    private static DenseTensor<float> ToChannelsFirst(ImageClassifier classifier, byte[] pixels, int count)
    {
        TensorShape shape = classifier.Network.InputShape;
        var tensor = new DenseTensor<float>([count, shape.Channels, shape.Height, shape.Width]);
        for (int i = 0; i < pixels.Length; i++)
        {
            (int sample, int rest) = Math.DivRem(i, shape.Length);
            (int pixel, int channel) = Math.DivRem(rest, shape.Channels);
            tensor[sample, channel, pixel / shape.Width, pixel % shape.Width] = pixels[i];
        }

        return tensor;
    }
}
