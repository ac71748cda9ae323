using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>
/// Where a picture of a window comes from: a centre in a source, axes, and what happens to its gray values.
/// </summary>
/// <param name="CenterX">Centre of the window in the source, in pixels.</param>
/// <param name="CenterY">Centre of the window in the source, in pixels.</param>
/// <param name="StepX">Pixels of the source a pixel of the window, across.</param>
/// <param name="StepY">Pixels of the source a pixel of the window, down.</param>
internal readonly record struct CropWarp(double CenterX, double CenterY, double StepX, double StepY)
{
    /// <summary>In degrees.</summary>
    public double Rotation { get; init; }

    public bool IsFlipped { get; init; }

    public double Contrast { get; init; } = 1;

    public double Brightness { get; init; }

    public bool IsBlurred { get; init; }

    /// <summary>Draws the window. Outside the source its outermost pixels go on.</summary>
    public void Draw(GrayImage source, GrayImage target)
    {
        (CropWarp warp, GrayImage from) = (this, source);
        double coarsest = Math.Min(StepX, StepY) * (IsBlurred ? 2 : 1);
        int halvings = 0;
        while (coarsest >= 1.9 && from is { Width: >= 4, Height: >= 4 })
        {
            from = Halve(from);
            halvings++;
            warp = warp with
            {
                CenterX = warp.CenterX / 2,
                CenterY = warp.CenterY / 2,
                StepX = warp.StepX / 2,
                StepY = warp.StepY / 2,
            };
            coarsest /= 2;
        }

        warp.Sample(from, target);
    }

    private static GrayImage Halve(GrayImage source)
    {
        var half = new GrayImage(source.Width / 2, source.Height / 2);
        for (int y = 0; y < half.Height; y++)
        {
            ReadOnlySpan<byte> above = source.View.Row(2 * y);
            ReadOnlySpan<byte> below = source.View.Row((2 * y) + 1);
            for (int x = 0; x < half.Width; x++)
            {
                half.Pixels[(y * half.Width) + x] = (byte)(
                    (above[2 * x] + above[(2 * x) + 1] + below[2 * x] + below[(2 * x) + 1] + 2) >> 2
                );
            }
        }

        return half;
    }

    private void Sample(GrayImage source, GrayImage target)
    {
        ImageView<byte> view = source.View;
        (double sin, double cos) = Math.SinCos(Rotation * Math.PI / 180);
        for (int y = 0; y < target.Height; y++)
        {
            double v = (y + 0.5 - (target.Height / 2.0)) * StepY;
            for (int x = 0; x < target.Width; x++)
            {
                double u = (x + 0.5 - (target.Width / 2.0)) * (IsFlipped ? -StepX : StepX);
                double gray = GrayCrop.Sample(
                    view,
                    CenterX + (u * cos) - (v * sin) - 0.5,
                    CenterY + (u * sin) + (v * cos) - 0.5
                );
                target.Pixels[(y * target.Width) + x] = (byte)
                    Math.Clamp(Math.Round(((gray - 128) * Contrast) + 128 + Brightness), 0, 255);
            }
        }
    }
}
