using Spotter.Learning.Kernels;
using Spotter.Networks.Kernels;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Learning.Execution;

/// <summary>
/// Batch normalisation while training, and ReLU if asked. Workers own samples and share their sums, added in the order
/// of the workers. Samples are gone through one by one, so that all channels of one are in the cache.
/// </summary>
internal sealed unsafe class BatchNormalizationOperation<TRow, TUpdate> : Operation, ILearningOperation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = Row.Width;

    private readonly BatchNormalization _layer;
    private readonly UpdateSource<TUpdate> _updates;
    private readonly ParameterRows _gamma;
    private readonly ParameterRows _beta;
    private readonly float* _movingMean;
    private readonly float* _movingVariance;
    private readonly AlignedBuffer _mean;
    private readonly AlignedBuffer _scale;
    private readonly AlignedBuffer[] _first;
    private readonly AlignedBuffer[] _second;
    private readonly bool _hasRelu;
    private readonly int _stride;

    public BatchNormalizationOperation(
        Tensor input,
        Tensor output,
        BatchNormalization layer,
        IReadOnlyList<Parameter> parameters,
        bool hasRelu,
        int threads,
        UpdateSource<TUpdate> updates
    )
        : base(input, output)
    {
        _layer = layer;
        _updates = updates;
        _hasRelu = hasRelu;
        _gamma = updates.RowsOf(parameters[0]);
        _beta = updates.RowsOf(parameters[1]);
        _movingMean = parameters[2].Packed.Pointer;
        _movingVariance = parameters[3].Packed.Pointer;
        _stride = Tensor.RoundUp(input.Channels);
        _mean = new AlignedBuffer(_stride);
        _scale = new AlignedBuffer(_stride);
        _first = AlignedBuffer.Many(threads, _stride);
        _second = AlignedBuffer.Many(threads, _stride);
    }

    // Two passes, mean and then squared distances to it: the difference of large sums would lose the variance.
    public override void Forward(Worker worker, int samples)
    {
        float share = 1f / ((float)samples * Input.Pixels);
        (int start, int end) = worker.Share(samples);
        float* sums = Cleared(_first[worker.Index]);
        for (int sample = start; sample < end; sample++)
        {
            AddValues(sample, sums);
        }

        worker.Meet();
        float* squares = Cleared(_second[worker.Index]);
        for (int sample = start; sample < end; sample++)
        {
            AddSquares(sample, share, squares);
        }

        worker.Meet();
        for (int sample = start; sample < end; sample++)
        {
            Normalize(sample, share);
        }

        if (worker.Index == 0)
        {
            KeepStatistics(share);
        }
    }

    // With x^ = (x - mean) scale over the M values of a channel:
    // d beta = sum dy, d gamma = sum dy x^, dx = gamma scale (dy - d beta / M - x^ d gamma / M).
    public void Backward(Worker worker, int samples)
    {
        (int start, int end) = worker.Share(samples);
        float* sums = Cleared(_first[worker.Index]);
        float* products = Cleared(_second[worker.Index]);
        for (int sample = start; sample < end; sample++)
        {
            AddGradients(sample, sums, products);
        }

        worker.Meet();
        if (Input.Gradient is not null)
        {
            float share = 1f / ((float)samples * Input.Pixels);
            for (int sample = start; sample < end; sample++)
            {
                Propagate(sample, share);
            }
        }

        worker.Meet();
        TUpdate update = _updates.Current;
        (int firstPanel, int endPanel) = worker.Share(_stride / Width);
        for (int panel = firstPanel; panel < endPanel; panel++)
        {
            ParameterRows gamma = _gamma.Skip(panel);
            ParameterRows beta = _beta.Skip(panel);
            update.Apply(gamma.Value, gamma.First, gamma.Second, Total(_second, panel * Width));
            update.Apply(beta.Value, beta.First, beta.Second, Total(_first, panel * Width));
        }
    }

    private void AddValues(int sample, float* sums)
    {
        float* x = Input.Data + (nint)sample * Input.SampleStride;
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow sum = Columns.Sum<TRow>(x + channel, Input.PixelStride, Input.Pixels);
            TRow.Store(TRow.Add(TRow.Load(sums + channel), sum), sums + channel);
        }
    }

    private void AddSquares(int sample, float share, float* squares)
    {
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow mean = MeanOf(channel, share);
            TRow sum = TRow.Load(squares + channel);
            float* x = Input.Data + (nint)sample * Input.SampleStride + channel;
            for (int pixel = 0; pixel < Input.Pixels; pixel++, x += Input.PixelStride)
            {
                TRow distance = TRow.Subtract(TRow.Load(x), mean);
                sum = TRow.MultiplyAdd(distance, distance, sum);
            }

            TRow.Store(sum, squares + channel);
        }
    }

    private void Normalize(int sample, float share)
    {
        TRow least = TRow.Create(_hasRelu ? 0 : float.NegativeInfinity);
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow mean = MeanOf(channel, share);
            TRow factor = TRow.Multiply(ScaleOf(channel, share), TRow.Load(_gamma.Value + channel));
            TRow shift = TRow.Load(_beta.Value + channel);
            float* x = Input.Data + (nint)sample * Input.SampleStride + channel;
            float* y = Output.Data + (nint)sample * Output.SampleStride + channel;
            for (int pixel = 0; pixel < Input.Pixels; pixel++, x += Input.PixelStride, y += Output.PixelStride)
            {
                TRow.Store(TRow.Max(TRow.MultiplyAdd(TRow.Subtract(TRow.Load(x), mean), factor, shift), least), y);
            }
        }
    }

    private void KeepStatistics(float share)
    {
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow mean = MeanOf(channel, share);
            TRow.Store(mean, _mean.Pointer + channel);
            TRow.Store(ScaleOf(channel, share), _scale.Pointer + channel);
            Keep(_movingMean + channel, mean);
            Keep(_movingVariance + channel, TRow.Multiply(Total(_second, channel), TRow.Create(share)));
        }
    }

    // Where a ReLU follows, gradients that it stops become zero here, for the second pass as well.
    private void AddGradients(int sample, float* sums, float* products)
    {
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow mean = TRow.Load(_mean.Pointer + channel);
            TRow scale = TRow.Load(_scale.Pointer + channel);
            TRow sum = TRow.Load(sums + channel);
            TRow product = TRow.Load(products + channel);
            float* x = Input.Data + (nint)sample * Input.SampleStride + channel;
            nint offset = (nint)sample * Output.SampleStride + channel;
            for (int pixel = 0; pixel < Input.Pixels; pixel++, x += Input.PixelStride, offset += Output.PixelStride)
            {
                TRow slope = TRow.Load(Output.Slope + offset);
                if (_hasRelu)
                {
                    slope = TRow.WherePositive(TRow.Load(Output.Data + offset), slope);
                    TRow.Store(slope, Output.Slope + offset);
                }

                sum = TRow.Add(sum, slope);
                product = TRow.MultiplyAdd(slope, TRow.Multiply(TRow.Subtract(TRow.Load(x), mean), scale), product);
            }

            TRow.Store(sum, sums + channel);
            TRow.Store(product, products + channel);
        }
    }

    private void Propagate(int sample, float share)
    {
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow mean = TRow.Load(_mean.Pointer + channel);
            TRow scale = TRow.Load(_scale.Pointer + channel);
            TRow factor = TRow.Multiply(scale, TRow.Load(_gamma.Value + channel));
            TRow sum = TRow.Multiply(Total(_first, channel), TRow.Create(share));
            TRow product = TRow.Multiply(TRow.Multiply(Total(_second, channel), TRow.Create(share)), scale);
            float* x = Input.Data + (nint)sample * Input.SampleStride + channel;
            float* dx = Input.Slope + (nint)sample * Input.SampleStride + channel;
            float* dy = Output.Slope + (nint)sample * Output.SampleStride + channel;
            for (int pixel = 0; pixel < Input.Pixels; pixel++)
            {
                TRow centred = TRow.Subtract(TRow.Load(x), mean);
                TRow rest = TRow.Subtract(TRow.Subtract(TRow.Load(dy), sum), TRow.Multiply(centred, product));
                TRow.Store(TRow.Multiply(rest, factor), dx);
                x += Input.PixelStride;
                dx += Input.PixelStride;
                dy += Output.PixelStride;
            }
        }
    }

    private TRow MeanOf(int channel, float share) => TRow.Multiply(Total(_first, channel), TRow.Create(share));

    private TRow ScaleOf(int channel, float share) =>
        TRow.ReciprocalSqrt(TRow.MultiplyAdd(Total(_second, channel), TRow.Create(share), TRow.Create(_layer.Epsilon)));

    private static float* Cleared(AlignedBuffer buffer)
    {
        buffer.Span.Clear();
        return buffer.Pointer;
    }

    private void Keep(float* moving, TRow value)
    {
        TRow kept = TRow.Multiply(TRow.Load(moving), TRow.Create(_layer.Momentum));
        TRow.Store(TRow.MultiplyAdd(value, TRow.Create(1 - _layer.Momentum), kept), moving);
    }

    private static TRow Total(AlignedBuffer[] parts, int channel)
    {
        TRow total = TRow.Zero;
        foreach (AlignedBuffer part in parts)
        {
            total = TRow.Add(total, TRow.Load(part.Pointer + channel));
        }

        return total;
    }
}
