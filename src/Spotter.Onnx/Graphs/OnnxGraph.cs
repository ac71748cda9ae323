namespace Spotter.Onnx.Graphs;

/// <summary>An ONNX file as data; weights stay in the file and are read when they are asked for.</summary>
internal sealed class OnnxFileContent
{
    public long IrVersion { get; set; }

    public string ProducerName { get; set; } = "";

    /// <summary>Version of the operators by domain; the empty domain is ONNX's own.</summary>
    public Dictionary<string, long> OperatorSets { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    public OnnxGraph? Graph { get; set; }

    /// <summary>Operators that the file itself defines.</summary>
    public List<OnnxFunction> Functions { get; } = [];

    /// <summary>How many operators of each name the graph consists of.</summary>
    public Dictionary<string, int> OperatorCounts() =>
        (Graph?.Nodes ?? [])
            .GroupBy(static node => node.Operator, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, static group => group.Count(), StringComparer.Ordinal);
}

internal sealed class OnnxGraph
{
    public List<OnnxNode> Nodes { get; } = [];

    public List<OnnxTensor> Initializers { get; } = [];

    public List<OnnxValue> Inputs { get; } = [];

    public List<OnnxValue> Outputs { get; } = [];

    /// <summary>What the file says of values in between.</summary>
    public List<OnnxValue> Values { get; } = [];
}

internal sealed class OnnxFunction
{
    public string Name { get; set; } = "";

    public string Domain { get; set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public List<OnnxNode> Nodes { get; } = [];
}

/// <summary>An operator applied to named values.</summary>
internal sealed class OnnxNode
{
    public string Name { get; set; } = "";

    public string Operator { get; set; } = "";

    public string Domain { get; set; } = "";

    /// <summary>Empty names stand for what is left out.</summary>
    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public List<OnnxAttribute> Attributes { get; } = [];

    public OnnxAttribute? Find(string name) => Attributes.Find(attribute => attribute.Name == name);

    /// <summary>As messages call it.</summary>
    public override string ToString()
    {
        string name =
            Name.Length > 0 ? Name
            : Outputs.Count > 0 ? Outputs[0]
            : "";
        return name.Length > 0
            ? $"{GraphException.Quote(Operator)} ({GraphException.Quote(name)})"
            : GraphException.Quote(Operator);
    }
}

internal sealed class OnnxAttribute
{
    public string Name { get; set; } = "";

    public float Number { get; set; }

    public long Whole { get; set; }

    public string Text { get; set; } = "";

    public OnnxTensor? Tensor { get; set; }

    public List<OnnxGraph> Graphs { get; } = [];

    public List<float> Numbers { get; } = [];

    public List<long> Wholes { get; } = [];

    public List<string> Texts { get; } = [];
}

/// <summary>A value by name.</summary>
internal sealed class OnnxValue
{
    public string Name { get; set; } = "";

    /// <summary>Undefined for what is no tensor.</summary>
    public ElementType Type { get; set; }

    /// <summary>-1 for one that is left open; null where nothing is said.</summary>
    public List<long>? Dimensions { get; set; }
}

/// <summary>A tensor, and where its numbers are.</summary>
internal sealed class OnnxTensor
{
    public string Name { get; set; } = "";

    public ElementType Type { get; set; }

    public List<long> Dimensions { get; } = [];

    /// <summary>Where little-endian elements lie in the file; null where there are none.</summary>
    public (long Position, long Length)? Raw { get; set; }

    /// <summary>Where elements lie that are written as fields, in order.</summary>
    public List<OnnxSegment> Segments { get; } = [];

    /// <summary>How many elements <see cref="Segments"/> hold.</summary>
    public long SegmentCount { get; set; }

    /// <summary>Texts that it holds.</summary>
    public long TextCount { get; set; }

    /// <summary>Whether the numbers lie in another file.</summary>
    public bool IsExternal { get; set; }

    /// <summary>The file beside the network, offset and length, as they are written.</summary>
    public Dictionary<string, string> External { get; } = new(StringComparer.Ordinal);

    /// <summary>Elements; only after the tensor was checked.</summary>
    public long Count => Dimensions.Aggregate(1L, static (product, extent) => product * extent);
}

/// <summary>Elements of a tensor that are written as a field.</summary>
/// <param name="Field">Its number.</param>
/// <param name="Position">Where they begin.</param>
/// <param name="Length">Bytes.</param>
/// <param name="IsPacked">Whether they lie one behind the other; else a tag stands before each.</param>
internal readonly record struct OnnxSegment(int Field, long Position, long Length, bool IsPacked);
