using Spotter.Networks.Kernels;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>Numbers of a few bits, which are computed as floats.</summary>
internal abstract class QuantizedPlanner<TRow>(PreparedGraph graph, int threads, bool isDry, bool isLenient)
    : ProductPlanner<TRow>(graph, threads, isDry, isLenient)
    where TRow : struct, IRow<TRow>
{
    // Quantised and back: what is left of a number. Both nodes are one step where nothing else reads what is between.
    protected void QuantizeLinear(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        PlanValue zero = InputOrNull(node, 2) ?? KnownOf([], ElementType.UInt8, [0]);
        double[] scales = Known(node, 1);
        (double least, double most) = LimitsOf(zero.Type);
        double offset = zero.Numbers is { Length: > 0 } known ? known[0] : 0;
        if (scales.Length != 1 || zero.Numbers is null || !zero.Numbers.All(number => number == offset))
        {
            throw new EngineException(
                $"{node} quantises each channel in its own way, which Spotter's engine does for weights alone; run it "
                    + $"with --engine onnxruntime"
            );
        }

        double scale = scales[0];
        if (
            OnlyReaderOf(node.Outputs[0]) is { Operator: "DequantizeLinear" } back
            && !x.IsKnown
            && InputOrNull(back, 1)?.Numbers is [var other]
            && other == scale
        )
        {
            Finish(back);
            Function(
                back,
                x,
                new QuantizedRow<TRow>((float)scale, (float)(least - offset), (float)(most - offset)),
                static number => number
            );
            return;
        }

        Function(
            node,
            number => Math.Clamp(Math.Round(number / scale, MidpointRounding.ToEven) + offset, least, most),
            zero.Type
        );
    }

    protected void DequantizeLinear(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        PlanValue scale = Input(node, 1);
        PlanValue? zero = InputOrNull(node, 2);
        if (node.Find("block_size") is { Whole: > 0 })
        {
            throw new EngineException(
                $"{node} quantises in blocks, which Spotter's engine does not; run it with " + $"--engine onnxruntime"
            );
        }

        if (scale.Rank == 1 && scale.Count > 1)
        {
            // A number for each index along one dimension.
            int axis = Axis(node.Whole("axis", 1), x.Rank);
            int[] shape = [.. Enumerable.Range(0, x.Rank).Select(i => i == axis ? x.Shape[i] : 1)];
            scale = Reshaped(scale, shape);
            zero = zero is null ? null : Reshaped(zero, shape);
        }

        PlanValue centred = zero is null ? x : PairOf<SubtractPair<TRow>>(x, zero, static (a, b) => a - b);
        Put(
            node,
            WithType(
                PairOf<MultiplyPair<TRow>>(WithKnownType(centred, ElementType.Float), scale, static (a, b) => a * b),
                ElementType.Float
            )
        );
    }

    protected static PlanValue WithKnownType(PlanValue x, ElementType type) =>
        x.IsKnown ? KnownOf(x.Shape, type, x.Numbers!) : WithType(x, type);

    protected static (double Least, double Most) LimitsOf(ElementType type) =>
        type switch
        {
            ElementType.Int8 => (-128, 127),
            ElementType.UInt16 => (0, 65535),
            ElementType.Int16 => (-32768, 32767),
            ElementType.Int4 => (-8, 7),
            ElementType.UInt4 => (0, 15),
            _ => (0, 255),
        };

    // Scale and zero point of what comes in, from its least and greatest number.
    protected void DynamicQuantizeLinear(OnnxNode node)
    {
        PlanValue x = InMemory(Input(node, 0));
        PlanValue from = x.HasChannelsInside ? x : RowMajor(x);
        PlanValue y = NewLike(from, x.Shape);
        PlanValue scale = NewRowMajor([]);
        PlanValue zero = NewRowMajor([], ElementType.UInt8);
        PlanValue range = NewRowMajor([2 * Threads]);
        Emit(() => new RangeStep(from, range));
        Emit(() => new QuantizeStep(from, range, y, scale, zero));
        Put(node.Outputs[0], WithType(y, ElementType.UInt8));
        Put(node.Outputs[1], scale);
        Put(node.Outputs[2], zero);
    }

    // Whole numbers in and out: a convolution of what they stand for, rounded to the steps of what comes out.
    protected void QLinearConv(OnnxNode node)
    {
        PlanValue x = Less(Input(node, 0), Input(node, 2));
        PlanValue filters = Input(node, 3);
        PlanValue origin = Input(node, 5);
        filters = Less(
            filters,
            origin.Count > 1 ? Reshaped(origin, [(int)origin.Count, .. Enumerable.Repeat(1, filters.Rank - 1)]) : origin
        );
        double[] factors = Factors(Known(node, 1), Known(node, 4), Known(node, 6));
        int count = filters.Shape[0];
        double[] numbers = filters.Numbers
            ?? throw new EngineException(
                $"{node} computes its filters, which Spotter's engine does not do; run it with --engine onnxruntime"
            );
        double[]? bias = node.HasInput(8) ? Known(node, 8) : null;
        int length = numbers.Length / count;
        PlanValue scaled = new()
        {
            Shape = filters.Shape,
            Floats = [.. numbers.Select((number, i) => (float)(number * factors[i / length % factors.Length]))],
        };
        PlanValue? shift = bias is null
            ? null
            : new PlanValue
            {
                Shape = [count],
                Floats = [.. bias.Select((number, i) => (float)(number * factors[i % factors.Length]))],
            };
        (OnnxNode _, PlanValue y) = Convolved(
            node,
            WithType(x, ElementType.Float),
            scaled,
            shift,
            KernelSlide.Of(node, filters.Shape[2..], x.Shape)
        );
        Put(node, InSteps(y, Input(node, 7)));
    }

    protected void QLinearMatMul(OnnxNode node)
    {
        PlanValue a = WithKnownType(Less(Input(node, 0), Input(node, 2)), ElementType.Float);
        PlanValue b = WithKnownType(Less(Input(node, 3), Input(node, 5)), ElementType.Float);
        double[] factors = Factors(Known(node, 1), Known(node, 4), Known(node, 6));
        if (factors.Length > 1)
        {
            throw new EngineException(
                $"{node} quantises each column in its own way, which Spotter's engine does for filters alone; run it "
                    + $"with --engine onnxruntime"
            );
        }

        Put(node, InSteps(Product(a, b, (float)factors[0]), Input(node, 7)));
    }

    // What a number without its zero is multiplied by.
    private static double[] Factors(double[] x, double[] filters, double[] y) =>
        [.. filters.Select(scale => x[0] * scale / y[0])];

    private PlanValue Less(PlanValue x, PlanValue zero) =>
        PairOf<SubtractPair<TRow>>(x, zero.Count == 1 ? Reshaped(zero, []) : zero, static (a, b) => a - b);

    // Rounded and kept within its type, with the zero point added again.
    private PlanValue InSteps(PlanValue y, PlanValue zero)
    {
        (double least, double most) = LimitsOf(zero.Type);
        double offset = zero.Numbers is [var only]
            ? only
            : throw new EngineException($"{Node}: its zero point is no number that is known beforehand");
        PlanValue rounded = FunctionOf(y, new QuantizedRow<TRow>(1, (float)(least - offset), (float)(most - offset)));
        return WithType(
            PairOf<AddPair<TRow>>(rounded, KnownOf([], ElementType.Float, [offset]), static (a, b) => a + b),
            zero.Type
        );
    }
}
