using Spotter.Networks.Kernels;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>Products of matrices, and what is computed along dimensions.</summary>
internal abstract class ProductPlanner<TRow>(PreparedGraph graph, int threads, bool isDry, bool isLenient)
    : PicturePlanner<TRow>(graph, threads, isDry, isLenient)
    where TRow : struct, IRow<TRow>
{
    protected void MatMul(OnnxNode node)
    {
        (PlanValue a, PlanValue b) = (Input(node, 0), Input(node, 1));
        bool isRow = a.Rank == 1;
        bool isColumn = b.Rank == 1;
        a = isRow ? Reshaped(a, [1, a.Shape[0]]) : a;
        b = isColumn ? Reshaped(b, [b.Shape[0], 1]) : b;
        PlanValue y = Product(a, b, 1);
        if (isRow || isColumn)
        {
            y = Reshaped(y, [.. y.Shape[..^2], .. isRow ? [] : y.Shape[^2..^1], .. isColumn ? [] : y.Shape[^1..]]);
        }

        Put(node, y);
    }

    protected PlanValue Product(PlanValue a, PlanValue b, float factor, bool isTurned = false)
    {
        if (a.Shape[^1] != b.Shape[^2])
        {
            throw new ArgumentException($"{string.Join('x', a.Shape)} times {string.Join('x', b.Shape)}");
        }

        int[] batch = Broadcast(a.Shape[..^2], b.Shape[..^2]);
        int[] shape = [.. batch, a.Shape[^2], b.Shape[^1]];
        PlanValue y = NewRowMajor(shape);
        PlanValue target = y;
        AlignedBuffer? packed = null;
        a = InMemory(a);
        if (b.IsKnown && b.Rank == 2)
        {
            packed = PackedOf(b, isTurned);

            // Rows of one matrix after another are rows of one, where what they are multiplied with is the same.
            a = a.Rank > 2 ? Reshaped(RowMajor(a), [(int)(a.Count / a.Shape[^1]), a.Shape[^1]]) : a;
            target = Reshaped(y, [a.Shape[0], b.Shape[^1]]);
        }
        else
        {
            a = Seen(a, [.. batch, .. a.Shape[^2..]]);
            b = InMemory(b);
            b = Seen(b, [.. batch, .. b.Shape[^2..]]);
        }

        Emit(() => new MatMulStep<TRow>(a, b, target, factor, packed, Threads));
        return y;
    }

    // What is the same in each run is packed once for all plans.
    private AlignedBuffer? PackedOf(PlanValue b, bool isTurned)
    {
        if (IsDry && !PreparesWeights)
        {
            return null;
        }

        OnnxNode node = Node!;
        AlignedBuffer packed = Graph.Matrices.GetOrAdd(node, _ =>
            MatMulStep<TRow>.Pack(
                b.Floats ?? Array.ConvertAll(b.Numbers!, static number => (float)number),
                b.Shape[0],
                b.Shape[1],
                isTurned ? 1 : b.Shape[1],
                isTurned ? b.Shape[0] : 1
            )
        );
        Graph.ForgetWeightsOf(node);
        return packed;
    }

    protected void Gemm(OnnxNode node)
    {
        PlanValue a = Input(node, 0);
        PlanValue b = Input(node, 1);
        a = node.Whole("transA", 0) != 0 ? Permuted(a, [1, 0]) : a;
        bool isTurned = node.Whole("transB", 0) != 0;

        // Weights that are turned only look so: the kernel's layout is made of them as they are.
        b =
            !isTurned ? b
            : b.IsKnown ? b.With([b.Shape[1], b.Shape[0]])
            : Permuted(b, [1, 0]);
        PlanValue y = Product(a, b, node.Number("alpha", 1), isTurned && b.IsKnown);
        if (InputOrNull(node, 2) is { } c)
        {
            float beta = node.Number("beta", 1);
            if (beta != 1)
            {
                c = PairOf<MultiplyPair<TRow>>(c, KnownOf([], ElementType.Float, [beta]), static (left, right) =>
                    left * right
                );
            }

            y = PairOf<AddPair<TRow>>(y, c, static (left, right) => left + right);
        }

        Put(node, y);
    }

    protected void MatMulInteger(OnnxNode node)
    {
        (PlanValue a, PlanValue b) = (Input(node, 0), Input(node, 1));
        if (InputOrNull(node, 2) is { } zero)
        {
            a = PairOf<SubtractPair<TRow>>(a, zero, static (left, right) => left - right);
        }

        if (InputOrNull(node, 3) is { } origin)
        {
            b = PairOf<SubtractPair<TRow>>(b, origin, static (left, right) => left - right);
        }

        Put(node, WithType(Product(a, b, 1), ElementType.Int32));
    }

    protected void Softmax(OnnxNode node, bool isLog)
    {
        PlanValue x = RowMajor(Input(node, 0));
        bool isOld = Graph.OperatorSet < 13;
        int axis = Axis(node.Whole("axis", isOld ? 1 : -1), x.Rank);

        // Before version 13 all dimensions from the axis on are one.
        int count = isOld ? (int)PlanValue.CountOf(x.Shape[axis..]) : x.Shape[axis];
        int inner = isOld ? 1 : (int)PlanValue.CountOf(x.Shape[(axis + 1)..]);
        PlanValue y = NewRowMajor(x.Shape);
        int outer = (int)(x.Count / count / inner);
        Emit(() => new SoftmaxStep<TRow>(x, y, outer, count, inner, isLog));
        Put(node, y);
    }

    protected void Reduce(
        OnnxNode node,
        Func<double, double, double> add,
        double start,
        Func<double, double, double> end,
        bool isMean = false
    )
    {
        PlanValue x = Input(node, 0);
        int[]? axes = AxesOf(node, 1)?.Select(axis => Axis(axis, x.Rank)).Order().ToArray();
        bool keeps = node.Whole("keepdims", 1) != 0;
        if (axes is not { Length: > 0 })
        {
            if (axes is not null && node.Whole("noop_with_empty_axes", 0) != 0)
            {
                Put(node, x);
                return;
            }

            axes = [.. Enumerable.Range(0, x.Rank)];
        }

        int[] kept = [.. Enumerable.Range(0, x.Rank).Where(i => !axes.Contains(i))];
        int[] whole = [.. Enumerable.Range(0, x.Rank).Select(i => axes.Contains(i) ? 1 : x.Shape[i])];
        int[] shape = keeps ? whole : [.. kept.Select(i => x.Shape[i])];
        if (x.IsKnown)
        {
            PlanValue seen = new() { Shape = x.Shape, Strides = PlanValue.RowMajor(x.Shape) };
            long[] inner = ReduceStep.OffsetsOf(seen, axes);
            double[] numbers =
            [
                .. ReduceStep
                    .OffsetsOf(seen, kept)
                    .Select(outer =>
                        end(inner.Aggregate(start, (sum, i) => add(sum, x.Numbers![outer + i])), inner.Length)
                    ),
            ];
            Put(node, KnownOf(shape, x.Type, numbers));
            return;
        }

        // The mean of a picture is a pool.
        if (isMean && x is { Rank: 4, HasChannelsInside: true } && axes.AsSpan().SequenceEqual((int[])[2, 3]) && keeps)
        {
            GlobalPool(node, isMax: false);
            return;
        }

        PlanValue y = NewRowMajor(shape, x.Type);
        Emit(() => new ReduceStep(x, y, kept, axes, add, start, end));
        Put(node, y);
    }

    protected void ArgPlace(OnnxNode node, bool isLeast)
    {
        PlanValue x = InMemory(Input(node, 0));
        int axis = Axis(node.Whole("axis", 0), x.Rank);
        int[] shape = [.. x.Shape];
        shape[axis] = 1;
        PlanValue y = NewRowMajor(shape, ElementType.Int64);
        Emit(() => new PlaceStep(x, y, axis, isLeast, node.Whole("select_last_index", 0) != 0));
        Put(node, node.Whole("keepdims", 1) != 0 ? y : Reshaped(y, [.. shape.Where((_, i) => i != axis)]));
    }

    protected void TopK(OnnxNode node)
    {
        PlanValue x = InMemory(Input(node, 0));
        int axis = Axis(node.Whole("axis", -1), x.Rank);
        int count = node.HasInput(1) ? KnownWholes(node, 1)[0] : node.Whole("k", 1);
        if (count < 1 || count > x.Shape[axis])
        {
            throw new ArgumentException($"takes {count} of {x.Shape[axis]}");
        }

        int[] shape = [.. x.Shape];
        shape[axis] = count;
        PlanValue values = NewRowMajor(shape, x.Type);
        PlanValue places = NewRowMajor(shape, ElementType.Int64);
        Emit(() => new TopStep(x, values, places, axis, node.Whole("largest", 1) == 0));
        Put(node.Outputs[0], values);
        if (node.Outputs.Count > 1)
        {
            Put(node.Outputs[1], places);
        }
    }

    protected void LayerNormalization(OnnxNode node)
    {
        PlanValue x = RowMajor(Input(node, 0));
        int axis = Axis(node.Whole("axis", -1), x.Rank);
        int length = (int)PlanValue.CountOf(x.Shape[axis..]);
        float[] scales = [.. Known(node, 1).Select(static number => (float)number)];
        float[] shifts = node.HasInput(2)
            ? [.. Known(node, 2).Select(static number => (float)number)]
            : new float[scales.Length];
        if (scales.Length != length || shifts.Length != length)
        {
            throw new ArgumentException($"has {scales.Length} scales for {length} numbers");
        }

        PlanValue y = NewRowMajor(x.Shape);
        Emit(() => new NormalizeStep(x, y, length, node.Number("epsilon", 1e-5f), scales, shifts, perScale: 1));
        Put(node, y);
    }

    protected void InstanceNormalization(OnnxNode node)
    {
        PlanValue x = RowMajor(Input(node, 0));
        int length = (int)PlanValue.CountOf(x.Shape[2..]);
        float[] scales = [.. Known(node, 1).Select(static number => (float)number)];
        float[] shifts = [.. Known(node, 2).Select(static number => (float)number)];
        if (scales.Length != x.Shape[1] || shifts.Length != x.Shape[1])
        {
            throw new ArgumentException($"has {scales.Length} scales for {x.Shape[1]} channels");
        }

        PlanValue y = NewRowMajor(x.Shape);
        Emit(() => new NormalizeStep(x, y, length, node.Number("epsilon", 1e-5f), scales, shifts, perScale: length));
        Put(node, y);
    }
}
