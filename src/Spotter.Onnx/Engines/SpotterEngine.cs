using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Onnx.Execution;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Engines;

/// <summary>
/// A network on Spotter's own kernels, without native code. For each size of its inputs there is a plan, and calls at
/// the same time have one each; weights are there once.
/// </summary>
internal sealed class SpotterEngine : INetworkEngine
{
    private const int MostIdle = 8;

    // What stands for open extents while shapes are looked at; a batch of one, pictures of a usual size.
    private const int UsualSide = 640;

    private readonly PreparedGraph _graph;
    private readonly List<EnginePlan> _idle = [];
    private bool _isDisposed;

    /// <param name="file">Checked.</param>
    /// <param name="path">Where from.</param>
    /// <exception cref="EngineException">An operator is missing; the message names it.</exception>
    public SpotterEngine(OnnxFileContent file, string path)
    {
        _graph = new PreparedGraph(file, path);
        Require(_graph);
        Shape = Describe(file, _graph);
    }

    /// <inheritdoc/>
    public NetworkShape Shape { get; }

    /// <inheritdoc/>
    public string Name => "Spotter's engine";

    /// <summary>The operators that it has, by their names in ONNX.</summary>
    public static IReadOnlyCollection<string> Operators => GraphPlanner<Row128>.Operators;

    /// <summary>Operators of a network that it lacks, each once.</summary>
    public static IReadOnlyList<string> MissingOf(OnnxFileContent file) =>
        [
            .. file.Graph!.Nodes.Where(static node => !Has(node))
                .Select(static node => node.Domain.Length > 0 ? $"{node.Domain}.{node.Operator}" : node.Operator)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <inheritdoc/>
    public void Run(IReadOnlyList<NetworkValue> inputs, int threads, Action<IReadOnlyList<NetworkOutput>> read)
    {
        var shapes = new Dictionary<string, int[]>(StringComparer.Ordinal);
        foreach (OnnxValue input in _graph.Inputs)
        {
            NetworkValue given = inputs.FirstOrDefault(value => value.Name == input.Name);
            if (given.Name is null)
            {
                throw new EngineException($"its input {GraphException.Quote(input.Name)} is not given");
            }

            RequireFit(input, given.Dimensions);
            shapes[input.Name] = given.Dimensions;
        }

        EnginePlan plan = Rent(shapes, WorkerTeam.ThreadsFor(Math.Clamp(threads, 0, WorkerTeam.Most)));
        try
        {
            plan.Run(inputs, read);
        }
        catch
        {
            // Its threads may have stopped anywhere.
            plan.Dispose();
            throw;
        }

        Return(plan);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_idle)
        {
            _isDisposed = true;
            _idle.ForEach(static plan => plan.Dispose());
            _idle.Clear();
        }
    }

    private static bool Has(OnnxNode node) =>
        node.Domain.Length == 0 && GraphPlanner<Row128>.Operators.Contains(node.Operator, StringComparer.Ordinal);

    private static void Require(PreparedGraph graph)
    {
        if (graph.Nodes.FirstOrDefault(static node => !Has(node)) is { } missing)
        {
            throw new EngineException(
                $"Spotter's engine has no operator {(missing.Domain.Length > 0 ? $"{missing.Domain}." : "")}{missing}; "
                    + $"run it with --engine onnxruntime"
            );
        }
    }

    private static void RequireFit(OnnxValue input, int[] shape)
    {
        if (
            input.Dimensions is { } asked
            && (
                asked.Count != shape.Length
                || asked.Zip(shape).Any(static pair => pair.First > 0 && pair.First != pair.Second)
            )
        )
        {
            throw new EngineException(
                $"its input {GraphException.Quote(input.Name)} takes "
                    + $"{string.Join('x', asked.Select(static extent => extent < 0 ? "?" : $"{extent}"))}, got "
                    + $"{string.Join('x', shape)}"
            );
        }
    }

    // Outputs have the extents that they have at two sizes of what is open; those that differ are open too.
    private static NetworkShape Describe(OnnxFileContent file, PreparedGraph graph)
    {
        TensorInfo[] inputs =
        [
            .. graph.Inputs.Select(static input => new TensorInfo(
                input.Name,
                [.. (input.Dimensions ?? []).Select(static extent => extent > 0 ? (int)extent : -1)],
                input.Type
            )),
        ];
        (IReadOnlyList<PlanValue> first, IReadOnlyList<PlanValue> second) = Sizes(graph);
        TensorInfo[] outputs =
        [
            .. graph.Outputs.Select(
                (output, i) =>
                    new TensorInfo(
                        output.Name,
                        first[i].Rank == second[i].Rank
                            ? [.. first[i].Shape.Zip(second[i].Shape, static (a, b) => a == b ? a : -1)]
                            : first[i].Shape,
                        output.Type == ElementType.Undefined ? first[i].Type : output.Type
                    )
            ),
        ];
        return new NetworkShape(inputs, outputs)
        {
            Producer = file.ProducerName,
            Metadata = file.Metadata,
            Operators = file.OperatorCounts(),
        };
    }

    /// <summary>
    /// Looks how large the values of a network become, whoever runs it: a few bytes of a file can stand for any size.
    /// What cannot be told is passed by.
    /// </summary>
    /// <exception cref="GraphException">A value is larger than any machine has room for.</exception>
    public static void RequireSizes(OnnxFileContent file, string path)
    {
        var graph = new PreparedGraph(file, path);
        var planner = new GraphPlanner<Row128>(graph, threads: 1, isDry: true, isLenient: true);
        planner.Plan(SizesOf(graph.Inputs, batch: 1, UsualSide));
    }

    private static Dictionary<string, int[]> SizesOf(IReadOnlyList<OnnxValue> inputs, int batch, int side) =>
        inputs.ToDictionary(
            static input => input.Name,
            input =>
                (input.Dimensions ?? [])
                    .Select(
                        (extent, i) =>
                            extent > 0 ? (int)extent
                            : i == 0 ? batch
                            : side
                    )
                    .ToArray(),
            StringComparer.Ordinal
        );

    // What comes out at two sizes of what is open. An export may leave open what must have one size after all.
    private static (IReadOnlyList<PlanValue> First, IReadOnlyList<PlanValue> Second) Sizes(PreparedGraph graph)
    {
        if (!graph.Inputs.Any(static input => input.Dimensions?.Exists(static extent => extent <= 0) != false))
        {
            IReadOnlyList<PlanValue> only = Dry(graph, batch: 1, UsualSide);
            return (only, only);
        }

        EngineException? problem = null;
        foreach (int side in (int[])[UsualSide, 224, 320, 416])
        {
            try
            {
                IReadOnlyList<PlanValue> first = Dry(graph, batch: 1, side);
                return (first, TrySecond(graph, side) ?? first);
            }
            catch (EngineException e)
            {
                problem ??= e;
            }
        }

        throw problem!;
    }

    private static IReadOnlyList<PlanValue>? TrySecond(PreparedGraph graph, int side)
    {
        foreach ((int batch, int other) in ((int, int)[])[(2, side / 2), (1, side / 2), (2, side)])
        {
            try
            {
                return Dry(graph, batch, other);
            }
            catch (EngineException)
            {
                // Not this size, then.
            }
        }

        return null;
    }

    // Weights are read and made ready on the way: the file may be gone when it first runs.
    private static IReadOnlyList<PlanValue> Dry(PreparedGraph graph, int batch, int side) =>
        new GraphPlanner<Row128>(graph, threads: 1, isDry: true) { PreparesWeights = true }
            .Plan(SizesOf(graph.Inputs, batch, side))
            .Outputs;

    private EnginePlan Rent(Dictionary<string, int[]> shapes, int threads)
    {
        lock (_idle)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            int index = _idle.FindLastIndex(plan => plan.Suits(shapes, threads));
            if (index >= 0)
            {
                EnginePlan plan = _idle[index];
                _idle.RemoveAt(index);
                return plan;
            }
        }

        return new EnginePlan(_graph, shapes, threads);
    }

    private void Return(EnginePlan plan)
    {
        EnginePlan? last = null;
        lock (_idle)
        {
            _idle.Add(plan);
            if (_isDisposed || _idle.Count > MostIdle)
            {
                last = _idle[0];
                _idle.RemoveAt(0);
            }
        }

        last?.Dispose();
    }
}
