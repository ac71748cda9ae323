using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>Batch normalisation while training. Workers own samples and share their sums, added in the order of the workers.</summary>
internal sealed unsafe class BatchNormalizationOperation<TRow, TUpdate> : Operation
    where TRow : struct, IRow<TRow>
    where TUpdate : struct, IUpdate<TRow>
{
    private const int Width = ParameterRows.Width;

    private readonly Tensor _input;
    private readonly Tensor _output;
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
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly int _stride;

    public BatchNormalizationOperation(
        Tensor input, Tensor output, BatchNormalization layer, IReadOnlyList<Parameter> parameters, int threads, UpdateSource<TUpdate> updates)
    {
        _input = input;
        _output = output;
        _layer = layer;
        _updates = updates;
        _parameters = parameters;
        _gamma = updates.RowsOf(parameters[0]);
        _beta = updates.RowsOf(parameters[1]);
        _movingMean = parameters[2].Packed.Pointer;
        _movingVariance = parameters[3].Packed.Pointer;
        _stride = Tensor.RoundUp(input.Channels);
        _mean = new AlignedBuffer(_stride);
        _scale = new AlignedBuffer(_stride);
        _first = new AlignedBuffer[threads];
        _second = new AlignedBuffer[threads];
        for (int i = 0; i < threads; i++)
        {
            _first[i] = new AlignedBuffer(_stride);
            _second[i] = new AlignedBuffer(_stride);
        }
    }

    // Two passes, mean and then squared distances to it: the difference of large sums would lose the variance.
    public override void Forward(Worker worker, in Step step)
    {
        TRow share = TRow.Create(1f / ((float)step.Count * _input.Pixels));
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow.Store(SumOfValues(worker, step, channel), _first[worker.Index].Pointer + channel);
        }

        worker.Meet();
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow mean = TRow.Multiply(Total(_first, channel), share);
            TRow.Store(SumOfSquares(worker, step, channel, mean), _second[worker.Index].Pointer + channel);
        }

        worker.Meet();
        for (int channel = 0; channel < _stride; channel += Width)
        {
            TRow mean = TRow.Multiply(Total(_first, channel), share);
            TRow variance = TRow.Multiply(Total(_second, channel), share);
            TRow scale = TRow.ReciprocalSqrt(TRow.Add(variance, TRow.Create(_layer.Epsilon)));
            Normalize(worker, step, channel, mean, scale);
            if (worker.Index == 0)
            {
                TRow.Store(mean, _mean.Pointer + channel);
                TRow.Store(scale, _scale.Pointer + channel);
                Keep(_movingMean + channel, mean);
                Keep(_movingVariance + channel, variance);
            }
        }
    }

    // With x^ = (x - mean) scale over the M values of a channel:
    // d beta = sum dy, d gamma = sum dy x^, dx = gamma scale (dy - d beta / M - x^ d gamma / M).
    public override void Backward(Worker worker, in Step step)
    {
        for (int channel = 0; channel < _stride; channel += Width)
        {
            (TRow sum, TRow product) = SumOfGradients(worker, step, channel);
            TRow.Store(sum, _first[worker.Index].Pointer + channel);
            TRow.Store(product, _second[worker.Index].Pointer + channel);
        }

        worker.Meet();
        if (_input.Gradient is not null)
        {
            float share = 1f / ((float)step.Count * _input.Pixels);
            for (int channel = 0; channel < _stride; channel += Width)
            {
                Propagate(worker, step, channel, share);
            }
        }

        worker.Meet();
        TUpdate update = _updates.Current;
        (int start, int end) = worker.Share(_stride / Width);
        for (int panel = start; panel < end; panel++)
        {
            ParameterRows gamma = _gamma.Skip(panel);
            ParameterRows beta = _beta.Skip(panel);
            update.Apply(gamma.Value, gamma.First, gamma.Second, Total(_second, panel * Width));
            update.Apply(beta.Value, beta.First, beta.Second, Total(_first, panel * Width));
        }
    }

    private TRow SumOfValues(Worker worker, in Step step, int channel)
    {
        TRow sum = TRow.Zero;
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = _input.Data + (nint)sample * _input.SampleStride + channel;
            sum = TRow.Add(sum, Columns.Sum<TRow>(x, _input.PixelStride, _input.Pixels));
        }

        return sum;
    }

    private TRow SumOfSquares(Worker worker, in Step step, int channel, TRow mean)
    {
        TRow sum = TRow.Zero;
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = _input.Data + (nint)sample * _input.SampleStride + channel;
            for (int pixel = 0; pixel < _input.Pixels; pixel++, x += _input.PixelStride)
            {
                TRow distance = TRow.Subtract(TRow.Load(x), mean);
                sum = TRow.MultiplyAdd(distance, distance, sum);
            }
        }

        return sum;
    }

    private void Normalize(Worker worker, in Step step, int channel, TRow mean, TRow scale)
    {
        TRow factor = TRow.Multiply(scale, TRow.Load(_gamma.Value + channel));
        TRow shift = TRow.Load(_beta.Value + channel);
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = _input.Data + (nint)sample * _input.SampleStride + channel;
            float* y = _output.Data + (nint)sample * _output.SampleStride + channel;
            for (int pixel = 0; pixel < _input.Pixels; pixel++, x += _input.PixelStride, y += _output.PixelStride)
            {
                TRow.Store(TRow.MultiplyAdd(TRow.Subtract(TRow.Load(x), mean), factor, shift), y);
            }
        }
    }

    private (TRow Sum, TRow Product) SumOfGradients(Worker worker, in Step step, int channel)
    {
        TRow mean = TRow.Load(_mean.Pointer + channel);
        TRow scale = TRow.Load(_scale.Pointer + channel);
        TRow sum = TRow.Zero;
        TRow product = TRow.Zero;
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = _input.Data + (nint)sample * _input.SampleStride + channel;
            float* dy = _output.Slope + (nint)sample * _output.SampleStride + channel;
            for (int pixel = 0; pixel < _input.Pixels; pixel++, x += _input.PixelStride, dy += _output.PixelStride)
            {
                TRow slope = TRow.Load(dy);
                sum = TRow.Add(sum, slope);
                product = TRow.MultiplyAdd(slope, TRow.Multiply(TRow.Subtract(TRow.Load(x), mean), scale), product);
            }
        }

        return (sum, product);
    }

    private void Propagate(Worker worker, in Step step, int channel, float share)
    {
        TRow mean = TRow.Load(_mean.Pointer + channel);
        TRow scale = TRow.Load(_scale.Pointer + channel);
        TRow factor = TRow.Multiply(scale, TRow.Load(_gamma.Value + channel));
        TRow sum = TRow.Multiply(Total(_first, channel), TRow.Create(share));
        TRow product = TRow.Multiply(TRow.Multiply(Total(_second, channel), TRow.Create(share)), scale);
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = _input.Data + (nint)sample * _input.SampleStride + channel;
            float* dx = _input.Slope + (nint)sample * _input.SampleStride + channel;
            float* dy = _output.Slope + (nint)sample * _output.SampleStride + channel;
            for (int pixel = 0; pixel < _input.Pixels; pixel++)
            {
                TRow centred = TRow.Subtract(TRow.Load(x), mean);
                TRow rest = TRow.Subtract(TRow.Subtract(TRow.Load(dy), sum), TRow.Multiply(centred, product));
                TRow.Store(TRow.Multiply(rest, factor), dx);
                x += _input.PixelStride;
                dx += _input.PixelStride;
                dy += _output.PixelStride;
            }
        }
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

/// <summary>Batch normalisation after training: a scale and a shift a channel, from the running averages.</summary>
internal sealed unsafe class ScaleShiftOperation<TRow>(Tensor input, Tensor output, BatchNormalization layer, IReadOnlyList<Parameter> parameters) : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = ParameterRows.Width;

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int channel = 0; channel < Tensor.RoundUp(input.Channels); channel += Width)
        {
            TRow variance = TRow.Load(parameters[3].Packed.Pointer + channel);
            TRow factor = TRow.Multiply(
                TRow.Load(parameters[0].Packed.Pointer + channel),
                TRow.ReciprocalSqrt(TRow.Add(variance, TRow.Create(layer.Epsilon))));
            TRow mean = TRow.Load(parameters[2].Packed.Pointer + channel);
            TRow shift = TRow.Load(parameters[1].Packed.Pointer + channel);
            for (int sample = start; sample < end; sample++)
            {
                float* x = input.Data + (nint)sample * input.SampleStride + channel;
                float* y = output.Data + (nint)sample * output.SampleStride + channel;
                for (int pixel = 0; pixel < input.Pixels; pixel++, x += input.PixelStride, y += output.PixelStride)
                {
                    TRow.Store(TRow.MultiplyAdd(TRow.Subtract(TRow.Load(x), mean), factor, shift), y);
                }
            }
        }
    }
}
