namespace Spotter.Onnx.Graphs;

/// <summary>
/// Networks that were saved as they were trained: they take the right answers beside the picture, and give how often
/// they are right. What they say of a picture is a value on the way.
/// </summary>
internal static class GraphCut
{
    /// <summary>
    /// The softmax that needs one input alone, where all that a network gives needs several; null in all other
    /// networks.
    /// </summary>
    public static string? AnswerWithin(OnnxFileContent file)
    {
        OnnxGraph graph = file.Graph!;
        HashSet<string> inputs = InputsOf(graph);
        if (inputs.Count < 2 || graph.Outputs.Exists(output => Needs(graph, output.Name, inputs).Inputs.Count < 2))
        {
            return null;
        }

        return graph
            .Nodes.Where(static node => node is { Operator: "Softmax", Domain.Length: 0, Outputs.Count: 1 })
            .Select(static node => node.Outputs[0])
            .LastOrDefault(answer => Needs(graph, answer, inputs).Inputs.Count == 1);
    }

    /// <summary>A network that gives one of its values, without what that does not need.</summary>
    public static OnnxFileContent At(OnnxFileContent file, string value)
    {
        OnnxGraph graph = file.Graph!;
        (HashSet<string> inputs, HashSet<OnnxNode> nodes) = Needs(graph, value, InputsOf(graph));
        var cut = new OnnxGraph();
        cut.Nodes.AddRange(graph.Nodes.Where(nodes.Contains));
        cut.Initializers.AddRange(graph.Initializers);
        cut.Inputs.AddRange(graph.Inputs.Where(input => inputs.Contains(input.Name)));
        cut.Values.AddRange(graph.Values);
        cut.Outputs.Add(new OnnxValue { Name = value, Type = ElementType.Float });
        var whole = new OnnxFileContent
        {
            IrVersion = file.IrVersion,
            ProducerName = file.ProducerName,
            Graph = cut,
        };
        foreach ((string domain, long version) in file.OperatorSets)
        {
            whole.OperatorSets[domain] = version;
        }

        foreach ((string key, string text) in file.Metadata)
        {
            whole.Metadata[key] = text;
        }

        whole.Functions.AddRange(file.Functions);
        return whole;
    }

    private static HashSet<string> InputsOf(OnnxGraph graph)
    {
        var inputs = new HashSet<string>(graph.Inputs.Select(static input => input.Name), StringComparer.Ordinal);
        inputs.ExceptWith(graph.Initializers.Select(static tensor => tensor.Name));
        return inputs;
    }

    // Values of graphs inside of nodes may be any of those around them: such nodes need all inputs.
    private static (HashSet<string> Inputs, HashSet<OnnxNode> Nodes) Needs(
        OnnxGraph graph,
        string value,
        HashSet<string> all
    )
    {
        var makers = new Dictionary<string, OnnxNode>(StringComparer.Ordinal);
        foreach (OnnxNode node in graph.Nodes)
        {
            foreach (string output in node.Outputs)
            {
                makers[output] = node;
            }
        }

        var inputs = new HashSet<string>(StringComparer.Ordinal);
        var nodes = new HashSet<OnnxNode>();
        var waiting = new Stack<string>([value]);
        while (waiting.TryPop(out string? next))
        {
            if (all.Contains(next))
            {
                inputs.Add(next);
            }
            else if (makers.TryGetValue(next, out OnnxNode? maker) && nodes.Add(maker))
            {
                if (maker.Attributes.Exists(static attribute => attribute.Graphs.Count > 0))
                {
                    inputs.UnionWith(all);
                }

                maker.Inputs.ForEach(waiting.Push);
            }
        }

        return (inputs, nodes);
    }
}
