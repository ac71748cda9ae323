using Spotter.Vision.Images;

namespace Spotter.Videos;

/// <summary>
/// Tells where a film goes over to another picture altogether: what was followed before is not there any more, and
/// boxes that linger would lie on something else.
/// </summary>
/// <remarks>
/// Two frames are compared by the brightness of a few coarse cells, each frame's mean apart, so that a lamp that is
/// switched on is no cut. What counts is how much the cells changed, in relation to how much they differ among
/// themselves.
/// </remarks>
internal sealed class SceneCut
{
    private const int Columns = 16;
    private const int Rows = 9;
    private const int SamplesPerSide = 16;

    // Measured on a film with cuts, street cameras, dash-cams and people who pass close by: cuts reach 0.61 and more,
    // anything else stays below 0.36.
    private const double Threshold = 0.48;

    // In gray levels. In a picture that is all of one brightness noise is the only contrast, and it changes each time.
    private const double Noise = 8;

    private double[] _before = new double[Columns * Rows];
    private double[] _now = new double[Columns * Rows];
    private bool _isFirst = true;

    /// <summary>True where this frame shows another scene than the one that was given before.</summary>
    public bool IsAt(GrayImage gray)
    {
        (_before, _now) = (_now, _before);
        Measure(gray.View, _now);
        bool isCut = !_isFirst && Change() > Threshold;
        _isFirst = false;
        return isCut;
    }

    private double Change()
    {
        (double change, double spread) = (0, 0);
        for (int i = 0; i < _now.Length; i++)
        {
            change += Math.Abs(_now[i] - _before[i]);
            spread += (Math.Abs(_now[i]) + Math.Abs(_before[i])) / 2;
        }

        return change / (spread + (Noise * _now.Length));
    }

    private static void Measure(ImageView<byte> gray, double[] cells)
    {
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                cells[(row * Columns) + column] = Mean(
                    gray,
                    column * gray.Width / Columns,
                    (column + 1) * gray.Width / Columns,
                    row * gray.Height / Rows,
                    (row + 1) * gray.Height / Rows
                );
            }
        }

        double mean = cells.Average();
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] -= mean;
        }
    }

    private static double Mean(ImageView<byte> gray, int left, int right, int top, int bottom)
    {
        int stepX = Math.Max(1, (right - left) / SamplesPerSide);
        int stepY = Math.Max(1, (bottom - top) / SamplesPerSide);
        (int sum, int count) = (0, 0);
        for (int y = top; y < bottom; y += stepY)
        {
            ReadOnlySpan<byte> line = gray.Row(y);
            for (int x = left; x < right; x += stepX)
            {
                sum += line[x];
                count++;
            }
        }

        return count == 0 ? 0 : (double)sum / count;
    }
}
