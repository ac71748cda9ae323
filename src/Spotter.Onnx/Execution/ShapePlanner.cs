using Spotter.Networks.Kernels;
using Spotter.Networks.Operations;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>What only moves numbers, or computes extents.</summary>
internal abstract class ShapePlanner<TRow>(PreparedGraph graph, int threads, bool isDry, bool isLenient)
    : ElementPlanner<TRow>(graph, threads, isDry, isLenient)
    where TRow : struct, IRow<TRow>
{
    /// <summary>The value in another shape of as many elements.</summary>
    protected PlanValue Reshaped(PlanValue x, int[] shape)
    {
        if (PlanValue.CountOf(shape) != x.Count)
        {
            throw new ArgumentException($"{string.Join('x', x.Shape)} cannot become {string.Join('x', shape)}");
        }

        if (x.IsKnown)
        {
            return x.With(shape);
        }

        if (ViewStrides(x, shape) is { } strides)
        {
            return x.View(shape, x.Offset, strides);
        }

        // Where pixels stay what they are, as when channels are shuffled, they stay side by side.
        if (
            shape.Length == 4
            && shape[1] > 1
            && x.Rank > 4
            && x.Shape[^1] == shape[3]
            && x.Shape[^2] == shape[2]
            && x.Shape[0] == shape[0]
            && x.Strides[^1] >= shape[1]
        )
        {
            PlanValue picture = NewPicture(shape);
            Copy(x, picture.View(x.Shape, 0, ViewStrides(picture, x.Shape)!));
            return picture;
        }

        PlanValue copy = NewRowMajor(x.Shape, x.Type);
        Copy(x, copy);
        return copy.View(shape, 0, PlanValue.RowMajor(shape));
    }

    // The strides by which the same memory has another shape; null where it has not.
    protected static long[]? ViewStrides(PlanValue x, int[] shape)
    {
        (int Extent, long Stride)[] from = [.. x.Shape.Zip(x.Strides).Where(static pair => pair.First != 1)];
        var strides = new long[shape.Length];
        int used = 0;
        for (int i = 0; i < shape.Length; )
        {
            if (shape[i] == 1)
            {
                strides[i++] = 0;
                continue;
            }

            // Some dimensions of one become some of the other, of as many elements.
            int begin = used;
            int target = i;
            long left = 1;
            long right = 1;
            do
            {
                if (left <= right && used < from.Length)
                {
                    left *= from[used++].Extent;
                }
                else if (i < shape.Length)
                {
                    right *= shape[i++];
                }
                else
                {
                    return null;
                }
            } while (left != right);

            for (int k = begin + 1; k < used; k++)
            {
                if (from[k - 1].Stride != from[k].Stride * from[k].Extent)
                {
                    return null;
                }
            }

            long stride = from[used - 1].Stride;
            for (int k = i - 1; k >= target; k--)
            {
                strides[k] = stride;
                stride *= shape[k];
            }
        }

        return strides;
    }

    protected void Reshape(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int[] asked = node.HasInput(1) ? KnownWholes(node, 1) : node.Wholes("shape") ?? [];
        bool keepsZero = node.Whole("allowzero", 0) != 0;
        int[] shape = [.. asked.Select((extent, i) => extent == 0 && !keepsZero ? x.Shape[i] : extent)];
        int open = Array.IndexOf(shape, -1);
        if (open >= 0)
        {
            shape[open] = 1;
            long rest = Math.Max(1, PlanValue.CountOf(shape));
            shape[open] = (int)(x.Count / rest);
        }

        Put(node, Reshaped(x, shape));
    }

    protected void Flatten(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int axis = node.Whole("axis", 1);
        axis = axis < 0 ? axis + x.Rank : axis;
        int first = (int)PlanValue.CountOf(x.Shape[..axis]);
        Put(node, Reshaped(x, [first, (int)(x.Count / Math.Max(1, first))]));
    }

    protected int[]? AxesOf(OnnxNode node, int input) =>
        node.HasInput(input) ? KnownWholes(node, input) : node.Wholes("axes");

    protected void Squeeze(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int[]? axes = AxesOf(node, 1)?.Select(axis => Axis(axis, x.Rank)).ToArray();
        Put(node, Reshaped(x, [.. x.Shape.Where((extent, i) => axes is null ? extent != 1 : !axes.Contains(i))]));
    }

    protected void Unsqueeze(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int[] axes = AxesOf(node, 1) ?? [];
        int rank = x.Rank + axes.Length;
        axes = [.. axes.Select(axis => Axis(axis, rank)).Order()];
        List<int> shape = [.. x.Shape];
        foreach (int axis in axes)
        {
            shape.Insert(axis, 1);
        }

        Put(node, Reshaped(x, [.. shape]));
    }

    protected void Transpose(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int[] order = node.Wholes("perm") ?? [.. Enumerable.Range(0, x.Rank).Reverse()];
        long[] strides = x.IsKnown ? PlanValue.RowMajor(x.Shape) : x.Strides;
        Put(node, Seen(x, [.. order.Select(i => x.Shape[i])], [.. order.Select(i => strides[i])], offset: 0));
    }

    // The same numbers by other strides: at once where they are known, else a view.
    protected PlanValue Seen(PlanValue x, int[] shape, long[] strides, long offset) =>
        x.IsKnown
            ? KnownOf(shape, x.Type, KnownMove(x.Numbers!, strides, shape, offset))
            : x.View(shape, x.Offset + offset, strides);

    protected void Slice(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int[] starts = node.HasInput(1) ? KnownWholes(node, 1) : node.Wholes("starts") ?? [];
        int[] ends = node.HasInput(2) ? KnownWholes(node, 2) : node.Wholes("ends") ?? [];
        int[] axes = AxesOf(node, 3) ?? [.. Enumerable.Range(0, starts.Length)];
        int[] steps = node.HasInput(4) ? KnownWholes(node, 4) : [.. starts.Select(static _ => 1)];
        int[] shape = [.. x.Shape];
        long[] strides = x.IsKnown ? PlanValue.RowMajor(x.Shape) : [.. x.Strides];
        long offset = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = Axis(axes[i], x.Rank);
            (int extent, int step) = (x.Shape[axis], steps[i]);
            if (step == 0)
            {
                throw new ArgumentException("a step of 0");
            }

            long start = starts[i] < 0 ? (long)starts[i] + extent : starts[i];
            long end = ends[i] < 0 ? (long)ends[i] + extent : ends[i];
            start = step > 0 ? Math.Clamp(start, 0, extent) : Math.Clamp(start, 0, extent - 1);
            end = step > 0 ? Math.Clamp(end, 0, extent) : Math.Clamp(end, -1, extent - 1);
            offset += start * strides[axis];
            shape[axis] = (int)Math.Max(0, (end - start + step - Math.Sign(step)) / step);
            strides[axis] *= step;
        }

        if (!x.IsKnown && PlanValue.CountOf(shape) == 0)
        {
            throw new ArgumentException($"leaves nothing of {string.Join('x', x.Shape)}");
        }

        Put(node, Seen(x, shape, strides, offset));
    }

    protected void Split(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int axis = Axis(node.Whole("axis", 0), x.Rank);
        int count = node.Outputs.Count;
        int each = (x.Shape[axis] + count - 1) / count;
        int[] parts = (node.HasInput(1) ? KnownWholes(node, 1) : node.Wholes("split"))
            ?? [.. Enumerable.Range(0, count).Select(i => Math.Min(each, x.Shape[axis] - (i * each)))];
        long[] strides = x.IsKnown ? PlanValue.RowMajor(x.Shape) : x.Strides;
        if (parts.Length < count || parts.Sum() != x.Shape[axis] || Array.Exists(parts, static part => part < 0))
        {
            throw new ArgumentException($"parts of {string.Join(", ", parts)} are not {x.Shape[axis]}");
        }

        int first = 0;
        for (int i = 0; i < count; i++)
        {
            int[] shape = [.. x.Shape];
            shape[axis] = parts[i];
            Put(node.Outputs[i], Seen(x, shape, strides, first * strides[axis]));
            first += parts[i];
        }
    }

    protected void Expand(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int[] shape = Broadcast(x.Shape, KnownWholes(node, 1));
        RequireRoom(shape);
        Put(node, Seen(x, shape, Expanded(x, shape), offset: 0));
    }

    protected void Tile(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int[] times = KnownWholes(node, 1);
        int[] shape = Sized(x.Shape.Select((extent, i) => (long)extent * times[i]));
        Put(node, Moved(x, shape, (axis, i) => i % x.Shape[axis], fill: 0));
    }

    // Extents that were computed, none beyond what a tensor may have.
    protected int[] Sized(IEnumerable<long> extents)
    {
        long[] shape = [.. extents];
        return Array.TrueForAll(shape, static extent => extent <= int.MaxValue)
            ? Array.ConvertAll(shape, static extent => (int)extent)
            : throw TooLarge(shape);
    }

    protected void Gather(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        PlanValue places = Input(node, 1);
        int axis = Axis(node.Whole("axis", 0), x.Rank);
        if (!places.IsKnown)
        {
            PickRows(node, x, places, axis);
            return;
        }

        int[] index = [.. KnownWholes(node, 1).Select(place => place < 0 ? place + x.Shape[axis] : place)];
        if (Array.Exists(index, place => place < 0 || place >= x.Shape[axis]))
        {
            throw new ArgumentException($"takes a place beyond {x.Shape[axis]}");
        }

        int[] shape = [.. x.Shape];
        shape[axis] = index.Length;
        long step = index.Length > 1 ? index[1] - index[0] : 1;
        bool isEven = index.Length > 0 && !index.Where((place, i) => place != index[0] + (i * step)).Any();
        long[] strides = x.IsKnown ? PlanValue.RowMajor(x.Shape) : [.. x.Strides];
        PlanValue found;
        if (isEven)
        {
            long offset = index[0] * strides[axis];
            strides[axis] *= step;
            found = Seen(x, shape, strides, offset);
        }
        else
        {
            found = Moved(x, shape, (dimension, i) => dimension == axis ? index[i] : i, fill: 0);
        }

        Put(node, Reshaped(found, [.. x.Shape[..axis], .. places.Shape, .. x.Shape[(axis + 1)..]]));
    }

    // Places that are computed: whole slices are picked.
    private void PickRows(OnnxNode node, PlanValue x, PlanValue places, int axis)
    {
        (PlanValue from, PlanValue index) = (RowMajor(x), RowMajor(places));
        PlanValue y = NewRowMajor([.. x.Shape[..axis], .. places.Shape, .. x.Shape[(axis + 1)..]], x.Type);
        (int length, int inner) = (x.Shape[axis], (int)PlanValue.CountOf(x.Shape[(axis + 1)..]));
        Emit(() => new PickStep(from, index, y, length, inner));
        Put(node, y);
    }

    // For each number of the places one of the source, at that place along a dimension and else at its own.
    protected void GatherElements(OnnxNode node)
    {
        PlanValue x = RowMajor(Input(node, 0));
        PlanValue places = RowMajor(Input(node, 1));
        int axis = Axis(node.Whole("axis", 0), x.Rank);
        if (places.Rank != x.Rank || x.Shape.Where((extent, i) => i != axis && places.Shape[i] > extent).Any())
        {
            throw new ArgumentException(
                $"takes places {string.Join('x', places.Shape)} of {string.Join('x', x.Shape)}"
            );
        }

        PlanValue y = NewRowMajor(places.Shape, x.Type);
        Emit(() => new PickElementsStep(x, places, y, axis));
        Put(node, y);
    }

    /// <summary>
    /// Another shape whose element (i, j, ...) is that of the places that a function names; below 0 it is filled.
    /// </summary>
    protected PlanValue Moved(PlanValue x, int[] shape, Func<int, int, int> place, double fill)
    {
        RequireRoom(shape);
        if (x.IsKnown)
        {
            RequireFew(shape);
            return KnownOf(shape, x.Type, KnownMove(x.Numbers!, Tables(PlanValue.RowMajor(x.Shape)), shape, fill));
        }

        PlanValue y = NewLike(x, shape);
        Emit(() => new CopyStep(x.Storage!.Buffer, x.Offset, Tables(x.Strides), y, (float)fill));
        return WithType(y, x.Type);

        long[][] Tables(long[] strides) =>
            [
                .. shape.Select(
                    (extent, axis) =>
                        Enumerable
                            .Range(0, extent)
                            .Select(i => place(axis, i) is >= 0 and var from ? from * strides[axis] : CopyStep.Nothing)
                            .ToArray()
                ),
            ];
    }

    protected double[] KnownMove(double[] numbers, long[][] tables, int[] shape, double fill)
    {
        RequireFew(shape);
        var moved = new double[PlanValue.CountOf(shape)];
        var index = new int[shape.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            long from = 0;
            for (int d = 0; d < shape.Length; d++)
            {
                from += tables[d][index[d]];
            }

            moved[i] = from < 0 ? fill : numbers[from];
            for (int d = shape.Length - 1; d >= 0 && ++index[d] == shape[d]; d--)
            {
                index[d] = 0;
            }
        }

        return moved;
    }

    protected void Pad(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int[] pads = node.HasInput(1) ? KnownWholes(node, 1) : node.Wholes("pads") ?? node.Wholes("paddings") ?? [];
        double fill = node.HasInput(2) ? Known(node, 2)[0] : node.Number("value", 0);
        int[] axes = node.HasInput(3)
            ? [.. KnownWholes(node, 3).Select(axis => Axis(axis, x.Rank))]
            : [.. Enumerable.Range(0, x.Rank)];
        var before = new int[x.Rank];
        long[] extents = [.. x.Shape];
        for (int i = 0; i < axes.Length; i++)
        {
            before[axes[i]] = pads[i];
            extents[axes[i]] += (long)pads[i] + pads[i + axes.Length];
        }

        int[] shape = Sized(extents);
        string mode = node.Text("mode", "constant");
        if (mode == "constant" && shape.AsSpan().SequenceEqual(x.Shape))
        {
            Put(node, x);
            return;
        }

        Put(
            node,
            Moved(
                x,
                shape,
                (axis, i) =>
                {
                    int extent = x.Shape[axis];
                    int from = i - before[axis];
                    return mode switch
                    {
                        "edge" => Math.Clamp(from, 0, extent - 1),
                        "reflect" => Reflected(from, extent),
                        "wrap" => ((from % extent) + extent) % extent,
                        _ => from >= 0 && from < extent ? from : -1,
                    };
                },
                fill
            )
        );
    }

    protected static int Reflected(int place, int extent)
    {
        if (extent == 1)
        {
            return 0;
        }

        int period = 2 * (extent - 1);
        place = ((place % period) + period) % period;
        return place < extent ? place : period - place;
    }

    protected void Concat(OnnxNode node)
    {
        PlanValue[] inputs = [.. node.Inputs.Select(Get)];
        int axis = Axis(node.Whole("axis", 1), inputs[0].Rank);
        inputs = [.. inputs.Where(input => input.Count > 0 || input.Rank == 1)];
        int[] shape = [.. inputs[0].Shape];
        shape[axis] = inputs.Sum(input => input.Shape[axis]);
        foreach (PlanValue input in inputs)
        {
            for (int i = 0; i < shape.Length; i++)
            {
                if (i != axis && input.Shape[i] != shape[i])
                {
                    throw new ArgumentException(
                        $"{string.Join('x', input.Shape)} does not fit {string.Join('x', shape)}"
                    );
                }
            }
        }

        if (Array.TrueForAll(inputs, static input => input.IsKnown))
        {
            Put(node, KnownConcat(inputs, axis, shape));
            return;
        }

        PlanValue like = Array.Find(inputs, static input => input.HasChannelsInside) ?? inputs[0];
        PlanValue y = NewLike(like, shape);
        int first = 0;
        foreach (PlanValue input in inputs)
        {
            if (input.Count > 0)
            {
                PlanValue from = InMemory(input);
                Copy(from, y.View(input.Shape, first * y.Strides[axis], y.Strides));
                first += input.Shape[axis];
            }
        }

        Put(node, WithType(y, inputs[0].Type));
    }

    protected PlanValue KnownConcat(PlanValue[] inputs, int axis, int[] shape)
    {
        RequireFew(shape);
        var numbers = new double[PlanValue.CountOf(shape)];
        long outer = PlanValue.CountOf(shape[..axis]);
        long inner = PlanValue.CountOf(shape[(axis + 1)..]);
        long row = shape[axis] * inner;
        long first = 0;
        foreach (PlanValue input in inputs)
        {
            long length = input.Shape[axis] * inner;
            for (long i = 0; i < outer; i++)
            {
                Array.Copy(input.Numbers!, i * length, numbers, (i * row) + first, length);
            }

            first += length;
        }

        return KnownOf(shape, inputs[0].Type, numbers);
    }

    protected void Shape(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int start = node.Whole("start", 0);
        int end = node.Whole("end", x.Rank);
        start = Math.Clamp(start < 0 ? start + x.Rank : start, 0, x.Rank);
        end = Math.Clamp(end < 0 ? end + x.Rank : end, start, x.Rank);
        Put(node, KnownOf([end - start], ElementType.Int64, [.. x.Shape[start..end].Select(static n => (double)n)]));
    }

    protected void ConstantOfShape(OnnxNode node)
    {
        int[] shape = KnownWholes(node, 0);
        RequireRoom(shape);
        (double number, ElementType type) = (0, ElementType.Float);
        if (node.Find("value")?.Tensor is { } tensor)
        {
            (number, type) = (Graph.Numbers.ReadDoubles(tensor)[0], tensor.Type);
        }

        double[] one = [number];
        Put(node, KnownOf(shape, type, KnownMove(one, new long[shape.Length], shape)));
    }

    protected void Constant(OnnxNode node)
    {
        foreach (OnnxAttribute attribute in node.Attributes)
        {
            switch (attribute.Name)
            {
                case "value_float":
                    Put(node, KnownOf([], ElementType.Float, [attribute.Number]));
                    return;
                case "value_int":
                    Put(node, KnownOf([], ElementType.Int64, [attribute.Whole]));
                    return;
                case "value_floats":
                    double[] floats = [.. attribute.Numbers.Select(static number => (double)number)];
                    Put(node, KnownOf([floats.Length], ElementType.Float, floats));
                    return;
                case "value_ints":
                    double[] wholes = [.. attribute.Wholes.Select(static number => (double)number)];
                    Put(node, KnownOf([wholes.Length], ElementType.Int64, wholes));
                    return;
            }
        }

        throw new EngineException($"{node} holds a constant of a kind that Spotter's engine has not");
    }

    protected void Range(OnnxNode node)
    {
        (double start, double limit, double delta) = (Known(node, 0)[0], Known(node, 1)[0], Known(node, 2)[0]);
        double count = Math.Max(0, Math.Ceiling((limit - start) / delta));
        if (!(count <= GraphLimits.AttributeNumbers))
        {
            throw TooLarge([count < long.MaxValue ? (long)count : long.MaxValue]);
        }

        double[] numbers = [.. Enumerable.Range(0, (int)count).Select(i => start + (i * delta))];
        Put(node, KnownOf([numbers.Length], Input(node, 0).Type, numbers));
    }

    protected void DepthToSpace(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int block = node.Whole("blocksize", 1);
        (int n, int c, int h, int w) = (x.Shape[0], x.Shape[1] / (block * block), x.Shape[2], x.Shape[3]);
        bool isColumns = node.Text("mode", "DCR") == "CRD";
        PlanValue apart = Reshaped(x, isColumns ? [n, c, block, block, h, w] : [n, block, block, c, h, w]);
        int[] order = isColumns ? [0, 1, 4, 2, 5, 3] : [0, 3, 4, 1, 5, 2];
        PlanValue turned = Permuted(apart, order);
        Put(node, Reshaped(turned, [n, c, h * block, w * block]));
    }

    protected void SpaceToDepth(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        int block = node.Whole("blocksize", 1);
        (int n, int c, int h, int w) = (x.Shape[0], x.Shape[1], x.Shape[2] / block, x.Shape[3] / block);
        PlanValue turned = Permuted(Reshaped(x, [n, c, h, block, w, block]), [0, 3, 5, 1, 2, 4]);
        Put(node, Reshaped(turned, [n, c * block * block, h, w]));
    }

    protected PlanValue Permuted(PlanValue x, int[] order)
    {
        long[] strides = x.IsKnown ? PlanValue.RowMajor(x.Shape) : x.Strides;
        return Seen(x, [.. order.Select(i => x.Shape[i])], [.. order.Select(i => strides[i])], offset: 0);
    }
}
