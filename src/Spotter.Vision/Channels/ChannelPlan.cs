using Spotter.Vision.Channels.Kernels;

namespace Spotter.Vision.Channels;

/// <summary>A scale of the search.</summary>
/// <param name="Octave">The octave whose channels it is resampled from: the picture shrunk by 2 to this power.</param>
/// <param name="Cells">Cells of the picture at this scale.</param>
/// <param name="WindowsAcross">Windows a row, those that reach into the margins included.</param>
/// <param name="WindowRows">Rows of windows.</param>
/// <param name="CellWidth">Width of a cell, in pixels of the picture.</param>
/// <param name="CellHeight">Height of a cell, in pixels of the picture.</param>
/// <param name="Factors">For each channel what turns values of the octave into bytes of this scale.</param>
internal readonly record struct ChannelLevel(
    int Octave, BoxSize Cells, int WindowsAcross, int WindowRows, double CellWidth, double CellHeight, float[] Factors);

/// <summary>An octave: which levels come from it and how large it is.</summary>
internal readonly record struct ChannelOctave(int Octave, BoxSize Pixels, BoxSize Cells, int FirstLevel, int EndLevel);

/// <summary>The scales at which a picture is searched.</summary>
internal sealed class ChannelPlan
{
    /// <summary>Pictures are enlarged by 2 at most.</summary>
    public const int FirstOctave = -1;

    // The picture enlarged must not have more pixels than an index counts.
    private const long MaxPixels = 1L << 30;

    private readonly List<ChannelLevel> _levels = [];
    private readonly List<ChannelOctave> _octaves = [];

    public List<ChannelLevel> Levels => _levels;

    public List<ChannelOctave> Octaves => _octaves;

    /// <summary>Cells of margin around every level: as far as a window reaches over the object in it.</summary>
    public BoxSize Margin { get; private set; }

    /// <summary>From a channel's row to the next one's, in every level.</summary>
    public int Stride { get; private set; }

    public void Build(BoxSize picture, ChannelModel model, in ChannelSearchSettings settings)
    {
        _levels.Clear();
        _octaves.Clear();
        Margin = MarginOf(model);
        int widest = 0;
        double smallest = Smallest(model, settings.MinSize);
        for (double magnification = smallest; ; magnification *= settings.ScaleFactor)
        {
            if (!FitsMaximum(model, magnification, settings.MaxSize) || Level(picture, model, magnification) is not { } level)
            {
                break;
            }

            widest = Math.Max(widest, level.Cells.Width);
            if (_octaves.Count == 0 || _octaves[^1].Octave != level.Octave)
            {
                BoxSize pixels = PixelsOf(picture, level.Octave);
                _octaves.Add(new ChannelOctave(level.Octave, pixels, CellsOf(pixels, model.Geometry), _levels.Count, _levels.Count));
            }

            _levels.Add(level);
            _octaves[^1] = _octaves[^1] with { EndLevel = _levels.Count };
        }

        Stride = CellBytes.StrideFor(widest + (2 * Margin.Width));
    }

    public static BoxSize MarginOf(ChannelModel model)
    {
        (double x, double y, double width, double height) = model.ObjectRegion;
        return new BoxSize(
            Math.Max((int)Math.Floor(Math.Min(x, 1 - x - width) * model.Geometry.Columns), 0),
            Math.Max((int)Math.Floor(Math.Min(y, 1 - y - height) * model.Geometry.Rows), 0));
    }

    public static BoxSize PixelsOf(BoxSize picture, int octave) => octave < 0
        ? new BoxSize(picture.Width << -octave, picture.Height << -octave)
        : new BoxSize(picture.Width >> octave, picture.Height >> octave);

    private static BoxSize CellsOf(BoxSize pixels, ChannelGeometry geometry) =>
        new(pixels.Width / geometry.Shrink, pixels.Height / geometry.Shrink);

    private static double Smallest(ChannelModel model, BoxSize minSize)
    {
        BoxSize window = model.Geometry.WindowSize;
        double across = minSize.Width / (model.ObjectRegion.Width * window.Width);
        double down = minSize.Height / (model.ObjectRegion.Height * window.Height);
        double wanted = Math.Max(across, down);
        return wanted == 0 ? 1 : Math.Max(wanted, Math.Pow(2, FirstOctave));
    }

    // Half a pixel more, for sizes are asked for in whole pixels.
    private static bool FitsMaximum(ChannelModel model, double magnification, BoxSize maxSize)
    {
        BoxSize window = model.Geometry.WindowSize;
        return (maxSize.Width == 0 || model.ObjectRegion.Width * window.Width * magnification <= maxSize.Width + 0.5)
            && (maxSize.Height == 0 || model.ObjectRegion.Height * window.Height * magnification <= maxSize.Height + 0.5);
    }

    private ChannelLevel? Level(BoxSize picture, ChannelModel model, double magnification)
    {
        int octave = Math.Max((int)Math.Round(Math.Log2(magnification)), FirstOctave);
        while (octave < 0 && (long)picture.Width * picture.Height * 4 > MaxPixels)
        {
            octave++;
        }

        double octaveScale = Math.Pow(2, octave);
        BoxSize real = CellsOf(PixelsOf(picture, octave), model.Geometry);
        double shrink = magnification / octaveScale;
        BoxSize cells = new((int)Math.Round(real.Width / shrink), (int)Math.Round(real.Height / shrink));
        int across = cells.Width + (2 * Margin.Width) - model.Geometry.Columns + 1;
        int down = cells.Height + (2 * Margin.Height) - model.Geometry.Rows + 1;
        if (across <= 0 || down <= 0)
        {
            return null;
        }

        double pixelsPerCell = model.Geometry.Shrink * octaveScale;
        return new ChannelLevel(
            octave,
            cells,
            across,
            down,
            pixelsPerCell * real.Width / cells.Width,
            pixelsPerCell * real.Height / cells.Height,
            Factors(model, shrink));
    }

    private static float[] Factors(ChannelModel model, double shrink)
    {
        var factors = new float[ChannelLayout.Count];
        for (int channel = 0; channel < factors.Length; channel++)
        {
            factors[channel] = (float)(ChannelLayout.Unit(channel) * Math.Pow(shrink, -model.Data.ScalePowers[channel]));
        }

        return factors;
    }
}

/// <summary>Options with every default filled in.</summary>
internal readonly record struct ChannelSearchSettings(double ScaleFactor, BoxSize MinSize, BoxSize MaxSize, int Threads);
