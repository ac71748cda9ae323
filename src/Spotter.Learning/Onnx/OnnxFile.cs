using System.Buffers.Binary;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Google.Protobuf;
using Spotter.Learning.Datasets;
using Spotter.Learning.Onnx.Format;
using Spotter.Networks;
using Spotter.Networks.Files;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Text;
using Spotter.Networks.Weights;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Onnx;

/// <summary>
/// Classifiers as ONNX files. The graph takes pixels of 0..255 as float (N, C, H, W), channels in the order red, green,
/// blue, and gives <c>output</c> and, for networks that end in logits, <c>probabilities</c>. The file's properties hold
/// the class names, the normalisation and the layers, so that this library can read it back.
/// </summary>
public static class OnnxFile
{
    private const int IrVersion = 8;
    private const int OperatorSet = 17;
    internal const string NetworkKey = "spotter.network";
    private const string NormalizationKey = "spotter.normalization";
    private const string ThresholdsKey = "spotter.thresholds";
    internal const string ClassNamesKey = "spotter.class_names";

    /// <summary>Reads a classifier that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or was not written by this library; the message says
    /// what is wrong.</exception>
    public static ImageClassifier Load(string path) => Load(File.ReadAllBytes(path), path);

    /// <summary>Reads a classifier that <see cref="ToBytes(ImageClassifier)"/> gave.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or was not written by this library; the message says
    /// what is wrong.</exception>
    public static ImageClassifier Load(byte[] bytes, string name)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        ModelProto model = Parse(bytes, name);
        Dictionary<string, string> properties = model
            .MetadataProps.GroupBy(entry => entry.Key, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.Ordinal);
        try
        {
            NetworkDescription description = NetworkDescription.Parse(Property(properties, NetworkKey, name));
            PixelNormalization normalization = Parse(
                Property(properties, NormalizationKey, name),
                LearningJson.Default.PixelNormalization
            );
            string[] classNames = Parse(Property(properties, ClassNamesKey, name), LearningJson.Default.StringArray);

            // Every weight takes four bytes of the file: a small file cannot ask for a large network.
            Sequential network = description.BuildEmpty(bytes.Length / sizeof(float));
            GraphProto graph = model.Graph ?? throw Wrong($"{name}: has no graph");
            DenseLayout layout = LayoutOf(graph);
            ReadWeights(network, graph, layout, name);
            var classifier = new ImageClassifier(network, normalization, classNames);
            RequireSameGraph(graph, ToModel(classifier, layout).Graph, name);
            return classifier;
        }
        catch (Exception problem)
            when (problem is ArgumentException or FormatException or JsonException or OverflowException)
        {
            throw Wrong($"{name}: {problem.Message}", problem);
        }
    }

    /// <summary>
    /// Writes a classifier so that other programs open it: float pixels of 0..255 as (N, C, H, W) go in, normalisation
    /// is part of the graph. The file appears whole or not at all.
    /// </summary>
    /// <param name="classifier">What to write.</param>
    /// <param name="path">Where to; an existing file is replaced.</param>
    public static void Save(ImageClassifier classifier, string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        WholeFile.Write(path, ToBytes(classifier));
    }

    /// <summary>What <see cref="Save"/> writes.</summary>
    /// <param name="classifier">What to write.</param>
    public static byte[] ToBytes(ImageClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return ToModel(classifier, DenseLayout.UnitsFirst).ToByteArray();
    }

    /// <summary>
    /// Writes a network alone: it takes numbers as (N, C, H, W), already normalised, and gives <c>output</c>, or where
    /// there are several, outputs by their names.
    /// </summary>
    /// <param name="network">What to write.</param>
    public static byte[] ToBytes(NetworkGraph network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return NewModel(
                OnnxGraphWriter.Write(network, normalization: null, addProbabilities: false, DenseLayout.UnitsFirst)
            )
            .ToByteArray();
    }

    /// <summary>
    /// Writes a detector so that other programs run it: float pixels of 0..255 go in as (N, 3, H, W), red first, the
    /// picture in its own proportions at the top left and the rest filled with 114. Out come <c>boxes</c> (N, cells,
    /// 4), left, top, right and bottom in pixels of the input, and <c>scores</c> (N, cells, classes), 0..1. What
    /// remains to be done is to leave out low scores and join boxes that overlap by more than IoU 0.5.
    /// </summary>
    /// <param name="model">What to write.</param>
    /// <param name="width">Of the input, in pixels; a multiple of 64.</param>
    /// <param name="height">Of the input, in pixels; a multiple of 64.</param>
    /// <exception cref="ArgumentException">The size is no such multiple.</exception>
    public static byte[] ToBytes(NetworkDetectorModel model, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (width < model.Step || height < model.Step || width % model.Step != 0 || height % model.Step != 0)
        {
            throw new ArgumentException(
                $"the input of a network is a multiple of {model.Step} pixels wide and high, got {width}x{height}"
            );
        }

        ModelProto file = NewModel(OnnxGraphWriter.WriteDetector(model, TensorShape.Image(height, width, 3)));
        file.DocString =
            "float pixels 0..255 as (N, 3, H, W), channels red, green, blue; boxes left, top, right, bottom in pixels "
            + "of the input and scores 0..1 of each cell: leave out low scores and join boxes of IoU above 0.5";
        file.MetadataProps.Add(
            new StringStringEntryProto
            {
                Key = ClassNamesKey,
                Value = JsonSerializer.Serialize([.. model.Labels], LearningJson.Default.StringArray),
            }
        );
        file.MetadataProps.Add(
            new StringStringEntryProto
            {
                Key = ThresholdsKey,
                Value = string.Join(
                    ',',
                    model.Head.Classes.Select(static one => one.Threshold.ToString(CultureInfo.InvariantCulture))
                ),
            }
        );
        return file.ToByteArray();
    }

    internal static ModelProto ToModel(ImageClassifier classifier, DenseLayout layout)
    {
        ModelProto model = NewModel(
            OnnxGraphWriter.Write(
                classifier.Network,
                classifier.Normalization,
                !classifier.EndsInProbabilities && classifier.Network.OutputShape.Channels > 1,
                layout
            )
        );
        model.DocString = "float pixels 0..255 as (N, C, H, W), channels red, green, blue or one gray";
        Add(NetworkKey, NetworkDescription.Of(classifier.Network).ToJson());
        Add(
            NormalizationKey,
            JsonSerializer.Serialize(classifier.Normalization, LearningJson.Default.PixelNormalization)
        );
        Add(ClassNamesKey, JsonSerializer.Serialize([.. classifier.ClassNames], LearningJson.Default.StringArray));
        return model;

        void Add(string key, string value) =>
            model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
    }

    private static ModelProto NewModel(GraphProto graph)
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "Spotter",
            ProducerVersion = typeof(OnnxFile).Assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version
                ?? "",
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSet });
        return model;
    }

    private static DenseLayout LayoutOf(GraphProto graph) =>
        graph.Node.Any(static node =>
            node.OpType == "Gemm" && !node.Attribute.Any(static attribute => attribute.Name == "transB")
        )
            ? DenseLayout.InputsFirst
            : DenseLayout.UnitsFirst;

    private static void ReadWeights(Sequential network, GraphProto graph, DenseLayout layout, string name)
    {
        Dictionary<string, TensorProto> tensors = graph
            .Initializer.GroupBy(tensor => tensor.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
        foreach (Parameter parameter in network.Parameters)
        {
            if (!tensors.TryGetValue(parameter.Name, out TensorProto? tensor))
            {
                throw Wrong($"{name}: has no weights {parameter.Name}");
            }

            parameter.SetValues(
                OnnxLayout.FromOnnx(parameter, Numbers(tensor, OnnxLayout.Extents(parameter, layout), name), layout)
            );
        }
    }

    private static float[] Numbers(TensorProto tensor, long[] extents, string name)
    {
        if (tensor.DataType != (int)TensorProto.Types.DataType.Float || !tensor.Dims.SequenceEqual(extents))
        {
            throw Wrong(
                $"{name}: weights {tensor.Name} are {string.Join(" x ", tensor.Dims)} of type {tensor.DataType}, "
                    + $"expected {string.Join(" x ", extents)} of type 1 (float)"
            );
        }

        long count = 1;
        foreach (long extent in extents)
        {
            count *= extent;
        }

        ReadOnlySpan<byte> raw = tensor.RawData.Span;
        if (raw.Length != count * sizeof(float) && !(raw.IsEmpty && tensor.FloatData.Count == count))
        {
            throw Wrong($"{name}: weights {tensor.Name} hold {raw.Length} bytes, expected {count * sizeof(float)}");
        }

        if (raw.IsEmpty)
        {
            return [.. tensor.FloatData];
        }

        var values = new float[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(raw[(i * sizeof(float))..]);
        }

        return values;
    }

    // The layers say what this library will compute, the graph what everyone else will: they must be the same.
    private static void RequireSameGraph(GraphProto found, GraphProto expected, string name)
    {
        for (int i = 0; i < Math.Max(found.Node.Count, expected.Node.Count); i++)
        {
            NodeProto? there = i < found.Node.Count ? found.Node[i] : null;
            NodeProto? here = i < expected.Node.Count ? expected.Node[i] : null;
            if (!Equals(there, here))
            {
                throw Wrong(
                    $"{name}: node {i} of the graph ({there?.OpType ?? "nothing"}) is not what the layers in the file "
                        + $"stand for ({here?.OpType ?? "nothing"}); another program changed the file, run it with "
                        + $"ONNX Runtime"
                );
            }
        }
    }

    /// <exception cref="InvalidDataException">It is no ONNX file, or a damaged one.</exception>
    internal static ModelProto Parse(byte[] bytes, string name)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException problem)
        {
            throw Wrong($"{name}: not an ONNX file, or a damaged one: {problem.Message}", problem);
        }
    }

    private static InvalidDataException Wrong(string message, Exception? cause = null) =>
        new(OneLine.Of(message), cause);

    private static string Property(Dictionary<string, string> properties, string key, string name) =>
        properties.GetValueOrDefault(key)
        ?? throw Wrong($"{name}: has no property {key}, so it was not written by Spotter; run it with ONNX Runtime");

    private static T Parse<T>(string json, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class =>
        JsonSerializer.Deserialize(json, type) ?? throw new FormatException("a property of the file is empty");
}
