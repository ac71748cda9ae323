using Spotter.Networks.Layers;

namespace Spotter.Networks.Operations;

/// <summary>For every output pixel of a window the input pixels under it, worked out once.</summary>
internal sealed class TapTable
{
    private readonly int[] _starts;
    private readonly int[] _sources;

    public TapTable(Window window)
    {
        var sources = new List<int>();
        _starts = new int[window.OutputPixels + 1];
        for (int pixel = 0; pixel < window.OutputPixels; pixel++)
        {
            var taps = new WindowTaps(window, pixel);
            while (taps.MoveNext())
            {
                sources.Add(taps.Source);
            }

            _starts[pixel + 1] = sources.Count;
        }

        _sources = [.. sources];
    }

    public ReadOnlySpan<int> Of(int outputPixel) =>
        _sources.AsSpan(_starts[outputPixel], _starts[outputPixel + 1] - _starts[outputPixel]);
}
