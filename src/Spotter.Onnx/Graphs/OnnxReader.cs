// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

namespace Spotter.Onnx.Graphs;

/// <summary>
/// Reads the structure of an ONNX file. Memory is bounded by <see cref="GraphLimits"/> whatever the file holds, and
/// each byte is looked at once.
/// </summary>
internal sealed class OnnxReader
{
    private const int LongestText = 1 << 24;

    // Graphs in graphs are told apart from messages in messages: each takes a few of these.
    private const int DeepestMessage = 8 * GraphLimits.Depth;

    private readonly WireReader _wire;
    private int _parts;
    private int _numbers;
    private int _characters;
    private int _depth;

    private OnnxReader(Stream stream) => _wire = new WireReader(stream);

    /// <param name="stream">The file; seekable.</param>
    /// <exception cref="GraphException">It is no network, or one beyond the limits.</exception>
    public static OnnxFileContent Read(Stream stream)
    {
        ForeignFiles.Refuse(stream);
        var reader = new OnnxReader(stream);
        var content = new OnnxFileContent();
        reader.ReadModel(content, stream.Length);
        return content.Graph is { Nodes.Count: > 0 } or { Initializers.Count: > 0 }
            ? content
            : throw GraphException.Damaged("it holds no graph");
    }

    private void ReadModel(OnnxFileContent model, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Varint):
                    model.IrVersion = (long)_wire.ReadVarint(end);
                    break;
                case (2, WireType.Bytes):
                    model.ProducerName = ReadText(end);
                    break;
                case (7, WireType.Bytes):
                    model.Graph ??= new OnnxGraph();
                    Enter(end, model.Graph, ReadGraph);
                    break;
                case (8, WireType.Bytes):
                    Enter(end, model.OperatorSets, ReadOperatorSet);
                    break;
                case (14, WireType.Bytes):
                    Enter(end, model.Metadata, ReadEntry);
                    break;
                case (25, WireType.Bytes):
                    model.Functions.Add(Enter(end, new OnnxFunction(), ReadFunction));
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadOperatorSet(Dictionary<string, long> sets, long end)
    {
        string domain = "";
        long version = 0;
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    domain = ReadText(end);
                    break;
                case (2, WireType.Varint):
                    version = (long)_wire.ReadVarint(end);
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }

        sets[domain == "ai.onnx" ? "" : domain] = version;
    }

    private void ReadEntry(Dictionary<string, string> entries, long end)
    {
        string key = "";
        string value = "";
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    key = ReadText(end);
                    break;
                case (2, WireType.Bytes):
                    value = ReadText(end);
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }

        entries[key] = value;
    }

    private void ReadGraph(OnnxGraph graph, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    graph.Nodes.Add(Enter(end, new OnnxNode(), ReadNode));
                    break;
                case (5, WireType.Bytes):
                    graph.Initializers.Add(Enter(end, new OnnxTensor(), ReadTensor));
                    break;
                case (11, WireType.Bytes):
                    graph.Inputs.Add(Enter(end, new OnnxValue(), ReadValue));
                    break;
                case (12, WireType.Bytes):
                    graph.Outputs.Add(Enter(end, new OnnxValue(), ReadValue));
                    break;
                case (13, WireType.Bytes):
                    graph.Values.Add(Enter(end, new OnnxValue(), ReadValue));
                    break;
                case (15, WireType.Bytes):
                    throw new GraphException("holds sparse weights, which are not read; export it with dense ones");
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadFunction(OnnxFunction function, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    function.Name = ReadText(end);
                    break;
                case (4, WireType.Bytes):
                    function.Inputs.Add(ReadText(end));
                    break;
                case (5, WireType.Bytes):
                    function.Outputs.Add(ReadText(end));
                    break;
                case (7, WireType.Bytes):
                    function.Nodes.Add(Enter(end, new OnnxNode(), ReadNode));
                    break;
                case (10, WireType.Bytes):
                    function.Domain = ReadText(end);
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadNode(OnnxNode node, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    node.Inputs.Add(ReadText(end));
                    break;
                case (2, WireType.Bytes):
                    node.Outputs.Add(ReadText(end));
                    break;
                case (3, WireType.Bytes):
                    node.Name = ReadText(end);
                    break;
                case (4, WireType.Bytes):
                    node.Operator = ReadText(end);
                    break;
                case (5, WireType.Bytes):
                    node.Attributes.Add(Enter(end, new OnnxAttribute(), ReadAttribute));
                    break;
                case (7, WireType.Bytes):
                    string domain = ReadText(end);
                    node.Domain = domain == "ai.onnx" ? "" : domain;
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadAttribute(OnnxAttribute attribute, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    attribute.Name = ReadText(end);
                    break;
                case (2, WireType.Fixed32):
                    attribute.Number = _wire.ReadFloat(end);
                    break;
                case (3, WireType.Varint):
                    attribute.Whole = (long)_wire.ReadVarint(end);
                    break;
                case (4, WireType.Bytes):
                    attribute.Text = ReadText(end);
                    break;
                case (5, WireType.Bytes):
                    attribute.Tensor ??= new OnnxTensor();
                    Enter(end, attribute.Tensor, ReadTensor);
                    break;
                case (6 or 11, WireType.Bytes):
                    attribute.Graphs.Add(Enter(end, new OnnxGraph(), ReadGraph));
                    break;
                case (7, _):
                    ReadMany(type, WireType.Fixed32, end, stop => attribute.Numbers.Add(_wire.ReadFloat(stop)));
                    break;
                case (8, _):
                    ReadMany(type, WireType.Varint, end, stop => attribute.Wholes.Add((long)_wire.ReadVarint(stop)));
                    break;
                case (9, WireType.Bytes):
                    attribute.Texts.Add(ReadText(end));
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadTensor(OnnxTensor tensor, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, _):
                    ReadMany(type, WireType.Varint, end, stop => tensor.Dimensions.Add((long)_wire.ReadVarint(stop)));
                    break;
                case (2, WireType.Varint):
                    tensor.Type = (ElementType)(int)Math.Min(_wire.ReadVarint(end), int.MaxValue);
                    break;
                case (4 or 5 or 7 or 10 or 11, _):
                    ReadSegment(tensor, field, type, end);
                    break;
                case (6, WireType.Bytes):
                    _wire.Skip(type, end);
                    tensor.TextCount++;
                    break;
                case (8, WireType.Bytes):
                    tensor.Name = ReadText(end);
                    break;
                case (9, WireType.Bytes):
                    long stop = _wire.ReadEnd(end);
                    tensor.Raw = (_wire.Position, stop - _wire.Position);
                    _wire.Position = stop;
                    break;
                case (13, WireType.Bytes):
                    Enter(end, tensor.External, ReadEntry);
                    break;
                case (14, WireType.Varint):
                    tensor.IsExternal = _wire.ReadVarint(end) == 1;
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadSegment(OnnxTensor tensor, int field, WireType type, long end)
    {
        WireType element = SegmentReader.ElementOf(field);
        long begin = _wire.Position;
        if (type == WireType.Bytes)
        {
            long stop = _wire.ReadEnd(end);
            begin = _wire.Position;
            while (_wire.Position < stop)
            {
                _wire.Skip(element, stop);
                tensor.SegmentCount++;
            }

            tensor.Segments.Add(new OnnxSegment(field, begin, stop - begin, IsPacked: true));
            Count();
            return;
        }

        if (type != element)
        {
            throw GraphException.Damaged($"byte {begin} is no element of a tensor");
        }

        _wire.Skip(element, end);
        tensor.SegmentCount++;

        // Elements one by one have a tag of one byte each; a run of them is one segment.
        int last = tensor.Segments.Count - 1;
        if (
            last >= 0
            && tensor.Segments[last] is { IsPacked: false } run
            && run.Field == field
            && run.Position + run.Length == begin - 1
        )
        {
            tensor.Segments[last] = run with { Length = _wire.Position - run.Position };
            return;
        }

        tensor.Segments.Add(new OnnxSegment(field, begin - 1, _wire.Position - begin + 1, IsPacked: false));
        Count();
    }

    private void ReadValue(OnnxValue value, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Bytes):
                    value.Name = ReadText(end);
                    break;
                case (2, WireType.Bytes):
                    Enter(end, value, ReadType);
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadType(OnnxValue value, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            if ((field, type) == (1, WireType.Bytes))
            {
                Enter(end, value, ReadTensorType);
            }
            else
            {
                _wire.Skip(type, end);
            }
        }
    }

    private void ReadTensorType(OnnxValue value, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            switch (field, type)
            {
                case (1, WireType.Varint):
                    value.Type = (ElementType)(int)Math.Min(_wire.ReadVarint(end), int.MaxValue);
                    break;
                case (2, WireType.Bytes):
                    value.Dimensions ??= [];
                    Enter(end, value.Dimensions, ReadShape);
                    break;
                default:
                    _wire.Skip(type, end);
                    break;
            }
        }
    }

    private void ReadShape(List<long> dimensions, long end)
    {
        while (_wire.TryReadField(end, out int field, out WireType type))
        {
            if ((field, type) != (1, WireType.Bytes))
            {
                _wire.Skip(type, end);
                continue;
            }

            long stop = _wire.ReadEnd(end);
            long extent = -1;
            while (_wire.TryReadField(stop, out int inner, out WireType innerType))
            {
                if ((inner, innerType) == (1, WireType.Varint))
                {
                    extent = Math.Max(-1, (long)_wire.ReadVarint(stop));
                }
                else
                {
                    _wire.Skip(innerType, stop);
                }
            }

            Count();
            dimensions.Add(extent);
        }
    }

    private T Enter<T>(long end, T message, Action<T, long> read)
    {
        Count();
        if (++_depth > DeepestMessage)
        {
            throw new GraphException(
                $"holds graphs in graphs, more than {GraphLimits.Depth} of them; such a file is made to do harm"
            );
        }

        long stop = _wire.ReadEnd(end);
        read(message, stop);
        _depth--;
        return message;
    }

    private void ReadMany(WireType type, WireType element, long end, Action<long> read)
    {
        if (type == element)
        {
            CountNumber();
            read(end);
            return;
        }

        if (type != WireType.Bytes)
        {
            throw GraphException.Damaged($"byte {_wire.Position} is no list of numbers");
        }

        long stop = _wire.ReadEnd(end);
        while (_wire.Position < stop)
        {
            CountNumber();
            read(stop);
        }
    }

    private string ReadText(long end)
    {
        Count();
        string text = _wire.ReadText(end, LongestText);
        _characters += text.Length;
        return _characters <= GraphLimits.Characters
            ? text
            : throw new GraphException($"holds more than {GraphLimits.Characters} characters of names and texts");
    }

    private void Count()
    {
        if (++_parts > GraphLimits.Parts)
        {
            throw new GraphException($"holds more than {GraphLimits.Parts} nodes, tensors and names");
        }
    }

    private void CountNumber()
    {
        if (++_numbers > GraphLimits.AttributeNumbers)
        {
            throw new GraphException($"holds more than {GraphLimits.AttributeNumbers} numbers beside its weights");
        }
    }
}
