using Spotter.Learning.Kernels;
using Spotter.Learning.Networks;

namespace Spotter.Learning.Execution;

/// <summary>The greatest value of each window; the first of equals. Remembers where it was for the way back.</summary>
internal sealed unsafe class MaxPoolingOperation<TRow> : Operation
    where TRow : struct, IRow<TRow>
{
    private const int Width = ParameterRows.Width;

    private readonly Tensor _input;
    private readonly Tensor _output;
    private readonly int _pixels;
    private readonly TapTable _taps;
    private readonly AlignedBuffer? _winners;

    public MaxPoolingOperation(Tensor input, Tensor output, Window window)
    {
        _input = input;
        _output = output;
        _pixels = window.OutputPixels;
        _taps = new TapTable(window);
        _winners = input.Gradient is null ? null : new AlignedBuffer(output.Value.Length);
    }

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = _input.Data + (nint)sample * _input.SampleStride;
            nint target = (nint)sample * _output.SampleStride;
            for (int pixel = 0; pixel < _pixels; pixel++)
            {
                nint offset = target + (nint)pixel * _output.PixelStride;
                PoolPixel(x, _taps.Of(pixel), offset);
            }
        }
    }

    public override void Backward(Worker worker, in Step step)
    {
        if (_winners is null)
        {
            return;
        }

        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* dx = _input.Slope + (nint)sample * _input.SampleStride;
            new Span<float>(dx, _input.SampleStride).Clear();
            nint from = (nint)sample * _output.SampleStride;
            for (int pixel = 0; pixel < _pixels; pixel++)
            {
                nint offset = from + (nint)pixel * _output.PixelStride;
                SpreadPixel(dx, _taps.Of(pixel), offset);
            }
        }
    }

    // Pixel numbers below 2^24 are exact as floats, which lets one selection serve values and places.
    private void PoolPixel(float* x, ReadOnlySpan<int> taps, nint offset)
    {
        for (int channel = 0; channel < _output.PixelStride; channel += Width)
        {
            TRow best = TRow.Load(x + (nint)taps[0] * _input.PixelStride + channel);
            TRow winner = TRow.Create(taps[0]);
            for (int i = 1; i < taps.Length; i++)
            {
                TRow value = TRow.Load(x + (nint)taps[i] * _input.PixelStride + channel);
                winner = TRow.WhereGreater(value, best, TRow.Create(taps[i]), winner);
                best = TRow.Max(value, best);
            }

            TRow.Store(best, _output.Data + offset + channel);
            if (_winners is not null)
            {
                TRow.Store(winner, _winners.Pointer + offset + channel);
            }
        }
    }

    // Each pixel under the window gets the gradients of the channels that it won: winner - 1/2 < pixel < winner + 1/2.
    private void SpreadPixel(float* dx, ReadOnlySpan<int> taps, nint offset)
    {
        for (int channel = 0; channel < _output.PixelStride; channel += Width)
        {
            TRow slope = TRow.Load(_output.Slope + offset + channel);
            TRow winner = TRow.Load(_winners!.Pointer + offset + channel);
            foreach (int tap in taps)
            {
                float* target = dx + (nint)tap * _input.PixelStride + channel;
                TRow notBefore = TRow.WhereGreater(winner, TRow.Create(tap - 0.5f), slope, TRow.Zero);
                TRow won = TRow.WhereGreater(TRow.Create(tap + 0.5f), winner, notBefore, TRow.Zero);
                TRow.Store(TRow.Add(TRow.Load(target), won), target);
            }
        }
    }
}
