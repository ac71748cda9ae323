using System.Globalization;

namespace Spotter.Onnx.Graphs;

/// <summary>
/// What must hold of a network before anything computes it: weights that are there and as large as they say, nodes that
/// can run one after the other, sizes that a machine can have. Takes time in proportion to the structure.
/// </summary>
internal sealed class GraphChecks
{
    // What ONNX itself and ONNX Runtime bring. Everything else is a library of somebody's.
    private static readonly HashSet<string> KnownDomains = new(StringComparer.Ordinal)
    {
        "",
        "ai.onnx.ml",
        "ai.onnx.preview",
        "com.microsoft",
        "com.microsoft.nchwc",
        "com.ms.internal.nhwc",
    };

    private readonly OnnxFileContent _file;
    private readonly string _path;
    private readonly Dictionary<(string Domain, string Name), OnnxFunction> _functions = [];
    private readonly Dictionary<(string Domain, string Name), int> _functionNodes = [];
    private int _nodes;

    private GraphChecks(OnnxFileContent file, string path)
    {
        _file = file;
        _path = path;
    }

    /// <param name="file">What was read.</param>
    /// <param name="path">Where from; weights may lie in files beside it.</param>
    /// <exception cref="GraphException">Something does not hold.</exception>
    public static void Check(OnnxFileContent file, string path) => new GraphChecks(file, path).Check();

    private void Check()
    {
        OnnxGraph graph = _file.Graph!;
        foreach (OnnxFunction function in _file.Functions)
        {
            if (!_functions.TryAdd((function.Domain, function.Name), function))
            {
                throw GraphException.Damaged($"it defines {GraphException.Quote(function.Name)} twice");
            }
        }

        RequireFew(graph.Inputs.Count, "inputs");
        RequireFew(graph.Outputs.Count, "outputs");
        if (graph.Outputs.Count == 0)
        {
            throw GraphException.Damaged("it gives nothing");
        }

        foreach (OnnxFunction function in _file.Functions)
        {
            NodesOf(function, []);
            CheckNodes(function.Nodes, new Scope(outer: null, function.Inputs), depth: 1, "a function");
        }

        CheckGraph(graph, outer: null, depth: 1);
    }

    private static void RequireFew(int count, string what)
    {
        if (count > GraphLimits.Ends)
        {
            throw new GraphException($"has {count} {what}, and {GraphLimits.Ends} are the most that are read");
        }
    }

    // Which nodes can run is known only when the names of all are: the answer is what the graph takes from outside.
    private HashSet<string> CheckGraph(OnnxGraph graph, Scope? outer, int depth)
    {
        if (depth > GraphLimits.Depth)
        {
            throw new GraphException(
                $"holds graphs in graphs, more than {GraphLimits.Depth} of them; such a file is made to do harm"
            );
        }

        foreach (OnnxTensor tensor in graph.Initializers)
        {
            CheckTensor(tensor);
        }

        foreach (OnnxValue value in graph.Inputs.Concat(graph.Outputs).Concat(graph.Values))
        {
            CheckValue(value);
        }

        var scope = new Scope(
            outer,
            [
                .. graph.Inputs.Select(static value => value.Name),
                .. graph.Initializers.Select(static tensor => tensor.Name),
            ]
        );
        CheckNodes(graph.Nodes, scope, depth, "it");
        foreach (OnnxValue output in graph.Outputs)
        {
            scope.Require(output.Name, "an output");
        }

        return scope.Taken;
    }

    private void CheckNodes(List<OnnxNode> nodes, Scope scope, int depth, string where)
    {
        _nodes += nodes.Count;
        var makers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            CheckOperator(nodes[i]);
            foreach (string output in nodes[i].Outputs.Where(static name => name.Length > 0))
            {
                if (!makers.TryAdd(output, i) || scope.Has(output))
                {
                    throw GraphException.Damaged(
                        $"two of its nodes give {GraphException.Quote(output)}, the second is {nodes[i]}"
                    );
                }
            }
        }

        foreach (string name in makers.Keys)
        {
            scope.Add(name);
        }

        // Each node waits for those whose outputs it takes, itself or in a graph within it.
        var waiting = new int[nodes.Count];
        var readers = new List<int>[nodes.Count];
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string name in TakenBy(nodes[i], scope, depth))
            {
                if (makers.TryGetValue(name, out int maker))
                {
                    (readers[maker] ??= []).Add(i);
                    waiting[i]++;
                }
            }
        }

        RequireOrder(nodes, waiting, readers, where);
    }

    private static void RequireOrder(List<OnnxNode> nodes, int[] waiting, List<int>?[] readers, string where)
    {
        var ready = new Stack<int>(Enumerable.Range(0, nodes.Count).Where(i => waiting[i] == 0));
        int done = 0;
        while (ready.TryPop(out int node))
        {
            done++;
            foreach (int reader in readers[node] ?? [])
            {
                if (--waiting[reader] == 0)
                {
                    ready.Push(reader);
                }
            }
        }

        if (done < nodes.Count)
        {
            int stuck = Array.FindIndex(waiting, static count => count > 0);
            throw GraphException.Damaged($"{where} goes in a circle: {nodes[stuck]} takes what is computed from it");
        }
    }

    private HashSet<string> TakenBy(OnnxNode node, Scope scope, int depth)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (string input in node.Inputs.Where(static name => name.Length > 0))
        {
            scope.Require(input, node.ToString());
            taken.Add(input);
        }

        foreach (OnnxAttribute attribute in node.Attributes)
        {
            if (attribute.Tensor is { } tensor)
            {
                CheckTensor(tensor);
            }

            foreach (OnnxGraph graph in attribute.Graphs)
            {
                taken.UnionWith(CheckGraph(graph, scope, depth + 1));
            }
        }

        return taken;
    }

    private void CheckOperator(OnnxNode node)
    {
        if (_functions.TryGetValue((node.Domain, node.Operator), out OnnxFunction? function))
        {
            _nodes += NodesOf(function, []);
        }
        else if (!KnownDomains.Contains(node.Domain))
        {
            throw new GraphException(
                $"needs the operator {node} of {GraphException.Quote(node.Domain)}, which neither ONNX nor ONNX "
                    + $"Runtime has; export it without its maker's own operators"
            );
        }

        if (_nodes > GraphLimits.Nodes)
        {
            throw new GraphException($"has more than {GraphLimits.Nodes} nodes; such a file is made to do harm");
        }
    }

    // Nodes of a function with those of the functions that it calls: a few lines can stand for billions.
    private int NodesOf(OnnxFunction function, List<OnnxFunction> callers)
    {
        (string, string) key = (function.Domain, function.Name);
        if (_functionNodes.TryGetValue(key, out int known))
        {
            return known;
        }

        if (callers.Contains(function) || callers.Count > GraphLimits.Depth)
        {
            throw GraphException.Damaged($"its function {GraphException.Quote(function.Name)} calls itself");
        }

        callers.Add(function);
        long count = function.Nodes.Count;
        foreach (OnnxNode node in function.Nodes)
        {
            if (_functions.TryGetValue((node.Domain, node.Operator), out OnnxFunction? called))
            {
                count = Math.Min(count + NodesOf(called, callers), GraphLimits.Nodes + 1);
            }
        }

        callers.RemoveAt(callers.Count - 1);
        return _functionNodes[key] = (int)count;
    }

    private static void CheckValue(OnnxValue value)
    {
        if (value.Dimensions is not { } dimensions)
        {
            return;
        }

        // Of open extents one is the least that there can be.
        long bytes = Math.Max(1, ElementTypes.BitsOf(value.Type) / 8);
        if (dimensions.Count > GraphLimits.Rank)
        {
            throw TooManyDimensions(value.Name, dimensions.Count);
        }

        if (!dimensions.Contains(0))
        {
            RequireRoom(value.Name, dimensions, BytesOf(dimensions, bytes));
        }
    }

    private void CheckTensor(OnnxTensor tensor)
    {
        string name = GraphException.Quote(tensor.Name);
        if (tensor.Dimensions.Count > GraphLimits.Rank)
        {
            throw TooManyDimensions(tensor.Name, tensor.Dimensions.Count);
        }

        long count = 1;
        foreach (long extent in tensor.Dimensions)
        {
            count =
                extent >= 0
                    ? Product(count, extent)
                    : throw GraphException.Damaged($"its weights {name} have an extent of {extent}");
        }

        if (tensor.Type == ElementType.String)
        {
            Require(tensor.TextCount == count, name, tensor, $"{tensor.TextCount} texts", $"{count}");
            return;
        }

        int bits = ElementTypes.BitsOf(tensor.Type);
        if (bits == 0)
        {
            throw GraphException.Damaged($"its weights {name} are of type {(int)tensor.Type}, which is none");
        }

        RequireRoom(tensor.Name, tensor.Dimensions, Product(count, bits) / 8);
        if (tensor.IsExternal)
        {
            ExternalData.Of(tensor, _path);
            return;
        }

        long bytes = ElementTypes.BytesOf(tensor.Type, count);
        if (tensor.Raw is { } raw && (raw.Length > 0 || tensor.SegmentCount == 0))
        {
            Require(raw.Length == bytes, name, tensor, $"{raw.Length} bytes", $"{bytes}");
            return;
        }

        // Two of four bits share an element, and a complex number has two.
        long elements =
            bits == 4 ? (count + 1) / 2
            : tensor.Type is ElementType.Complex64 or ElementType.Complex128 ? 2 * count
            : count;
        Require(
            tensor.SegmentCount == elements
                && tensor.Segments.TrueForAll(one => SegmentReader.Holds(one.Field, tensor.Type)),
            name,
            tensor,
            $"{tensor.SegmentCount} numbers",
            $"{elements} of its type"
        );
    }

    private static void Require(bool holds, string name, OnnxTensor tensor, string there, string needed)
    {
        if (!holds)
        {
            throw GraphException.Damaged(
                $"its weights {name} ({string.Join('x', tensor.Dimensions)}) hold {there} instead of {needed}"
            );
        }
    }

    private static void RequireRoom(string name, List<long> dimensions, long bytes)
    {
        if (bytes > GraphLimits.TensorBytes)
        {
            throw TooLarge(GraphException.Quote(name), [.. dimensions], bytes);
        }
    }

    /// <summary>A tensor that no detector or classifier has.</summary>
    public static GraphException TooLarge(string name, IReadOnlyList<long> dimensions, long bytes)
    {
        string size =
            bytes == long.MaxValue
                ? "beyond counting"
                : string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.#} GiB");
        return new GraphException(
            $"has a tensor {name} of {string.Join('x', dimensions)} ({size}), and "
                + $"{GraphLimits.TensorBytes >> 30} GiB are the most; such a file is damaged or made to do harm"
        );
    }

    private static GraphException TooManyDimensions(string name, int count) =>
        new($"has a tensor {GraphException.Quote(name)} of {count} dimensions, and {GraphLimits.Rank} are the most");

    /// <summary>Bytes of a tensor, open extents counted as one; at most what a long holds.</summary>
    public static long BytesOf(IEnumerable<long> dimensions, long each) =>
        dimensions.Aggregate(each, static (bytes, extent) => Product(bytes, Math.Max(1, extent)));

    private static long Product(long left, long right) =>
        right == 0 ? 0
        : left > long.MaxValue / right ? long.MaxValue
        : left * right;

    /// <summary>The names that nodes of a graph can take.</summary>
    private sealed class Scope(Scope? outer, IEnumerable<string> names)
    {
        private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);

        /// <summary>Names that were taken from outside.</summary>
        public HashSet<string> Taken { get; } = new(StringComparer.Ordinal);

        public bool Has(string name) => _names.Contains(name);

        public void Add(string name) => _names.Add(name);

        public void Require(string name, string who)
        {
            if (_names.Contains(name))
            {
                return;
            }

            if (outer is null)
            {
                throw GraphException.Damaged($"{who} takes {GraphException.Quote(name)}, which nothing gives");
            }

            outer.Require(name, who);
            Taken.Add(name);
        }
    }
}
