using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;

namespace Spotter.Onnx.Execution;

/// <summary>A network ready for one size of its inputs, with memory and threads; for one caller at a time.</summary>
internal sealed class EnginePlan : IDisposable
{
    private readonly Dictionary<string, int[]> _shapes;
    private readonly StepTeam _team;
    private readonly IReadOnlyList<Step> _steps;
    private readonly (string Name, PlanValue Value)[] _inputs;
    private readonly NetworkOutput[] _outputs;

    /// <param name="graph">The network.</param>
    /// <param name="shapes">Extents of each input.</param>
    /// <param name="threads">Threads that share a run.</param>
    /// <param name="width">Registers to use.</param>
    /// <exception cref="EngineException">The network needs what there is not, or takes no such size.</exception>
    public EnginePlan(
        PreparedGraph graph,
        Dictionary<string, int[]> shapes,
        int threads,
        VectorWidth width = VectorWidth.Best
    )
    {
        _shapes = shapes;
        (_steps, IReadOnlyList<PlanValue> inputs, IReadOnlyList<PlanValue> outputs) = VectorWidths.Resolve(width) switch
        {
            VectorWidth.Bits512 => Plan<Row512>(graph, shapes, threads),
            VectorWidth.Bits256 => Plan<Row256>(graph, shapes, threads),
            _ => Plan<Row128>(graph, shapes, threads),
        };
        _inputs = [.. graph.Inputs.Zip(inputs, static (input, value) => (input.Name, value))];
        _outputs = [.. graph.Outputs.Zip(outputs, static (output, value) => Output(output.Name, value))];
        _team = new StepTeam(threads);
    }

    public bool Suits(Dictionary<string, int[]> shapes, int threads) =>
        _team.Count == threads
        && shapes.All(pair => _shapes.TryGetValue(pair.Key, out int[]? own) && own.AsSpan().SequenceEqual(pair.Value));

    /// <summary>Runs the network.</summary>
    /// <param name="inputs">A value for each input, of this plan's extents.</param>
    /// <param name="read">Reads the outputs; they are gone when it returns.</param>
    public void Run(IReadOnlyList<NetworkValue> inputs, Action<IReadOnlyList<NetworkOutput>> read)
    {
        foreach ((string name, PlanValue value) in _inputs)
        {
            NetworkValue given = inputs.First(input => input.Name == name);
            given.Data.AsSpan(0, (int)value.Count).CopyTo(value.Storage!.Buffer.Span);
        }

        _team.Run(_steps, samples: 1);
        read(_outputs);
    }

    public void Dispose() => _team.Dispose();

    private static (IReadOnlyList<Step>, IReadOnlyList<PlanValue>, IReadOnlyList<PlanValue>) Plan<TRow>(
        PreparedGraph graph,
        Dictionary<string, int[]> shapes,
        int threads
    )
        where TRow : struct, IRow<TRow>
    {
        var planner = new GraphPlanner<TRow>(graph, threads, isDry: false);
        (IReadOnlyList<PlanValue> inputs, IReadOnlyList<PlanValue> outputs) = planner.Plan(shapes);
        return (planner.Steps, inputs, outputs);
    }

    private static NetworkOutput Output(string name, PlanValue value) =>
        value.IsKnown
            ? new NetworkOutput(
                name,
                value.Floats ?? Array.ConvertAll(value.Numbers!, static number => (float)number),
                value.Shape
            )
            : new NetworkOutput(
                name,
                value.Storage!.Buffer.Memory.Slice((int)value.Offset, (int)value.Count),
                value.Shape
            );
}
