using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>
/// Turns a graph into steps for one size of its inputs. All extents are then numbers, so that what exporters compute
/// from shapes is computed here, once; what is only seen otherwise (transposed, cut out, repeated) takes no step, and
/// memory that nobody reads any more is used again.
/// </summary>
internal abstract class PlannerCore<TRow>
    where TRow : struct, IRow<TRow>
{
    private readonly bool _isLenient;
    private readonly HashSet<string> _unknown = new(StringComparer.Ordinal);
    private readonly ValueMemoryPool _pool = new();
    private readonly List<Step> _steps = [];
    private readonly Dictionary<string, PlanValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<OnnxNode> _done = [];
    private readonly List<ValueMemory> _own = [];
    private readonly List<OnnxNode> _justDone = [];

    /// <param name="graph">The network.</param>
    /// <param name="threads">Threads that will share the steps.</param>
    /// <param name="isDry">Whether only sizes are looked at: no memory is taken, no step made.</param>
    /// <param name="isLenient">Whether what cannot be planned is passed by, with all that is computed of it.</param>
    protected PlannerCore(PreparedGraph graph, int threads, bool isDry, bool isLenient)
    {
        (Graph, Threads, IsDry, _isLenient) = (graph, threads, isDry, isLenient);
    }

    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>The network.</summary>
    protected PreparedGraph Graph { get; }

    /// <summary>Threads that will share the steps.</summary>
    protected int Threads { get; }

    /// <summary>Whether only sizes are looked at.</summary>
    protected bool IsDry { get; }

    /// <summary>Whether weights are made ready for the kernels, also while only sizes are looked at.</summary>
    public bool PreparesWeights { get; init; }

    /// <summary>The node that is planned.</summary>
    protected OnnxNode? Node { get; private set; }

    /// <summary>Plans a node; false where there is no such operator.</summary>
    protected abstract bool TryPlan(OnnxNode node);

    /// <summary>Plans the graph.</summary>
    /// <param name="inputs">Extents of each input.</param>
    /// <returns>Inputs, and outputs row by row, in the graph's order.</returns>
    /// <exception cref="EngineException">The graph needs what there is not; the message names the node.</exception>
    public (IReadOnlyList<PlanValue> Inputs, IReadOnlyList<PlanValue> Outputs) Plan(
        IReadOnlyDictionary<string, int[]> inputs
    )
    {
        List<PlanValue> entered = [];
        foreach (OnnxValue input in Graph.Inputs)
        {
            int[] shape = inputs[input.Name];
            PlanValue value = NewRowMajor(shape, input.Type);
            Put(input.Name, value);
            if (value.Storage is { } storage)
            {
                storage.Owners++;
            }

            entered.Add(value);
        }

        FreeOwn();
        foreach (OnnxNode node in Graph.Nodes.Where(node => !_done.Contains(node)))
        {
            if (!node.Inputs.Exists(_unknown.Contains))
            {
                try
                {
                    Plan(node);
                    continue;
                }
                catch (Exception e) when (_isLenient && e is not GraphException)
                {
                    _justDone.Clear();
                }
            }

            _unknown.UnionWith(node.Outputs);
        }

        if (_isLenient)
        {
            return (entered, []);
        }

        var outputs = new List<PlanValue>();
        foreach (OnnxValue output in Graph.Outputs)
        {
            PlanValue value = Get(output.Name);
            outputs.Add(value.IsKnown || IsDry ? value : RowMajor(value));
        }

        return (entered, outputs);
    }

    private void Plan(OnnxNode node)
    {
        Node = node;
        try
        {
            Finish(node);
            if (!TryPlan(node))
            {
                throw new EngineException(
                    $"Spotter's engine has no operator {(node.Domain.Length > 0 ? $"{node.Domain}." : "")}{node}; run "
                        + $"it with --engine onnxruntime"
                );
            }
        }
        catch (Exception e)
            when (e is ArgumentException or ArithmeticException or IndexOutOfRangeException or InvalidOperationException
            )
        {
            throw new EngineException($"{node}: {SpotterException.PlainMessage(e).Split('\n', 2)[0]}", e);
        }

        foreach (OnnxNode done in _justDone)
        {
            foreach (string input in done.Inputs)
            {
                if (
                    input.Length > 0
                    && _values.TryGetValue(input, out PlanValue? value)
                    && --value.Readers == 0
                    && value.Storage is { } storage
                )
                {
                    _pool.Release(storage);
                }
            }
        }

        _justDone.Clear();
        FreeOwn();
    }

    /// <summary>A node is part of what is planned now.</summary>
    protected void Finish(OnnxNode node)
    {
        _done.Add(node);
        _justDone.Add(node);
    }

    protected void FreeOwn()
    {
        _own.ForEach(_pool.Release);
        _own.Clear();
    }

    // The input of a node.
    protected PlanValue Input(OnnxNode node, int index) =>
        node.HasInput(index)
            ? Get(node.Inputs[index])
            : throw new EngineException($"{node} lacks its input {index + 1}; the file is damaged");

    protected PlanValue? InputOrNull(OnnxNode node, int index) => node.HasInput(index) ? Get(node.Inputs[index]) : null;

    protected PlanValue Get(string name)
    {
        if (_values.TryGetValue(name, out PlanValue? value))
        {
            return value;
        }

        PlanValue constant = (Graph.Constant(name) ?? throw new EngineException($"nothing gives {name}")).With(
            readers: int.MaxValue / 2
        );
        _values.Add(name, constant);
        return constant;
    }

    protected void Put(string name, PlanValue value)
    {
        if (name.Length == 0)
        {
            return;
        }

        // One memory may be several values; each of them counts its own readers.
        PlanValue own = value.With(readers: Graph.ReadersOf(name));
        _values[name] = own;
        if (own is { Readers: > 0, Storage: { } storage })
        {
            storage.Owners++;
        }
    }

    protected void Put(OnnxNode node, PlanValue value) => Put(node.Outputs[0], value);

    protected void Emit(Func<Step> make)
    {
        if (!IsDry)
        {
            _steps.Add(make());
        }
    }

    protected void Emit(Func<Operation> make, int samples) => Emit(() => new SampledStep(make(), samples));

    // Sizes are refused before anything is made of them.
    protected void RequireRoom(IReadOnlyList<int> shape)
    {
        long count = 1;
        foreach (int extent in shape)
        {
            count = extent < 0 ? throw new EngineException($"{Node}: an extent of {extent}") : count * extent;
            if (count > GraphLimits.TensorBytes / sizeof(float))
            {
                throw TooLarge([.. shape.Select(static extent => (long)extent)]);
            }
        }
    }

    protected GraphException TooLarge(IReadOnlyList<long> shape) =>
        GraphChecks.TooLarge($"from {Node}", shape, GraphChecks.BytesOf(shape, sizeof(float)));

    // What is computed beforehand is computed in memory of its own.
    protected void RequireFew(IReadOnlyList<int> shape)
    {
        RequireRoom(shape);
        if (PlanValue.CountOf(shape) > GraphLimits.AttributeNumbers)
        {
            throw new EngineException(
                $"{Node}: {string.Join('x', shape)} numbers that do not depend on the picture are too many for "
                    + $"Spotter's engine; run it with --engine onnxruntime"
            );
        }
    }

    protected ValueMemory? Take(long length)
    {
        if (IsDry)
        {
            return null;
        }

        ValueMemory storage = _pool.Take(Math.Max(1, length));
        storage.Owners = 1;
        _own.Add(storage);
        return storage;
    }

    /// <summary>A value of its own, row by row.</summary>
    protected PlanValue NewRowMajor(int[] shape, ElementType type = ElementType.Float)
    {
        RequireRoom(shape);
        if (PlanValue.CountOf(shape) == 0)
        {
            throw new EngineException($"{Node}: gives nothing ({string.Join('x', shape)}) at this input size");
        }

        return new PlanValue
        {
            Shape = shape,
            Type = type,
            Storage = Take(PlanValue.CountOf(shape)),
            Strides = PlanValue.RowMajor(shape),
        };
    }

    /// <summary>A picture (N, C, H, W) of its own, channels side by side and padded to rows of sixteen.</summary>
    protected PlanValue NewPicture(int[] shape, int? pixelStride = null)
    {
        RequireRoom(shape);
        if (PlanValue.CountOf(shape) == 0)
        {
            throw new EngineException($"{Node}: gives nothing ({string.Join('x', shape)}) at this input size");
        }

        long pixel = pixelStride ?? Tensor.RoundUp(shape[1]);
        long sample = shape[2] * shape[3] * pixel;
        RequireRoom([shape[0], shape[2], shape[3], (int)pixel]);
        return new PlanValue
        {
            Shape = shape,
            Storage = Take(shape[0] * sample),
            Strides = [sample, 1, shape[3] * pixel, pixel],
        };
    }

    /// <summary>A value of its own in the layout of another: pictures stay pictures.</summary>
    protected PlanValue NewLike(PlanValue like, int[] shape) =>
        like.HasChannelsInside && shape.Length == 4 ? NewPicture(shape) : NewRowMajor(shape);

    protected static Tensor TensorOf(PlanValue picture) =>
        Tensor.View(
            TensorShape.Image(picture.Shape[2], picture.Shape[3], picture.Shape[1]),
            picture.PixelStride,
            picture.Shape[0] > 1 ? (int)picture.Strides[0] : picture.Shape[2] * picture.Shape[3] * picture.PixelStride,
            picture.Storage!.Buffer,
            (int)picture.Offset
        );

    /// <summary>The value as the kernels take pictures.</summary>
    /// <param name="x">(N, C, H, W).</param>
    /// <param name="wholeRows">Whether the kernel reads channels in rows of sixteen.</param>
    protected PlanValue Picture(PlanValue x, bool wholeRows)
    {
        if (x.Rank != 4)
        {
            throw new EngineException(
                $"Spotter's engine has {Node!.Operator} for pictures (N, C, H, W) alone, and {Node} gets "
                    + $"{string.Join('x', x.Shape)}; run it with --engine onnxruntime"
            );
        }

        x = InMemory(x);
        if (x.PixelStride is > 0 and var pixel && (!wholeRows || pixel % Row.Width == 0))
        {
            return x;
        }

        PlanValue copy = NewPicture(x.Shape, !wholeRows && x.Shape[1] < 8 ? x.Shape[1] : null);
        Copy(x, copy);
        return copy;
    }

    /// <summary>The value row by row without a gap.</summary>
    protected PlanValue RowMajor(PlanValue x)
    {
        x = InMemory(x);
        if (x.IsRowMajor)
        {
            return x;
        }

        PlanValue copy = NewRowMajor(x.Shape, x.Type);
        Copy(x, copy);
        return copy;
    }

    /// <summary>The value in memory, also where its numbers are known.</summary>
    protected PlanValue InMemory(PlanValue x)
    {
        if (!x.IsKnown)
        {
            return x;
        }

        return new PlanValue
        {
            Shape = x.Shape,
            Type = x.Type,
            Storage = IsDry ? null : KeptOf(x),
            Strides = PlanValue.RowMajor(x.Shape),
        };
    }

    protected ValueMemory KeptOf(PlanValue x)
    {
        ValueMemory storage = _pool.Keep(x.Floats ?? Array.ConvertAll(x.Numbers!, static number => (float)number));
        storage.Owners = 1;
        return storage;
    }

    protected void Copy(PlanValue from, PlanValue to) =>
        Emit(() => new CopyStep(from.Storage!.Buffer, from.Offset, TablesOf(from), to, fill: 0));

    protected static long[][] TablesOf(PlanValue from) =>
        [.. from.Shape.Select((extent, i) => Enumerable.Range(0, extent).Select(n => n * from.Strides[i]).ToArray())];

    /// <summary>The only node that reads a value which is no output; null where there is another or none.</summary>
    protected OnnxNode? OnlyReaderOf(string value) => Graph.OnlyReaderOf(value);

    protected double[] Known(OnnxNode node, int index) =>
        Input(node, index).Numbers
        ?? throw new EngineException(
            $"{node} takes sizes ({node.Inputs[index]}) that are computed from the picture, which Spotter's engine "
                + $"does not do; run it with --engine onnxruntime"
        );

    protected int[] KnownWholes(OnnxNode node, int index) =>
        Array.ConvertAll(Known(node, index), static number => (int)Math.Clamp(number, int.MinValue, int.MaxValue));

    protected static int Axis(int axis, int rank) =>
        axis >= -rank && axis < Math.Max(1, rank)
            ? (axis + rank) % Math.Max(1, rank)
            : throw new ArgumentException($"dimension {axis} of {rank}");
}
