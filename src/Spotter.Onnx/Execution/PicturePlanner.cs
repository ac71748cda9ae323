using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;
using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Execution;

/// <summary>Convolutions, pools and sizes of pictures (N, C, H, W).</summary>
internal abstract class PicturePlanner<TRow>(PreparedGraph graph, int threads, bool isDry, bool isLenient)
    : ShapePlanner<TRow>(graph, threads, isDry, isLenient)
    where TRow : struct, IRow<TRow>
{
    protected void Conv(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        PlanValue filters = Input(node, 1);
        if (x.Rank == 3 && filters.Rank == 3)
        {
            throw new EngineException(
                $"Spotter's engine has {node.Operator} for pictures alone, and {node} has one dimension; run it with "
                    + $"--engine onnxruntime"
            );
        }

        if (!filters.IsKnown || InputOrNull(node, 2) is { IsKnown: false })
        {
            throw new EngineException(
                $"{node} computes its filters, which Spotter's engine does not do; run it with --engine onnxruntime"
            );
        }

        Convolve(node, x, filters, InputOrNull(node, 2), KernelSlide.Of(node, filters.Shape[2..], x.Shape));
    }

    // Whole numbers without their zeros are a convolution like any other: what is padded is zero either way.
    protected void ConvInteger(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        PlanValue filters = Input(node, 1);
        if (InputOrNull(node, 2) is { } zero)
        {
            x = PairOf<SubtractPair<TRow>>(x, zero, static (a, b) => a - b);
        }

        if (InputOrNull(node, 3) is { } origin)
        {
            PlanValue centre = origin.Count > 1 ? Reshaped(origin, [(int)origin.Count, 1, 1, 1]) : Reshaped(origin, []);
            filters = PairOf<SubtractPair<TRow>>(filters, centre, static (a, b) => a - b);
        }

        Convolve(node, x, filters, bias: null, KernelSlide.Of(node, filters.Shape[2..], x.Shape));
    }

    protected void Convolve(OnnxNode node, PlanValue x, PlanValue filters, PlanValue? bias, KernelSlide slide)
    {
        (OnnxNode last, PlanValue y) = Convolved(node, x, filters, bias, slide);
        Put(last.Outputs[0], y);
    }

    /// <summary>What comes out, and the last node that is part of it.</summary>
    protected (OnnxNode Last, PlanValue Y) Convolved(
        OnnxNode node,
        PlanValue x,
        PlanValue filters,
        PlanValue? bias,
        KernelSlide slide
    )
    {
        int groups = node.Whole("group", 1);
        (int count, int channels) = (filters.Shape[0], filters.Shape[1] * groups);
        if (x.Rank != 4 || x.Shape[1] != channels || groups < 1 || count % groups != 0)
        {
            throw new ArgumentException($"has filters for {channels} channels, and gets {string.Join('x', x.Shape)}");
        }

        // What follows at once is part of the sums, or done on them where they lie.
        (OnnxNode last, OnnxNode? normalization, float factor) = EndingOf(node);
        int[] shape = [x.Shape[0], count, slide.HeightOf(x.Shape[2]), slide.WidthOf(x.Shape[3])];
        bool isDepthwise = groups > 1 && groups == channels && count == channels;
        bool isPlain3 =
            slide
                is {
                    Kernel: { Height: 3, Width: 3 },
                    Stride: { Height: 1, Width: 1 },
                    Dilation: { Height: 1, Width: 1 }
                }
            && channels % Row.Width == 0
            && !isDepthwise;
        x = Picture(x, wholeRows: isDepthwise || isPlain3);
        PlanValue y = NewPicture(shape);
        if (!IsDry || PreparesWeights)
        {
            (Parameter kernel, Parameter shift) = Graph.Weights.GetOrAdd(node, _ =>
                FiltersOf(node, filters, bias, normalization, groups, slide, isDepthwise)
            );
            Graph.ForgetWeightsOf(node);
            var window = new Window(
                TensorShape.Image(x.Shape[2], x.Shape[3], channels),
                slide.Span,
                slide.Stride,
                shape[2],
                shape[3],
                slide.Pads.Top,
                slide.Pads.Left
            );
            var parts = new ConvolutionParts(window, kernel, shift, factor);
            Emit(() => Convolution(TensorOf(x), TensorOf(y), parts, isDepthwise, isPlain3), shape[0]);
        }

        return (last, y);
    }

    private Operation Convolution(Tensor from, Tensor to, ConvolutionParts parts, bool isDepthwise, bool isPlain3) =>
        isDepthwise ? new DepthwiseOperation<TRow>(from, to, parts)
        : isPlain3 && from.PixelStride == from.Channels ? Tiled(from, to, parts)
        : new DirectConvolution<TRow>(from, to, parts, isPooled: false, Threads);

    private Operation Tiled(Tensor from, Tensor to, ConvolutionParts parts) =>
        TiledConvolution<TRow, PictureLine6, ProductLine6>.CostOf(parts.Window)
        < TiledConvolution<TRow, PictureLine, ProductLine>.CostOf(parts.Window)
            ? new TiledConvolution<TRow, PictureLine6, ProductLine6>(
                from,
                to,
                parts,
                Graph.Filters.Of<TRow, FilterLine6>(parts.Kernel),
                isPooled: false,
                Threads
            )
            : new TiledConvolution<TRow, PictureLine, ProductLine>(
                from,
                to,
                parts,
                Graph.Filters.Of<TRow, FilterLine>(parts.Kernel),
                isPooled: false,
                Threads
            );

    // Normalisation and a ReLU of any slope that alone read what a convolution gives.
    protected (OnnxNode Last, OnnxNode? Normalization, float Factor) EndingOf(OnnxNode node)
    {
        OnnxNode last = node;
        OnnxNode? normalization = null;
        if (node.Operator is "ConvInteger" or "QLinearConv")
        {
            return (last, null, 1);
        }

        if (
            OnlyReaderOf(last.Outputs[0]) is { Operator: "BatchNormalization", Outputs.Count: 1 } next
            && Enumerable.Range(1, 4).All(i => Input(next, i).IsKnown)
        )
        {
            Finish(next);
            (last, normalization) = (next, next);
        }

        if (OnlyReaderOf(last.Outputs[0]) is { } ending && FactorOf(ending, last.Outputs[0]) is { } factor)
        {
            Finish(ending);
            return (ending, normalization, factor);
        }

        return (last, normalization, 1);
    }

    // What a value below zero is multiplied by; null where the node does more than that.
    protected float? FactorOf(OnnxNode node, string x) =>
        node.Operator switch
        {
            "Relu" => 0,
            "LeakyRelu" when node.Number("alpha", 0.01f) is >= 0 and <= 1 and var alpha => alpha,
            "PRelu"
                when node.Inputs[0] == x
                    && Input(node, 1) is { IsKnown: true, Count: 1 } slope
                    && slope.Numbers![0] is >= 0 and <= 1 => (float)slope.Numbers[0],
            _ => null,
        };

    // (kernel height, kernel width, channels, filters), pixels between those of a dilated kernel and channels of other
    // groups zero; (kernel height, kernel width, channels) where each channel has its own.
    protected (Parameter Kernel, Parameter Bias) FiltersOf(
        OnnxNode node,
        PlanValue filters,
        PlanValue? bias,
        OnnxNode? normalization,
        int groups,
        KernelSlide slide,
        bool isDepthwise
    )
    {
        (int count, int own) = (filters.Shape[0], filters.Shape[1]);
        int channels = own * groups;
        float[] numbers = filters.Floats ?? Array.ConvertAll(filters.Numbers!, static number => (float)number);
        double[] scales = [.. Enumerable.Repeat(1.0, count)];
        double[] shifts = bias?.Numbers is { } given ? [.. given] : new double[count];
        if (normalization is not null)
        {
            double epsilon = normalization.Number("epsilon", 1e-5f);
            double[][] known = [.. Enumerable.Range(1, 4).Select(i => Input(normalization, i).Numbers!)];
            for (int i = 0; i < count; i++)
            {
                scales[i] = known[0][i] / Math.Sqrt(known[3][i] + epsilon);
                shifts[i] = ((shifts[i] - known[2][i]) * scales[i]) + known[1][i];
            }
        }

        Size2D span = slide.Span;
        int columns = isDepthwise ? channels : count;
        int inner = isDepthwise ? 1 : channels;
        if ((long)span.Height * span.Width * inner * columns > GraphLimits.TensorBytes / sizeof(float) / 4)
        {
            throw new ArgumentException("has filters that take more than a gigabyte when they are written out");
        }

        var packed = new float[span.Height * span.Width * inner * columns];
        int at = 0;
        for (int filter = 0; filter < count; filter++)
        {
            int firstChannel = filter / (count / groups) * own;
            for (int channel = 0; channel < own; channel++)
            {
                for (int ky = 0; ky < slide.Kernel.Height; ky++)
                {
                    for (int kx = 0; kx < slide.Kernel.Width; kx++)
                    {
                        int tap = (ky * slide.Dilation.Height * span.Width) + (kx * slide.Dilation.Width);
                        int row = isDepthwise ? tap : (tap * channels) + firstChannel + channel;
                        packed[(row * columns) + filter] = (float)(numbers[at++] * scales[filter]);
                    }
                }
            }
        }

        string name = GraphException.Quote(node.Outputs[0]);
        var kernel = new Parameter(
            $"{name}/kernel",
            isDepthwise ? [span.Height, span.Width, channels] : [span.Height, span.Width, channels, count],
            isTrainable: false
        );
        var shift = new Parameter($"{name}/bias", [count], isTrainable: false);
        return (kernel.WithValues(packed), shift.WithValues(Array.ConvertAll(shifts, static n => (float)n)));
    }

    // Each pixel spreads over a kernel: the same as a convolution, turned round, of pixels with zeros between them.
    protected void ConvTranspose(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        PlanValue filters = Input(node, 1);
        if (x.Rank != 4 || !filters.IsKnown)
        {
            throw new ArgumentException("is for pictures and filters that are known");
        }

        KernelSlide slide = KernelSlide.Of(node, filters.Shape[2..], x.Shape);
        int groups = node.Whole("group", 1);
        int[] extra = node.Wholes("output_padding") ?? [0, 0];
        (int Top, int Left, int Bottom, int Right) pads = slide.Pads;
        int tall = (slide.Stride.Height * (x.Shape[2] - 1)) + extra[0] + slide.Span.Height;
        int wide = (slide.Stride.Width * (x.Shape[3] - 1)) + extra[1] + slide.Span.Width;
        string auto = node.Text("auto_pad", "NOTSET");
        int[]? asked = node.Wholes("output_shape");
        if (auto is "SAME_UPPER" or "SAME_LOWER" || asked is not null)
        {
            int[] size = asked?[^2..] ?? [x.Shape[2] * slide.Stride.Height, x.Shape[3] * slide.Stride.Width];
            (int down, int across) = (Math.Max(0, tall - size[0]), Math.Max(0, wide - size[1]));
            pads =
                auto == "SAME_UPPER"
                    ? (down / 2, across / 2, down - (down / 2), across - (across / 2))
                    : (down - (down / 2), across - (across / 2), down / 2, across / 2);
        }

        // (channels, filters / groups, h, w) -> (filters, channels / groups, h, w), upside down.
        (int channels, int own) = (filters.Shape[0], filters.Shape[1]);
        (int kh, int kw) = (slide.Kernel.Height, slide.Kernel.Width);
        int perGroup = channels / groups;
        double[] from = filters.Numbers!;
        var turned = new double[from.Length];
        for (int channel = 0; channel < channels; channel++)
        {
            for (int filter = 0; filter < own; filter++)
            {
                int target = (((channel / perGroup * own) + filter) * perGroup) + (channel % perGroup);
                for (int i = 0; i < kh * kw; i++)
                {
                    turned[(target * kh * kw) + (kh * kw) - 1 - i] = from[(((channel * own) + filter) * kh * kw) + i];
                }
            }
        }

        int[] spread = [x.Shape[0], x.Shape[1], tall - slide.Span.Height + 1, wide - slide.Span.Width + 1];
        x = InMemory(x);
        PlanValue apart = spread.AsSpan().SequenceEqual(x.Shape)
            ? x
            : Moved(
                x.HasChannelsInside ? x : Picture(x, wholeRows: true),
                spread,
                (axis, i) =>
                {
                    int stride =
                        axis == 2 ? slide.Stride.Height
                        : axis == 3 ? slide.Stride.Width
                        : 1;
                    return i % stride == 0 && i / stride < x.Shape[axis] ? i / stride : -1;
                },
                fill: 0
            );
        (int ry, int rx) = (slide.Span.Height - 1, slide.Span.Width - 1);
        if (pads.Top > ry || pads.Left > rx)
        {
            throw new ArgumentException("takes away more than its kernel adds");
        }

        Convolve(
            node,
            apart,
            KnownOf([own * groups, perGroup, kh, kw], ElementType.Float, turned),
            InputOrNull(node, 2),
            slide with
            {
                Stride = new Size2D(1, 1),
                Pads = (ry - pads.Top, rx - pads.Left, ry - pads.Bottom, rx - pads.Right),
            }
        );
    }

    protected void MaxPool(OnnxNode node)
    {
        if (node.Outputs.Count > 1 && Graph.ReadersOf(node.Outputs[1]) > 0)
        {
            throw new EngineException($"{node} gives the places of maxima, which Spotter's engine does not");
        }

        PlanValue x = Input(node, 0);
        KernelSlide slide = KernelSlide.Of(node, [], x.Shape);
        if (slide.Dilation != new Size2D(1, 1))
        {
            throw new ArgumentException("is dilated, which Spotter's engine does not do");
        }

        (PlanValue from, PlanValue y, Window window) = Pooled(node, x, slide);
        Emit(() => new MaxPoolingOperation<TRow>(TensorOf(from), TensorOf(y), window), y.Shape[0]);
        Put(node.Outputs[0], y);
    }

    protected void AveragePool(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        KernelSlide slide = KernelSlide.Of(node, [], x.Shape);
        (PlanValue from, PlanValue y, Window window) = Pooled(node, x, slide);
        bool countsZeros = node.Whole("count_include_pad", 0) != 0 && slide.Pads != default;
        if (!countsZeros)
        {
            Emit(() => new AveragePoolingOperation<TRow>(TensorOf(from), TensorOf(y), window), y.Shape[0]);
            Put(node, y);
            return;
        }

        if (node.Whole("ceil_mode", 0) != 0)
        {
            throw new ArgumentException("counts zeros around and rounds its size up, which Spotter's engine does not");
        }

        // A filter a channel, all of its weights the same.
        int area = slide.Kernel.Height * slide.Kernel.Width;
        float[] weights = new float[area * x.Shape[1]];
        weights.AsSpan().Fill(1f / area);
        var kernel = new Parameter("mean", [slide.Kernel.Height, slide.Kernel.Width, x.Shape[1]], isTrainable: false);
        var parts = new ConvolutionParts(
            window,
            kernel.WithValues(weights),
            new Parameter("none", [x.Shape[1]], isTrainable: false),
            Factor: 1
        );
        Emit(() => new DepthwiseOperation<TRow>(TensorOf(from), TensorOf(y), parts), y.Shape[0]);
        Put(node, y);
    }

    protected (PlanValue From, PlanValue To, Window Window) Pooled(OnnxNode node, PlanValue x, KernelSlide slide)
    {
        PlanValue from = Picture(x, wholeRows: true);
        bool isCeiling = node.Whole("ceil_mode", 0) != 0;
        int[] shape =
        [
            x.Shape[0],
            x.Shape[1],
            slide.HeightOf(x.Shape[2], isCeiling),
            slide.WidthOf(x.Shape[3], isCeiling),
        ];
        var window = new Window(
            TensorShape.Image(x.Shape[2], x.Shape[3], x.Shape[1]),
            slide.Kernel,
            slide.Stride,
            shape[2],
            shape[3],
            slide.Pads.Top,
            slide.Pads.Left
        );
        return (from, NewPicture(shape), window);
    }

    protected void GlobalPool(OnnxNode node, bool isMax)
    {
        PlanValue from = Picture(Input(node, 0), wholeRows: true);
        int[] shape = [from.Shape[0], from.Shape[1], 1, 1];
        PlanValue y = NewPicture(shape);
        var window = new Window(
            TensorShape.Image(from.Shape[2], from.Shape[3], from.Shape[1]),
            new Size2D(from.Shape[2], from.Shape[3]),
            new Size2D(1, 1),
            1,
            1,
            0,
            0
        );
        Emit(
            () =>
                isMax
                    ? new MaxPoolingOperation<TRow>(TensorOf(from), TensorOf(y), window)
                    : new AveragePoolingOperation<TRow>(TensorOf(from), TensorOf(y), window),
            shape[0]
        );
        Put(node, y);
    }

    protected void BatchNormalization(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        double[][] known = [.. Enumerable.Range(1, 4).Select(i => Known(node, i))];
        double epsilon = node.Number("epsilon", 1e-5f);
        double[] scales = [.. known[0].Select((scale, i) => scale / Math.Sqrt(known[3][i] + epsilon))];
        double[] shifts = [.. scales.Select((scale, i) => known[1][i] - (known[2][i] * scale))];
        int[] shape = [scales.Length, .. Enumerable.Repeat(1, Math.Max(0, x.Rank - 2))];
        PlanValue scaled = PairOf<MultiplyPair<TRow>>(x, KnownOf(shape, ElementType.Float, scales), static (a, b) =>
            a * b
        );
        Put(node, PairOf<AddPair<TRow>>(scaled, KnownOf(shape, ElementType.Float, shifts), static (a, b) => a + b));
    }

    protected void Resize(OnnxNode node)
    {
        PlanValue x = Input(node, 0);
        bool isOld = node.Operator == "Upsample" || Graph.OperatorSet < 11;
        int scalesAt = isOld ? 1 : 2;
        double[]? scales =
            node.HasInput(scalesAt) && Input(node, scalesAt).Count > 0 ? Known(node, scalesAt)
            : node.Find("scales") is { } own ? [.. own.Numbers.Select(static number => (double)number)]
            : null;
        int[]? sizes = !isOld && node.HasInput(3) ? KnownWholes(node, 3) : null;
        if (sizes is null && scales is null)
        {
            throw new ArgumentException("has neither sizes nor scales");
        }

        int[] axes = node.Wholes("axes") is { } some
            ? [.. some.Select(axis => Axis(axis, x.Rank))]
            : [.. Enumerable.Range(0, x.Rank)];
        int[] shape = [.. x.Shape];
        double[] factors = [.. Enumerable.Repeat(1.0, x.Rank)];
        for (int i = 0; i < axes.Length; i++)
        {
            int axis = axes[i];
            shape[axis] = sizes is not null ? sizes[i] : (int)Math.Floor(x.Shape[axis] * scales![i]);
            factors[axis] = sizes is not null ? (double)shape[axis] / x.Shape[axis] : scales![i];
        }

        string policy = node.Text("keep_aspect_ratio_policy", "stretch");
        string transform = node.Text("coordinate_transformation_mode", isOld ? "asymmetric" : "half_pixel");
        if (policy != "stretch" || transform is "tf_crop_and_resize" || node.Whole("antialias", 0) != 0)
        {
            throw new EngineException(
                $"{node} resizes in a way that Spotter's engine has not ({transform}); run it with --engine onnxruntime"
            );
        }

        RequireRoom(shape);
        string mode = node.Text("mode", "nearest");
        if (mode == "nearest")
        {
            string rounding = node.Text("nearest_mode", isOld ? "floor" : "round_prefer_floor");
            PlanValue source = InMemory(x);
            Put(
                node,
                Moved(
                    source,
                    shape,
                    (axis, i) =>
                        shape[axis] == x.Shape[axis] && factors[axis] == 1
                            ? i
                            : Nearest(
                                Source(transform, i, factors[axis], x.Shape[axis], shape[axis]),
                                rounding,
                                x.Shape[axis]
                            ),
                    fill: 0
                )
            );
            return;
        }

        if (mode != "linear" || x.Rank != 4 || shape[0] != x.Shape[0] || shape[1] != x.Shape[1])
        {
            throw new EngineException(
                $"{node} resizes by {mode} interpolation of {x.Rank} dimensions, which Spotter's engine has not; run "
                    + $"it with --engine onnxruntime"
            );
        }

        PlanValue from = Picture(x, wholeRows: true);
        PlanValue y = NewPicture(shape);
        (int, int, float)[] rows = Taps(2);
        (int, int, float)[] columns = Taps(3);
        Emit(() => new LinearResizeOperation<TRow>(TensorOf(from), TensorOf(y), rows, columns), shape[0]);
        Put(node, y);

        (int, int, float)[] Taps(int axis) =>
            [
                .. Enumerable
                    .Range(0, shape[axis])
                    .Select(i =>
                    {
                        double place = Math.Clamp(
                            Source(transform, i, factors[axis], x.Shape[axis], shape[axis]),
                            0,
                            x.Shape[axis] - 1
                        );
                        int first = Math.Min((int)place, x.Shape[axis] - 1);
                        return (first, Math.Min(first + 1, x.Shape[axis] - 1), (float)(place - first));
                    }),
            ];
    }

    // Floats, as everybody's resizing computes it: a place at a half falls as theirs does.
    protected static double Source(string transform, int i, double factor, int length, int target) =>
        transform switch
        {
            "asymmetric" => (float)(i / (float)factor),
            "align_corners" => target == 1 ? 0 : (float)i * (length - 1) / (target - 1),
            "pytorch_half_pixel" => target > 1 ? ((i + 0.5f) / (float)factor) - 0.5f : 0,
            "tf_half_pixel_for_nn" => (i + 0.5f) / (float)factor,
            "half_pixel_symmetric" => HalfPixelSymmetric(i, factor, length, target),
            _ => ((i + 0.5f) / (float)factor) - 0.5f,
        };

    protected static double HalfPixelSymmetric(int i, double factor, int length, int target)
    {
        double adjustment = target / (factor * length);
        double offset = length / 2.0 * (1 - adjustment);
        return offset + ((i + 0.5) / factor) - 0.5;
    }

    protected static int Nearest(double place, string rounding, int length) =>
        (int)
            Math.Clamp(
                rounding switch
                {
                    "floor" => Math.Floor(place),
                    "ceil" => Math.Ceiling(place),
                    "round_prefer_ceil" => Math.Floor(place + 0.5),
                    _ => Math.Ceiling(place - 0.5),
                },
                0,
                length - 1
            );
}
