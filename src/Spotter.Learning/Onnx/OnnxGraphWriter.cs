using System.Buffers.Binary;
using Google.Protobuf;
using Spotter.Learning.Datasets;
using Spotter.Learning.Onnx.Format;
using Spotter.Networks;
using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Weights;
using Spotter.Vision.Networks;

namespace Spotter.Learning.Onnx;

/// <summary>
/// Writes a network as a graph of ONNX operators. Pictures run through it as (N, C, H, W), ONNX's order; where features
/// begin they are turned to the order of this library.
/// </summary>
internal sealed class OnnxGraphWriter
{
    public const string InputName = "input";
    public const string OutputName = "output";
    public const string ProbabilitiesName = "probabilities";
    public const string BoxesName = "boxes";
    public const string ScoresName = "scores";

    private readonly GraphProto _graph = new() { Name = "network" };
    private readonly DenseLayout _layout;
    private int _values;

    private OnnxGraphWriter(DenseLayout layout) => _layout = layout;

    /// <param name="network">What to write.</param>
    /// <param name="normalization">Goes in front, so that the graph takes pixels of 0..255; null takes numbers as the
    /// network does.</param>
    /// <param name="addProbabilities">Adds a second output, the softmax of the first.</param>
    /// <param name="layout">How the weights of dense layers lie.</param>
    public static GraphProto Write(
        NetworkGraph network,
        PixelNormalization? normalization,
        bool addProbabilities,
        DenseLayout layout
    )
    {
        var writer = new OnnxGraphWriter(layout);
        TensorShape shape = network.InputShape;
        writer._graph.Input.Add(Describe(InputName, shape));
        string value = InputName;
        if (normalization is not null)
        {
            value = writer.AddNode("Mul", [value, writer.AddChannels("normalization/scale", normalization.Scales)]);
            value = writer.AddNode("Add", [value, writer.AddChannels("normalization/offset", normalization.Offsets)]);
        }

        string[] values = writer.AddLayers(network.Built, value);
        for (int i = 0; i < network.Outputs.Count; i++)
        {
            string name = network.Outputs.Count == 1 ? OutputName : network.OutputNames[i];
            writer.Rename(values[network.Outputs[i]], name);
            writer._graph.Output.Add(Describe(name, network.OutputShapes[i]));
        }

        if (addProbabilities)
        {
            NodeProto softmax = writer.AddNamedNode("Softmax", [OutputName], ProbabilitiesName);
            softmax.Attribute.Add(Integer("axis", 1));
            writer._graph.Output.Add(Describe(ProbabilitiesName, network.OutputShapes[0]));
        }

        return writer._graph;
    }

    /// <summary>
    /// A detector with its decoding: pixels of 0..255 go in as (N, 3, H, W), red first; <c>boxes</c> (N, cells, 4) are
    /// left, top, right and bottom in pixels of the input, <c>scores</c> (N, cells, classes) are 0..1, calibrated.
    /// Overlapping boxes are not joined.
    /// </summary>
    /// <param name="model">The detector.</param>
    /// <param name="input">The size of pictures; a multiple of the model's step.</param>
    public static GraphProto WriteDetector(NetworkDetectorModel model, TensorShape input)
    {
        var writer = new OnnxGraphWriter(DenseLayout.UnitsFirst);
        NetworkGraph network = model.Content.Network;
        PixelNormalization normalization = model.Content.Normalization;
        writer._graph.Input.Add(Describe(InputName, input));
        string value = writer.AddNode(
            "Mul",
            [InputName, writer.AddChannels("normalization/scale", normalization.Scales)]
        );
        value = writer.AddNode("Add", [value, writer.AddChannels("normalization/offset", normalization.Offsets)]);
        IReadOnlyList<BuiltLayer> built = network.BuiltFor(input);
        string[] values = writer.AddLayers(built, value);
        int classes = model.Labels.Count;
        int numbers = classes + NetworkDetectorModel.DistanceCount;
        var maps = new List<string>();
        var middles = new List<float>();
        var strides = new List<float>();
        for (int i = 0; i < network.Outputs.Count; i++)
        {
            TensorShape map = built[network.Outputs[i] - 1].Output;
            int stride = model.Head.Strides[i];
            string rows = writer.AddNode("Transpose", [values[network.Outputs[i]]], Integers("perm", 0, 2, 3, 1));
            maps.Add(
                writer.AddNode(
                    "Reshape",
                    [rows, writer.AddIntegers($"cells_{stride}", 0, map.Height * map.Width, numbers)]
                )
            );
            for (int cell = 0; cell < map.Height * map.Width; cell++)
            {
                middles.Add(((cell % map.Width) + 0.5f) * stride);
                middles.Add(((cell / map.Width) + 0.5f) * stride);
                strides.Add(stride);
            }
        }

        string all = writer.AddNode("Concat", maps, Integer("axis", 1));
        string distances = writer.AddNode(
            "Mul",
            [
                writer.AddNode(
                    "Exp",
                    [
                        writer.AddNode(
                            "Clip",
                            [
                                writer.AddSlice(all, classes, numbers),
                                writer.AddScalar("distance/least", -CellReader.MostLogDistance),
                                writer.AddScalar("distance/most", CellReader.MostLogDistance),
                            ]
                        ),
                    ]
                ),
                writer.AddTensor("strides", [1, strides.Count, 1], [.. strides]),
            ]
        );
        string points = writer.AddTensor("middles", [1, strides.Count, 2], [.. middles]);
        NodeProto boxes = writer.AddNamedNode(
            "Concat",
            [
                writer.AddNode("Sub", [points, writer.AddSlice(distances, 0, 2)]),
                writer.AddNode("Add", [points, writer.AddSlice(distances, 2, 4)]),
            ],
            BoxesName
        );
        boxes.Attribute.Add(Integer("axis", 2));
        string scores = writer.AddNode("Sigmoid", [writer.AddSlice(all, 0, classes)]);
        writer.Rename(writer.AddCalibration(scores, model), ScoresName);
        writer._graph.Output.Add(Describe(BoxesName, strides.Count, NetworkDetectorModel.DistanceCount));
        writer._graph.Output.Add(Describe(ScoresName, strides.Count, classes));
        return writer._graph;
    }

    // Straight lines between points, as a sum of ramps: each begins at a point and changes the steepness there.
    private string AddCalibration(string scores, NetworkDetectorModel model)
    {
        (double[] Raw, double[] Shares)[] lines =
        [
            .. Enumerable.Range(0, model.Labels.Count).Select(label => model.CalibrationOf(label).Points),
        ];
        if (lines.All(static line => line.Raw.Length == 2))
        {
            return scores;
        }

        string? sum = null;
        for (int i = 0; i < lines.Max(static line => line.Raw.Length) - 1; i++)
        {
            float[] starts = [.. lines.Select(line => i < line.Raw.Length - 1 ? (float)line.Raw[i] : 1)];
            float[] changes = [.. lines.Select(line => i < line.Raw.Length - 1 ? (float)Change(line, i) : 0)];
            string ramp = AddNode(
                "Relu",
                [AddNode("Sub", [scores, AddTensor($"calibration/start_{i}", [1, 1, starts.Length], starts)])]
            );
            ramp = AddNode("Mul", [ramp, AddTensor($"calibration/change_{i}", [1, 1, changes.Length], changes)]);
            sum = sum is null ? ramp : AddNode("Add", [sum, ramp]);
        }

        return sum!;

        static double Change((double[] Raw, double[] Shares) line, int i) =>
            Steepness(line, i) - (i == 0 ? 0 : Steepness(line, i - 1));

        static double Steepness((double[] Raw, double[] Shares) line, int i) =>
            line.Raw[i + 1] > line.Raw[i] ? (line.Shares[i + 1] - line.Shares[i]) / (line.Raw[i + 1] - line.Raw[i]) : 0;
    }

    // Some numbers of each cell.
    private string AddSlice(string value, int start, int end) =>
        AddNode(
            "Slice",
            [
                value,
                AddIntegers($"slice/{start}", start),
                AddIntegers($"slice/{end}", end),
                AddIntegers("slice/axis", 2),
            ]
        );

    private string AddIntegers(string name, params ReadOnlySpan<long> values)
    {
        if (_graph.Initializer.Any(initializer => string.Equals(initializer.Name, name, StringComparison.Ordinal)))
        {
            return name;
        }

        var tensor = new TensorProto { Name = name, DataType = (int)TensorProto.Types.DataType.Int64 };
        tensor.Dims.Add(values.Length);
        var bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        tensor.RawData = ByteString.CopyFrom(bytes);
        _graph.Initializer.Add(tensor);
        return name;
    }

    // Answers what every value is called.
    private string[] AddLayers(IReadOnlyList<BuiltLayer> layers, string input)
    {
        var values = new string[layers.Count + 1];
        values[0] = input;
        for (int i = 0; i < layers.Count; i++)
        {
            values[i + 1] = AddLayer(layers[i], [.. layers[i].Sources.Select(source => values[source])]);
        }

        return values;
    }

    private string AddLayer(BuiltLayer built, string[] inputs) =>
        built.Layer switch
        {
            Add add => AddActivation(add.Activation, Activation.DefaultSlope, AddSum(inputs)),
            Concatenate => AddNode("Concat", inputs, Integer("axis", 1)),
            _ => AddLayer(built, inputs[0]),
        };

    private string AddLayer(BuiltLayer built, string x) =>
        built.Layer switch
        {
            Flatten => AddFlatten(built, x),
            Dense dense => AddActivation(dense.Activation, Activation.DefaultSlope, AddDense(built, x)),
            Conv2D layer => AddActivation(
                layer.Activation,
                Activation.DefaultSlope,
                AddConvolution(built, x, layer.Kernel, layer.Stride, layer.Padding, groups: 1)
            ),
            DepthwiseConv2D layer => AddActivation(
                layer.Activation,
                Activation.DefaultSlope,
                AddConvolution(built, x, layer.Kernel, layer.Stride, layer.Padding, built.Input.Channels)
            ),
            MaxPooling2D layer => AddNode("MaxPool", [x], WindowAttributes(layer.WindowOf(built.Input))),
            AveragePooling2D layer => AddNode(
                "AveragePool",
                [x],
                [.. WindowAttributes(layer.WindowOf(built.Input)), Integer("count_include_pad", 0)]
            ),
            GlobalAveragePooling2D => AddNode("Flatten", [AddNode("GlobalAveragePool", [x])], Integer("axis", 1)),
            BatchNormalization layer => AddNode(
                "BatchNormalization",
                [x, .. built.Parameters.Select(AddPlain)],
                Real("epsilon", layer.Epsilon)
            ),
            Dropout => x,
            Activation layer => AddActivation(layer.Function, layer.Slope, x),
            UpSampling2D => AddNode(
                "Resize",
                [x, "", AddTensor("up_sampling/scales", [4], [1, 1, UpSampling2D.Factor, UpSampling2D.Factor])],
                Text("mode", "nearest"),
                Text("coordinate_transformation_mode", "asymmetric"),
                Text("nearest_mode", "floor")
            ),
            _ => throw new NotSupportedException($"{built.Name} cannot be written as ONNX"),
        };

    private string AddSum(string[] inputs) =>
        inputs.Skip(1).Aggregate(inputs[0], (sum, next) => AddNode("Add", [sum, next]));

    private string AddFlatten(BuiltLayer built, string x)
    {
        if (!built.Input.IsImage)
        {
            return x;
        }

        // (N, C, H, W) -> (N, H, W, C), which changes nothing where there is one channel or one pixel.
        if (built.Input.Channels > 1 && built.Input.Height * built.Input.Width > 1)
        {
            x = AddNode("Transpose", [x], Integers("perm", 0, 2, 3, 1));
        }

        return AddNode("Flatten", [x], Integer("axis", 1));
    }

    // OpenCV before 4.8 takes the weights for (units, inputs) whether transB says so or not.
    private string AddDense(BuiltLayer built, string x) =>
        AddNode(
            "Gemm",
            [x, AddPlain(built.Parameters[0]), AddPlain(built.Parameters[1])],
            _layout == DenseLayout.UnitsFirst ? [Integer("transB", 1)] : []
        );

    private string AddConvolution(BuiltLayer built, string x, Size2D kernel, Size2D stride, Padding padding, int groups)
    {
        Window window = Window.Create(built.Input, kernel, stride, padding);
        return AddNode(
            "Conv",
            [
                x,
                AddTensor(
                    built.Parameters[0].Name,
                    OnnxLayout.Extents(built.Parameters[0], _layout),
                    OnnxLayout.ToOnnx(built.Parameters[0], _layout)
                ),
                AddPlain(built.Parameters[1]),
            ],
            [.. WindowAttributes(window), Integer("group", groups)]
        );
    }

    private string AddActivation(ActivationKind function, float slope, string x)
    {
        switch (function)
        {
            case ActivationKind.Linear:
                return x;
            case ActivationKind.ReLU:
                return AddNode("Relu", [x]);
            case ActivationKind.LeakyReLU:
                return AddNode("LeakyRelu", [x], Real("alpha", slope));
            case ActivationKind.Sigmoid:
                return AddNode("Sigmoid", [x]);
            case ActivationKind.Tanh:
                return AddNode("Tanh", [x]);
            case ActivationKind.Softmax:
                return AddNode("Softmax", [x], Integer("axis", 1));
            case ActivationKind.GELU:
                // x / 2 * (1 + erf(x / sqrt 2)); an operator of its own came only with a later version of the format.
                string error = AddNode("Erf", [AddNode("Mul", [x, AddScalar("gelu/root", MathF.Sqrt(0.5f))])]);
                string sum = AddNode("Add", [error, AddScalar("gelu/one", 1)]);
                return AddNode("Mul", [AddNode("Mul", [x, sum]), AddScalar("gelu/half", 0.5f)]);
            default:
                throw new NotSupportedException($"{function} cannot be written as ONNX");
        }
    }

    private string AddNode(string operation, IEnumerable<string> inputs, params IEnumerable<AttributeProto> attributes)
    {
        NodeProto node = AddNamedNode(operation, inputs, $"value_{_values++}");
        node.Attribute.AddRange(attributes);
        return node.Output[0];
    }

    private NodeProto AddNamedNode(string operation, IEnumerable<string> inputs, string output)
    {
        var node = new NodeProto { OpType = operation, Name = $"{operation}_{_graph.Node.Count}" };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        _graph.Node.Add(node);
        return node;
    }

    // What others read as well keeps its name, and gets another one.
    private void Rename(string value, string name)
    {
        NodeProto? last = _graph.Node.LastOrDefault(node =>
            string.Equals(node.Output[0], value, StringComparison.Ordinal)
        );
        if (last is null || _graph.Node.Any(node => node.Input.Contains(value)))
        {
            AddNamedNode("Identity", [value], name);
            return;
        }

        last.Output[0] = name;
    }

    private string AddPlain(Parameter parameter) =>
        AddTensor(parameter.Name, OnnxLayout.Extents(parameter, _layout), OnnxLayout.ToOnnx(parameter, _layout));

    private string AddChannels(string name, IReadOnlyList<float> values) =>
        AddTensor(name, [1, values.Count, 1, 1], [.. values]);

    private string AddScalar(string name, float value) => AddTensor(name, [], [value]);

    private string AddTensor(string name, IEnumerable<long> extents, float[] values)
    {
        if (_graph.Initializer.Any(initializer => string.Equals(initializer.Name, name, StringComparison.Ordinal)))
        {
            return name;
        }

        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = OnnxLayout.ToBytes(values),
        };
        tensor.Dims.AddRange(extents);
        _graph.Initializer.Add(tensor);
        return name;
    }

    private static AttributeProto[] WindowAttributes(Window window) =>
        [
            Integers("kernel_shape", window.Kernel.Height, window.Kernel.Width),
            Integers("strides", window.Stride.Height, window.Stride.Width),
            Integers("pads", window.Top, window.Left, window.Bottom, window.Right),
        ];

    private static AttributeProto Integer(string name, long value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Int,
            I = value,
        };

    private static AttributeProto Text(string name, string value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.String,
            S = ByteString.CopyFromUtf8(value),
        };

    private static AttributeProto Real(string name, float value) =>
        new()
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Float,
            F = value,
        };

    private static AttributeProto Integers(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        foreach (long value in values)
        {
            attribute.Ints.Add(value);
        }

        return attribute;
    }

    private static ValueInfoProto Describe(string name, TensorShape shape) =>
        shape.IsImage ? Describe(name, shape.Channels, shape.Height, shape.Width) : Describe(name, shape.Channels);

    private static ValueInfoProto Describe(string name, params ReadOnlySpan<int> fixedExtents)
    {
        var extents = new TensorShapeProto();
        extents.Dim.Add(new TensorShapeProto.Types.Dimension { DimParam = "N" });
        foreach (int extent in fixedExtents)
        {
            extents.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = extent });
        }

        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor
                {
                    ElemType = (int)TensorProto.Types.DataType.Float,
                    Shape = extents,
                },
            },
        };
    }
}
