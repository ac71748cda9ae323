using Spotter.Networks.Kernels;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>Functions of one number and of two.</summary>
internal abstract class ElementPlanner<TRow>(PreparedGraph graph, int threads, bool isDry, bool isLenient)
    : PlannerCore<TRow>(graph, threads, isDry, isLenient)
    where TRow : struct, IRow<TRow>
{
    protected void Function<TFunction>(OnnxNode node, TFunction function, Func<double, double> known)
        where TFunction : struct, IRowFunction<TRow> => Function(node, Input(node, 0), function, known);

    // What comes out goes to the node's output, whoever else reads what goes in.
    protected void Function<TFunction>(
        OnnxNode node,
        PlanValue x,
        TFunction function,
        Func<double, double> known,
        string? output = null
    )
        where TFunction : struct, IRowFunction<TRow>
    {
        output ??= node.Outputs[0];
        if (x.IsKnown)
        {
            Put(output, KnownOf(x.Shape, x.Type, Array.ConvertAll(x.Numbers!, number => known(number))));
            return;
        }

        Put(output, FunctionOf(x, function));
    }

    protected PlanValue FunctionOf<TFunction>(PlanValue x, TFunction function)
        where TFunction : struct, IRowFunction<TRow>
    {
        (PlanValue from, PlanValue to, long length) = Stretch(x);
        Emit(() =>
            new FunctionStep<TRow, TFunction>(
                from.Storage!.Buffer,
                from.Offset,
                to.Storage!.Buffer,
                to.Offset,
                length,
                function
            )
        );
        return to;
    }

    protected void Function(OnnxNode node, Func<double, double> function, ElementType? type = null)
    {
        PlanValue x = Input(node, 0);
        if (x.IsKnown)
        {
            Put(node, KnownOf(x.Shape, type ?? x.Type, Array.ConvertAll(x.Numbers!, number => function(number))));
            return;
        }

        (PlanValue from, PlanValue to, long length) = Stretch(x);
        Emit(() =>
            new NumberStep(from.Storage!.Buffer, from.Offset, to.Storage!.Buffer, to.Offset, length, number =>
                (float)function(number)
            )
        );
        Put(node, WithType(to, type ?? x.Type));
    }

    // Source and target of the same layout, of all numbers of a stretch of memory; in place where nobody else reads it.
    protected (PlanValue From, PlanValue To, long Length) Stretch(PlanValue x)
    {
        bool isPicture = x.HasChannelsInside && x.PixelStride % Row.Width == 0 && x.Offset == 0;
        if (!isPicture)
        {
            x = RowMajor(x);
        }

        long length = isPicture ? (long)x.Shape[0] * x.Shape[2] * x.Shape[3] * x.PixelStride : x.Count;
        if (isPicture && x.Shape[0] > 1 && x.Strides[0] != length / x.Shape[0])
        {
            (isPicture, x) = (false, RowMajor(x));
            length = x.Count;
        }

        bool isOwn = x is { Readers: 1, Storage: { Owners: 1, IsKept: false } };
        PlanValue to =
            isOwn ? x
            : isPicture ? NewPicture(x.Shape, x.PixelStride)
            : NewRowMajor(x.Shape, x.Type);
        return (x, to, length);
    }

    protected static PlanValue KnownOf(int[] shape, ElementType type, double[] numbers) =>
        type == ElementType.Float
            ? new PlanValue
            {
                Shape = shape,
                Type = type,
                Floats = Array.ConvertAll(numbers, static number => (float)number),
            }
            : new PlanValue
            {
                Shape = shape,
                Type = type,
                Numbers = numbers,
            };

    protected static PlanValue WithType(PlanValue value, ElementType type) =>
        value.Type == type ? value : value.With(type: type);

    protected void Pair<TPair>(OnnxNode node, Func<double, double, double> known)
        where TPair : struct, IRowPair<TRow>
    {
        PlanValue result = Input(node, 0);
        for (int i = 1; i < node.Inputs.Count; i++)
        {
            result = PairOf<TPair>(result, Input(node, i), known);
        }

        Put(node, result);
    }

    protected PlanValue PairOf<TPair>(PlanValue a, PlanValue b, Func<double, double, double> known)
        where TPair : struct, IRowPair<TRow>
    {
        int[] shape = Broadcast(a.Shape, b.Shape);
        if (a.IsKnown && b.IsKnown)
        {
            return KnownPair(a, b, shape, a.Type, known);
        }

        (PlanValue left, PlanValue right, PlanValue to) = Pictures(a, b, shape);
        Emit(() => new PairStep<TRow, TPair>(left, right, to));
        return Narrowed(to, shape);
    }

    protected void Pair(OnnxNode node, Func<double, double, double> function, ElementType? type = null)
    {
        (PlanValue a, PlanValue b) = (Input(node, 0), Input(node, 1));
        int[] shape = Broadcast(a.Shape, b.Shape);
        if (a.IsKnown && b.IsKnown)
        {
            Put(node, KnownPair(a, b, shape, type ?? a.Type, function));
            return;
        }

        (PlanValue left, PlanValue right, PlanValue to) = Pictures(a, b, shape);
        Emit(() => new NumberPairStep(left, right, to, (x, y) => (float)function(x, y)));
        Put(node, WithType(Narrowed(to, shape), type ?? a.Type));
    }

    protected PlanValue KnownPair(
        PlanValue a,
        PlanValue b,
        int[] shape,
        ElementType type,
        Func<double, double, double> function
    )
    {
        RequireFew(shape);
        double[] left = KnownMove(a.Numbers!, Expanded(a, shape), shape);
        double[] right = KnownMove(b.Numbers!, Expanded(b, shape), shape);
        for (int i = 0; i < left.Length; i++)
        {
            left[i] = function(left[i], right[i]);
        }

        return KnownOf(shape, type, left);
    }

    // Both in memory, seen in the shape of what comes out. Where all are whole pictures, the padding of pixels is
    // taken for channels, so that there is nothing but rows of sixteen.
    protected (PlanValue A, PlanValue B, PlanValue Y) Pictures(PlanValue a, PlanValue b, int[] shape)
    {
        a = InMemory(a);
        b = InMemory(b);
        bool isPicture =
            (a.HasChannelsInside && a.Shape.SequenceEqual(shape))
            || (b.HasChannelsInside && b.Shape.SequenceEqual(shape));
        PlanValue y = isPicture ? NewPicture(shape) : NewRowMajor(shape, a.Type);
        PlanValue left = Seen(a, shape);
        PlanValue right = Seen(b, shape);
        if (isPicture && IsWide(left, y) && IsWide(right, y))
        {
            int[] wide = [shape[0], y.PixelStride, shape[2], shape[3]];
            return (
                left.View(wide, left.Offset, left.Strides),
                right.View(wide, right.Offset, right.Strides),
                y.View(wide, 0, y.Strides)
            );
        }

        return (left, right, y);
    }

    protected static bool IsWide(PlanValue x, PlanValue y) =>
        x.HasStrides(y.Strides)
        || (x.Strides[1] == 1 && x.Strides[2] == 0 && x.Strides[3] == 0)
        || x.Strides is [_, 0, 0, 0];

    protected static PlanValue Narrowed(PlanValue y, int[] shape) => y.View(shape, y.Offset, y.Strides);

    protected static PlanValue Seen(PlanValue x, int[] shape) => x.View(shape, x.Offset, Expanded(x, shape));

    // Strides by which a value is seen in a larger shape.
    protected static long[] Expanded(PlanValue x, int[] shape)
    {
        long[] own = x.IsKnown ? PlanValue.RowMajor(x.Shape) : x.Strides;
        var strides = new long[shape.Length];
        for (int i = 1; i <= x.Rank; i++)
        {
            strides[^i] = x.Shape[^i] == 1 && shape[^i] != 1 ? 0 : own[^i];
        }

        return strides;
    }

    protected static int[] Broadcast(int[] a, int[] b)
    {
        var shape = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= shape.Length; i++)
        {
            int left = i <= a.Length ? a[^i] : 1;
            int right = i <= b.Length ? b[^i] : 1;
            shape[^i] =
                left == right || right == 1 ? left
                : left == 1 ? right
                : throw new ArgumentException($"{string.Join('x', a)} and {string.Join('x', b)} do not go together");
        }

        return shape;
    }

    protected double[] KnownMove(double[] numbers, long[] strides, int[] shape, long offset = 0)
    {
        RequireFew(shape);
        var moved = new double[PlanValue.CountOf(shape)];
        var index = new int[shape.Length];
        long from = offset;
        for (int i = 0; i < moved.Length; i++)
        {
            moved[i] = numbers[from];
            for (int d = shape.Length - 1; d >= 0; d--)
            {
                from += strides[d];
                if (++index[d] < shape[d])
                {
                    break;
                }

                from -= index[d] * strides[d];
                index[d] = 0;
            }
        }

        return moved;
    }

    // x sigmoid x, which exporters write as two nodes.
    protected void Sigmoid(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        if (
            OnlyReaderOf(node.Outputs[0]) is { Operator: "Mul" } product
            && product.Inputs.Contains(node.Inputs[0], StringComparer.Ordinal)
            && !x.IsKnown
        )
        {
            Finish(product);

            // Both of its readers are here: it may be changed where it lies.
            x.Readers--;
            Function(product, x, new SwishRow<TRow>(), static number => number);
            x.Readers++;
            return;
        }

        Function(node, new SigmoidRow<TRow>(), static number => 1 / (1 + Math.Exp(-number)));
    }

    protected void Clip(OnnxNode node)
    {
        (double least, double most) = (double.NegativeInfinity, double.PositiveInfinity);
        if (Graph.OperatorSet < 11)
        {
            least = node.Find("min") is { } min ? min.Number : float.MinValue;
            most = node.Find("max") is { } max ? max.Number : float.MaxValue;
        }
        else
        {
            least = node.HasInput(1) ? Known(node, 1)[0] : least;
            most = node.HasInput(2) ? Known(node, 2)[0] : most;
        }

        Function(node, new ClipRow<TRow>((float)least, (float)most), number => Math.Min(Math.Max(number, least), most));
    }

    protected void Power(OnnxNode node)
    {
        if (InputOrNull(node, 1) is { IsKnown: true, Count: 1 } power)
        {
            double exponent = power.Numbers![0];
            if (exponent == 2)
            {
                PlanValue x = Input(node, 0);
                Put(node, PairOf<MultiplyPair<TRow>>(x, x, static (a, b) => a * b));
                return;
            }

            Function(node, exponent == 0.5 ? Math.Sqrt : number => Math.Pow(number, exponent));
            return;
        }

        Pair(node, Math.Pow);
    }

    protected void Divide(OnnxNode node)
    {
        if (IsWhole(Input(node, 0).Type))
        {
            Pair(node, static (a, b) => b == 0 ? 0 : Math.Truncate(a / b));
            return;
        }

        Pair<DividePair<TRow>>(node, static (a, b) => a / b);
    }

    protected static bool IsWhole(ElementType type) =>
        type is not (ElementType.Float or ElementType.Half or ElementType.BFloat16 or ElementType.Double);

    protected void Cast(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        var type = (ElementType)node.Whole("to", (int)ElementType.Float);
        if (ElementTypes.BitsOf(type) == 0)
        {
            throw new EngineException($"{node} makes {type}, which Spotter's engine has not");
        }

        if (type == ElementType.Bool)
        {
            Function(node, static number => number != 0 ? 1 : 0, type);
        }
        else if (IsWhole(type) && !IsWhole(x.Type))
        {
            Function(node, Math.Truncate, type);
        }
        else
        {
            Put(node, x.IsKnown ? KnownOf(x.Shape, type, x.Numbers!) : WithType(x, type));
        }
    }

    protected void Where(OnnxNode node)
    {
        (PlanValue condition, PlanValue yes, PlanValue no) = (Input(node, 0), Input(node, 1), Input(node, 2));
        int[] shape = Broadcast(Broadcast(condition.Shape, yes.Shape), no.Shape);
        if (condition.IsKnown && yes.IsKnown && no.IsKnown)
        {
            double[] choice = KnownMove(condition.Numbers!, Expanded(condition, shape), shape);
            double[] left = KnownMove(yes.Numbers!, Expanded(yes, shape), shape);
            double[] right = KnownMove(no.Numbers!, Expanded(no, shape), shape);
            Put(node, KnownOf(shape, yes.Type, [.. choice.Select((one, i) => one != 0 ? left[i] : right[i])]));
            return;
        }

        PlanValue y = NewRowMajor(shape, yes.Type);
        PlanValue c = Seen(InMemory(condition), shape);
        PlanValue a = Seen(InMemory(yes), shape);
        PlanValue b = Seen(InMemory(no), shape);
        PlanValue first = NewRowMajor(shape);

        // NaN stands for "not this one": no network that works gives it.
        Emit(() => new NumberPairStep(c, a, first, static (one, value) => one != 0 ? value : float.NaN));
        Emit(() => new NumberPairStep(first, b, y, static (value, other) => float.IsNaN(value) ? other : value));
        Put(node, y);
    }
}
