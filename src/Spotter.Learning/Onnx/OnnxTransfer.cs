using System.Text.Json;
using Google.Protobuf;
using Spotter.Learning.Onnx.Format;
using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Onnx;

/// <summary>
/// Other people's networks as beginnings of classifiers: what a network knows of a picture before its last layer, and
/// one file of that and a new last layer.
/// </summary>
internal sealed class OnnxTransfer
{
    private const int OldestOperators = 9;
    private const string FeaturesName = "spotter_features";
    private const string PooledName = "spotter_pooled";

    // What stands behind the last weights of a classifier and leaves its numbers one for one.
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "Softmax",
        "LogSoftmax",
        "Sigmoid",
        "Identity",
        "Cast",
        "Reshape",
        "Squeeze",
        "Unsqueeze",
        "Flatten",
        "Transpose",
        "Dropout",
        "Clip",
        "Relu",
        "GlobalAveragePool",
        "AveragePool",
        "ReduceMean",
        "LpNormalization",
        "QuantizeLinear",
        "DequantizeLinear",
        "ZipMap",
        "Normalizer",
        "ArgMax",
    };

    private static readonly HashSet<string> Weighted = new(StringComparer.Ordinal) { "Gemm", "MatMul", "Conv" };

    private readonly ModelProto _model;
    private readonly string _name;

    private OnnxTransfer(ModelProto model, string name) => (_model, _name) = (model, name);

    /// <summary>The value that is taken for features.</summary>
    public string Layer { get; private init; } = "";

    /// <summary>Reads a network and finds its features.</summary>
    /// <param name="bytes">The file, which was checked.</param>
    /// <param name="name">For messages.</param>
    /// <param name="layer">The name of the node or value that gives features; null finds what goes into the last
    /// weights.</param>
    /// <exception cref="ArgumentException">It has none; the message says why.</exception>
    public static OnnxTransfer Read(byte[] bytes, string name, string? layer)
    {
        ModelProto model = OnnxFile.Parse(bytes, name);
        long version = model.OpsetImport.FirstOrDefault(static set => set.Domain is "" or "ai.onnx")?.Version ?? 0;
        if (version < OldestOperators || model.Graph is null)
        {
            throw new ArgumentException(
                $"{name}: has operators of version {version}, and a network to learn on has those of "
                    + $"{OldestOperators} or later; export it anew"
            );
        }

        return new OnnxTransfer(model, name)
        {
            Layer = layer is null ? Find(model.Graph, name) : Named(model.Graph, layer, name),
        };
    }

    /// <summary>The network up to its features, which are its only output.</summary>
    /// <param name="isPooled">Whether they are maps, of which the mean of each channel is taken.</param>
    public byte[] Cut(bool isPooled)
    {
        ModelProto cut = _model.Clone();
        AddFeatures(cut.Graph, isPooled);
        Keep(cut.Graph, FeaturesName);
        cut.Graph.Output.Clear();
        cut.Graph.Output.Add(
            new ValueInfoProto
            {
                Name = FeaturesName,
                Type = new TypeProto
                {
                    TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float },
                },
            }
        );
        return cut.ToByteArray();
    }

    /// <summary>
    /// One network from pixels to classes: float pixels of 0..255 as (N, C, H, W), red first, go in; <c>output</c> and
    /// <c>probabilities</c> come out.
    /// </summary>
    /// <param name="isPooled">As for <see cref="Cut"/>.</param>
    /// <param name="input">How pixels get into the network.</param>
    /// <param name="kernel">Features x classes.</param>
    /// <param name="bias">A number a class.</param>
    /// <param name="classNames">The classes.</param>
    public byte[] Join(
        bool isPooled,
        TransferInput input,
        ReadOnlySpan<float> kernel,
        ReadOnlySpan<float> bias,
        IReadOnlyList<string> classNames
    )
    {
        ModelProto joined = ModelProto.Parser.ParseFrom(Cut(isPooled));
        GraphProto graph = joined.Graph;
        FreeNames(graph);
        string inner = Freed(input.Name);
        ValueInfoProto old = graph.Input.First(value => value.Name == inner);
        graph.Input.Remove(old);
        graph.Input.Insert(0, PixelInput(input, old));
        var front = new List<NodeProto>();
        string value = OnnxGraphWriter.InputName;
        int channels = input.Shape.Channels;
        Step("Mul", Floats("spotter_scale", [1, channels, 1, 1], [.. input.Normalization.Scales]));
        Step("Add", Floats("spotter_offset", [1, channels, 1, 1], [.. input.Normalization.Offsets]));
        if (input.IsBlueFirst)
        {
            Step("Gather", Whole("spotter_order", [2, 1, 0]));
            front[^1].Attribute.Add(Integer("axis", 1));
        }

        if (input.IsChannelsLast)
        {
            Step("Transpose");
            var order = new AttributeProto { Name = "perm", Type = AttributeProto.Types.AttributeType.Ints };
            order.Ints.AddRange([0, 2, 3, 1]);
            front[^1].Attribute.Add(order);
        }

        if (input.Dimensions is { } dimensions)
        {
            Step("Reshape", Whole("spotter_shape", dimensions));
        }

        if (input.ElementType != (int)TensorProto.Types.DataType.Float)
        {
            Step("Cast");
            front[^1].Attribute.Add(Integer("to", input.ElementType));
        }

        front[^1].Output[0] = inner;
        foreach ((int i, NodeProto node) in front.Index())
        {
            graph.Node.Insert(i, node);
        }

        int features = kernel.Length / bias.Length;
        var turned = new float[kernel.Length];
        for (int i = 0; i < kernel.Length; i++)
        {
            turned[((i % bias.Length) * features) + (i / bias.Length)] = kernel[i];
        }

        graph.Initializer.Add(Floats("spotter_kernel", [bias.Length, features], turned));
        graph.Initializer.Add(Floats("spotter_bias", [bias.Length], bias.ToArray()));
        NodeProto gemm = Node("Gemm", [FeaturesName, "spotter_kernel", "spotter_bias"], OnnxGraphWriter.OutputName);
        gemm.Attribute.Add(Integer("transB", 1));
        NodeProto softmax = Node("Softmax", [OnnxGraphWriter.OutputName], OnnxGraphWriter.ProbabilitiesName);
        softmax.Attribute.Add(Integer("axis", 1));
        graph.Node.Add(gemm);
        graph.Node.Add(softmax);
        graph.Output.Clear();
        graph.Output.Add(Described(OnnxGraphWriter.OutputName, BatchOf(old), bias.Length));
        graph.Output.Add(Described(OnnxGraphWriter.ProbabilitiesName, BatchOf(old), bias.Length));
        joined.MetadataProps.Clear();
        joined.MetadataProps.Add(
            new StringStringEntryProto
            {
                Key = OnnxFile.ClassNamesKey,
                Value = JsonSerializer.Serialize([.. classNames], LearningJson.Default.StringArray),
            }
        );
        joined.DocString = "float pixels 0..255 as (N, C, H, W), channels red, green, blue or one gray";
        return joined.ToByteArray();

        void Step(string op, TensorProto? second = null)
        {
            string name = $"spotter_input_{front.Count}";
            front.Add(Node(op, second is null ? [value] : [value, second.Name], name));
            if (second is not null)
            {
                graph.Initializer.Add(second);
            }

            value = name;
        }
    }

    // The names of the new input and outputs may be those of values within.
    private static void FreeNames(GraphProto graph)
    {
        foreach (NodeProto node in graph.Node)
        {
            Free(node.Input);
            Free(node.Output);
        }

        foreach (TensorProto tensor in graph.Initializer)
        {
            tensor.Name = Freed(tensor.Name);
        }

        foreach (ValueInfoProto value in graph.Input)
        {
            value.Name = Freed(value.Name);
        }

        static void Free(Google.Protobuf.Collections.RepeatedField<string> names)
        {
            for (int i = 0; i < names.Count; i++)
            {
                names[i] = Freed(names[i]);
            }
        }
    }

    private static string Freed(string name) =>
        name is OnnxGraphWriter.InputName or OnnxGraphWriter.OutputName or OnnxGraphWriter.ProbabilitiesName
            ? $"spotter_inner_{name}"
            : name;

    private void AddFeatures(GraphProto graph, bool isPooled)
    {
        string value = Layer;
        if (isPooled)
        {
            graph.Node.Add(Node("GlobalAveragePool", [value], PooledName));
            value = PooledName;
        }

        NodeProto flatten = Node("Flatten", [value], FeaturesName + "_any");
        flatten.Attribute.Add(Integer("axis", 1));
        graph.Node.Add(flatten);
        NodeProto cast = Node("Cast", [FeaturesName + "_any"], FeaturesName);
        cast.Attribute.Add(Integer("to", (int)TensorProto.Types.DataType.Float));
        graph.Node.Add(cast);
    }

    // Nodes and weights that a value does not need go.
    private static void Keep(GraphProto graph, string value)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { value };
        var kept = new List<NodeProto>();
        foreach (NodeProto node in graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                kept.Add(node);
                needed.UnionWith(node.Input);
            }
        }

        kept.Reverse();
        graph.Node.Clear();
        graph.Node.AddRange(kept);
        TensorProto[] weights = [.. graph.Initializer.Where(tensor => needed.Contains(tensor.Name))];
        graph.Initializer.Clear();
        graph.Initializer.AddRange(weights);
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => needed.Contains(input.Name))];
        graph.Input.Clear();
        graph.Input.AddRange(inputs);
    }

    private static string Named(GraphProto graph, string layer, string name)
    {
        if (graph.Node.Any(node => node.Output.Contains(layer)))
        {
            return layer;
        }

        return graph.Node.FirstOrDefault(node => node.Name == layer)?.Output[0]
            ?? throw new ArgumentException(
                $"{name}: has no layer or value {layer}; without --backbone-layer what goes into its last weights "
                    + $"is taken"
            );
    }

    // From the output back to the last weights.
    private static string Find(GraphProto graph, string name)
    {
        var makers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node)
        {
            foreach (string output in node.Output)
            {
                makers[output] = node;
            }
        }

        var weights = graph.Initializer.Select(static tensor => tensor.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string output in graph.Output.Select(static output => output.Name))
        {
            string value = output;
            while (makers.TryGetValue(value, out NodeProto? node))
            {
                if (Weighted.Contains(node.OpType))
                {
                    return node.Input.First(input => !IsConstant(input));
                }

                bool isBias = node.OpType is "Add" or "Mul" or "Div" or "Sub" && node.Input.Count(IsConstant) == 1;
                if (!isBias && !Passing.Contains(node.OpType))
                {
                    break;
                }

                value = node.Input.First(input => !IsConstant(input));
            }
        }

        throw new ArgumentException(
            $"{name}: does not end in a layer of weights that could be replaced; name the value that knows most with "
                + $"--backbone-layer"
        );

        bool IsConstant(string value)
        {
            while (makers.TryGetValue(value, out NodeProto? node))
            {
                if (node.OpType == "Constant")
                {
                    return true;
                }

                if (node.OpType is not ("DequantizeLinear" or "QuantizeLinear" or "Identity" or "Cast" or "Transpose"))
                {
                    return false;
                }

                value = node.Input[0];
            }

            return weights.Contains(value);
        }
    }

    private static ValueInfoProto PixelInput(TransferInput input, ValueInfoProto old)
    {
        ValueInfoProto pixels = Described(
            OnnxGraphWriter.InputName,
            BatchOf(old),
            input.Shape.Channels,
            input.Shape.Height,
            input.Shape.Width
        );
        return pixels;
    }

    // As the network had it: a number, or open.
    private static TensorShapeProto.Types.Dimension BatchOf(ValueInfoProto old) =>
        old.Type.TensorType.Shape.Dim.FirstOrDefault()?.Clone() is { HasDimValue: true, DimValue: > 0 } number
            ? number
            : new TensorShapeProto.Types.Dimension { DimParam = "N" };

    private static ValueInfoProto Described(string name, TensorShapeProto.Types.Dimension batch, params int[] extents)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(batch);
        shape.Dim.AddRange(extents.Select(static extent => new TensorShapeProto.Types.Dimension { DimValue = extent }));
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor
                {
                    ElemType = (int)TensorProto.Types.DataType.Float,
                    Shape = shape,
                },
            },
        };
    }

    private static NodeProto Node(string op, IEnumerable<string> inputs, string output)
    {
        var node = new NodeProto { OpType = op, Name = output };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        return node;
    }

    private static AttributeProto Integer(string name, long value) =>
        new()
        {
            Name = name,
            I = value,
            Type = AttributeProto.Types.AttributeType.Int,
        };

    private static TensorProto Floats(string name, long[] shape, float[] values)
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = OnnxLayout.ToBytes(values),
        };
        tensor.Dims.AddRange(shape);
        return tensor;
    }

    private static TensorProto Whole(string name, long[] values)
    {
        byte[] bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Int64,
            RawData = ByteString.CopyFrom(bytes),
        };
        tensor.Dims.Add(values.Length);
        return tensor;
    }
}

/// <summary>How pixels of 0..255, (N, C, H, W) and red first, become what a network takes.</summary>
/// <param name="Name">Of the network's input.</param>
/// <param name="ElementType">What its elements are, by the numbers of the format.</param>
/// <param name="Shape">Of a picture.</param>
/// <param name="Normalization">How pixels become numbers.</param>
/// <param name="IsBlueFirst">Whether channels are turned round.</param>
/// <param name="IsChannelsLast">Whether channels stand last.</param>
/// <param name="Dimensions">The extents that the input has, where there are fewer or more of them; else null.</param>
internal sealed record TransferInput(
    string Name,
    int ElementType,
    TensorShape Shape,
    PixelNormalization Normalization,
    bool IsBlueFirst,
    bool IsChannelsLast,
    long[]? Dimensions
);
