using SkiaSharp;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Explaining;

/// <summary>What the objects of a cascade look like on average: the ground on which its features are drawn.</summary>
internal sealed class MeanPositive
{
    private const int PixelsPerWindowPixel = 4;

    // Every crop counts the same, however dark or bright: brought to this mean and spread before they are added.
    private const double Middle = 128;
    private const double Spread = 48;

    private readonly int _width;
    private readonly int _height;
    private readonly double[] _sums;

    public MeanPositive(BoxSize window)
    {
        _width = window.Width * PixelsPerWindowPixel;
        _height = window.Height * PixelsPerWindowPixel;
        _sums = new double[_width * _height];
    }

    /// <summary>How many crops there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a picture of an object that fills it.</summary>
    public void Add(BgrImage crop)
    {
        byte[] gray = crop.Resize(_width, _height).ToGray().Pixels;
        double mean = gray.Average(static value => (double)value);
        double deviation = Math.Sqrt(gray.Average(value => (value - mean) * (value - mean)));
        for (int i = 0; i < _sums.Length; i++)
        {
            _sums[i] += Middle + ((gray[i] - mean) * Spread / Math.Max(deviation, 1));
        }

        Count++;
    }

    /// <summary>The mean; plain gray where nothing was added.</summary>
    public SKBitmap ToBitmap()
    {
        var colors = new SKColor[_sums.Length];
        for (int i = 0; i < colors.Length; i++)
        {
            byte value = (byte)Math.Clamp(Math.Round(Count == 0 ? Middle : _sums[i] / Count), 0, 255);
            colors[i] = new SKColor(value, value, value);
        }

        return Thumbnail.Of(colors, _width, _height);
    }
}
