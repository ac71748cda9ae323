using Spotter.Vision.Channels.Kernels;

namespace Spotter.Vision.Channels;

/// <summary>A scale of the search.</summary>
/// <param name="Octave">The octave whose channels it is resampled from: the picture shrunk by 2 to this power.</param>
/// <param name="Cells">Cells of the picture at this scale.</param>
/// <param name="Windows">How many windows there are, those that reach into the margins included.</param>
/// <param name="CellWidth">Width of a cell, in pixels of the picture.</param>
/// <param name="CellHeight">Height of a cell, in pixels of the picture.</param>
/// <param name="Factors">For each channel what turns values of the octave into bytes of this scale.</param>
internal readonly record struct ChannelLevel(
    int Octave,
    BoxSize Cells,
    WindowGrid Windows,
    double CellWidth,
    double CellHeight,
    float[] Factors
);

/// <summary>The windows of a level; the first begins in the corner of the margin.</summary>
/// <param name="Across">Windows a row.</param>
/// <param name="Down">Rows of windows.</param>
internal readonly record struct WindowGrid(int Across, int Down)
{
    public long Count => (long)Across * Down;
}

/// <summary>An octave: which levels come from it and how large it is.</summary>
internal readonly record struct ChannelOctave(int Octave, BoxSize Pixels, BoxSize Cells, int FirstLevel, int EndLevel);

/// <summary>The scales at which a picture is searched.</summary>
internal sealed class ChannelPlan
{
    /// <summary>Pictures are enlarged by 2 at most.</summary>
    public const int FirstOctave = -1;

    // Where nobody says how small, objects are looked for from half the size that the trees learned on, but not below
    // so many pixels on the longer side: half of the objects that a model learned from are smaller than that size.
    // Searched from it on, a model of cars had an average precision of 0.21 instead of 0.80, and one of a logo 0.58
    // instead of 1.
    private const double LeastByDefault = 32;

    // The picture enlarged must not have more pixels than an index counts.
    private const long MaxPixels = 1L << 30;

    private readonly List<ChannelLevel> _levels = [];
    private readonly List<ChannelOctave> _octaves = [];

    public List<ChannelLevel> Levels => _levels;

    public List<ChannelOctave> Octaves => _octaves;

    /// <summary>From a channel's row to the next one's, in every level.</summary>
    public int Stride { get; private set; }

    public void Build(BoxSize picture, ChannelModel model, in ChannelSearchSettings settings)
    {
        _levels.Clear();
        _octaves.Clear();
        int widest = 0;
        for (
            double magnification = Smallest(model, settings.MinSize);
            Level(picture, model, magnification, settings) is { } level;
            magnification *= settings.ScaleFactor
        )
        {
            widest = Math.Max(widest, level.Cells.Width);
            if (_octaves.Count == 0 || _octaves[^1].Octave != level.Octave)
            {
                BoxSize pixels = PixelsOf(picture, level.Octave);
                _octaves.Add(
                    new ChannelOctave(
                        level.Octave,
                        pixels,
                        CellsOf(pixels, model.Geometry),
                        _levels.Count,
                        _levels.Count
                    )
                );
            }

            _levels.Add(level);
            _octaves[^1] = _octaves[^1] with { EndLevel = _levels.Count };
        }

        Stride = CellBytes.StrideFor(widest + (2 * model.Margin.Width));
    }

    public static BoxSize PixelsOf(BoxSize picture, int octave) =>
        octave < 0
            ? new BoxSize(picture.Width << -octave, picture.Height << -octave)
            : new BoxSize(picture.Width >> octave, picture.Height >> octave);

    private static BoxSize CellsOf(BoxSize pixels, ChannelGeometry geometry) =>
        new(pixels.Width / geometry.Shrink, pixels.Height / geometry.Shrink);

    private static double Smallest(ChannelModel model, BoxSize minSize)
    {
        (double width, double height) = ObjectAt(model, 1);
        if (minSize == default)
        {
            return Math.Clamp(LeastByDefault / Math.Max(width, height), Math.Pow(2, FirstOctave), 1);
        }

        double wanted = Math.Max(minSize.Width / width, minSize.Height / height);
        return Math.Max(wanted, Math.Pow(2, FirstOctave));
    }

    // Half a pixel more, for sizes are asked for in whole pixels.
    private static bool FitsMaximum(ChannelModel model, double magnification, BoxSize maxSize)
    {
        (double width, double height) = ObjectAt(model, magnification);
        return (maxSize.Width == 0 || width <= maxSize.Width + 0.5)
            && (maxSize.Height == 0 || height <= maxSize.Height + 0.5);
    }

    private static (double Width, double Height) ObjectAt(ChannelModel model, double magnification)
    {
        BoxSize window = model.Geometry.WindowSize;
        return (
            model.ObjectRegion.Width * window.Width * magnification,
            model.ObjectRegion.Height * window.Height * magnification
        );
    }

    // Null where there are no windows at this scale or at a larger one.
    private static ChannelLevel? Level(
        BoxSize picture,
        ChannelModel model,
        double magnification,
        in ChannelSearchSettings settings
    )
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
        var windows = new WindowGrid(
            cells.Width + (2 * model.Margin.Width) - model.Geometry.Columns + 1,
            cells.Height + (2 * model.Margin.Height) - model.Geometry.Rows + 1
        );
        if (windows.Across <= 0 || windows.Down <= 0 || !FitsMaximum(model, magnification, settings.MaxSize))
        {
            return null;
        }

        double pixelsPerCell = model.Geometry.Shrink * octaveScale;
        return new ChannelLevel(
            octave,
            cells,
            windows,
            pixelsPerCell * real.Width / cells.Width,
            pixelsPerCell * real.Height / cells.Height,
            Factors(model, shrink)
        );
    }

    private static float[] Factors(ChannelModel model, double shrink)
    {
        var factors = new float[ChannelLayout.Count];
        for (int channel = 0; channel < factors.Length; channel++)
        {
            factors[channel] = (float)(
                ChannelLayout.Unit(channel) * Math.Pow(shrink, -model.Data.ScalePowers[channel])
            );
        }

        return factors;
    }
}

/// <summary>Options with every default filled in.</summary>
internal readonly record struct ChannelSearchSettings(
    double ScaleFactor,
    BoxSize MinSize,
    BoxSize MaxSize,
    int Threads
);
