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
    private readonly Window _window;
    private readonly AlignedBuffer? _winners;

    public MaxPoolingOperation(Tensor input, Tensor output, Window window)
    {
        _input = input;
        _output = output;
        _window = window;
        _winners = input.Gradient is null ? null : new AlignedBuffer(output.Value.Length);
    }

    public override void Forward(Worker worker, in Step step)
    {
        (int start, int end) = worker.Share(step.Count);
        for (int sample = start; sample < end; sample++)
        {
            float* x = _input.Data + (nint)sample * _input.SampleStride;
            nint target = (nint)sample * _output.SampleStride;
            for (int pixel = 0; pixel < _window.OutputPixels; pixel++)
            {
                nint offset = target + (nint)pixel * _output.PixelStride;
                for (int channel = 0; channel < _output.PixelStride; channel += Width)
                {
                    PoolPixel(x + channel, pixel, offset + channel);
                }
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
            for (int pixel = 0; pixel < _window.OutputPixels; pixel++)
            {
                nint offset = from + (nint)pixel * _output.PixelStride;
                for (int channel = 0; channel < _output.Channels; channel++)
                {
                    int winner = (int)_winners.Pointer[offset + channel];
                    dx[(nint)winner * _input.PixelStride + channel] += _output.Slope[offset + channel];
                }
            }
        }
    }

    // Pixel numbers below 2^24 are exact as floats, which lets one selection serve values and places.
    private void PoolPixel(float* x, int pixel, nint offset)
    {
        var taps = new WindowTaps(_window, pixel);
        taps.MoveNext();
        TRow best = TRow.Load(x + (nint)taps.Source * _input.PixelStride);
        TRow winner = TRow.Create(taps.Source);
        while (taps.MoveNext())
        {
            TRow value = TRow.Load(x + (nint)taps.Source * _input.PixelStride);
            winner = TRow.WhereGreater(value, best, TRow.Create(taps.Source), winner);
            best = TRow.Max(value, best);
        }

        TRow.Store(best, _output.Data + offset);
        if (_winners is not null)
        {
            TRow.Store(winner, _winners.Pointer + offset);
        }
    }
}
