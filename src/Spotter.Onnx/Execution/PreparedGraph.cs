using System.Collections.Concurrent;
using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>A checked graph with what all of its plans share: the order of nodes, who reads what, weights.</summary>
internal sealed class PreparedGraph
{
    private readonly TensorNumbers _numbers;
    private readonly Dictionary<string, OnnxTensor> _constants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PlanValue> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OnnxNode>> _readers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _outputs;

    /// <param name="file">Checked.</param>
    /// <param name="path">Where from; weights are read when they are asked for.</param>
    public PreparedGraph(OnnxFileContent file, string path)
    {
        OnnxGraph graph = file.Graph!;
        _numbers = new TensorNumbers(path);
        OperatorSet = (int)Math.Clamp(file.OperatorSets.GetValueOrDefault("", 1), 1, 1000);
        foreach (OnnxTensor tensor in graph.Initializers)
        {
            _constants[tensor.Name] = tensor;
        }

        foreach (OnnxNode node in graph.Nodes.Where(static node => node is { Operator: "Constant", Outputs.Count: 1 }))
        {
            if (node.Find("value")?.Tensor is { } tensor)
            {
                _constants[node.Outputs[0]] = tensor;
            }
        }

        Inputs = [.. graph.Inputs.Where(input => !_constants.ContainsKey(input.Name))];
        Outputs = graph.Outputs;
        _outputs = new(graph.Outputs.Select(static output => output.Name), StringComparer.Ordinal);
        Nodes = Ordered([.. graph.Nodes.Where(node => node.Operator != "Constant" || !IsConstant(node))]);
        foreach (OnnxNode node in Nodes)
        {
            foreach (string input in node.Inputs.Where(static name => name.Length > 0))
            {
                if (!_readers.TryGetValue(input, out List<OnnxNode>? readers))
                {
                    _readers.Add(input, readers = []);
                }

                readers.Add(node);
            }
        }
    }

    public TensorNumbers Numbers => _numbers;

    /// <summary>The version of ONNX's operators.</summary>
    public int OperatorSet { get; }

    /// <summary>Nodes in an order in which they can run, constants left out.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>What comes from outside, weights left out.</summary>
    public IReadOnlyList<OnnxValue> Inputs { get; }

    public IReadOnlyList<OnnxValue> Outputs { get; }

    /// <summary>Filters of convolutions as the kernels take them, by node.</summary>
    public ConcurrentDictionary<OnnxNode, (Parameter Kernel, Parameter Bias)> Weights { get; } = new();

    /// <summary>Matrices on the right of products as the kernel takes them, by node.</summary>
    public ConcurrentDictionary<OnnxNode, AlignedBuffer> Matrices { get; } = new();

    /// <summary>Filters of convolutions for Winograd's tiles.</summary>
    public PreparedFilters Filters { get; } = new();

    /// <summary>How often nodes read a value, and the caller.</summary>
    public int ReadersOf(string name) =>
        (_readers.TryGetValue(name, out List<OnnxNode>? readers) ? readers.Count : 0)
        + (_outputs.Contains(name) ? 1 : 0);

    /// <summary>The nodes that read a value.</summary>
    public IReadOnlyList<OnnxNode> NodesThatRead(string name) => _readers.GetValueOrDefault(name) ?? [];

    public bool IsOutput(string name) => _outputs.Contains(name);

    public OnnxNode? OnlyReaderOf(string name) =>
        !_outputs.Contains(name) && _readers.GetValueOrDefault(name) is [var only] ? only : null;

    /// <summary>A weight or a constant; null for what is computed.</summary>
    public PlanValue? Constant(string name)
    {
        if (_read.TryGetValue(name, out PlanValue? read))
        {
            return read;
        }

        if (!_constants.TryGetValue(name, out OnnxTensor? tensor))
        {
            return null;
        }

        int[] shape = [.. tensor.Dimensions.Select(static extent => checked((int)extent))];
        bool isReal = tensor.Type is ElementType.Float or ElementType.Half or ElementType.BFloat16;
        return _read.GetOrAdd(
            name,
            new PlanValue
            {
                Shape = shape,
                Type = tensor.Type,
                Source = isReal ? new WeightSource(() => _numbers.ReadFloats(tensor)) : null,
                Numbers = isReal ? null : _numbers.ReadDoubles(tensor),
            }
        );
    }

    /// <summary>Kernels have the weights of a node: nobody else needs them in memory.</summary>
    public void ForgetWeightsOf(OnnxNode node)
    {
        foreach (string input in node.Inputs.Where(name => OnlyReaderOf(name) == node))
        {
            Constant(input)?.Source?.Forget();
        }
    }

    private bool IsConstant(OnnxNode node) => _constants.ContainsKey(node.Outputs[0]);

    private static List<OnnxNode> Ordered(List<OnnxNode> nodes)
    {
        var makers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string output in nodes[i].Outputs)
            {
                makers[output] = i;
            }
        }

        // Where the file has an order that works, it stays: the earliest node that can run is next.
        var waiting = new int[nodes.Count];
        var readers = new List<int>?[nodes.Count];
        var ready = new PriorityQueue<int, int>();
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (
                string input in nodes[i].Inputs.Where(static name => name.Length > 0).Distinct(StringComparer.Ordinal)
            )
            {
                if (makers.TryGetValue(input, out int maker))
                {
                    (readers[maker] ??= []).Add(i);
                    waiting[i]++;
                }
            }

            if (waiting[i] == 0)
            {
                ready.Enqueue(i, i);
            }
        }

        var ordered = new List<OnnxNode>(nodes.Count);
        while (ready.TryDequeue(out int node, out _))
        {
            ordered.Add(nodes[node]);
            foreach (int reader in readers[node] ?? [])
            {
                if (--waiting[reader] == 0)
                {
                    ready.Enqueue(reader, reader);
                }
            }
        }

        return ordered;
    }
}
