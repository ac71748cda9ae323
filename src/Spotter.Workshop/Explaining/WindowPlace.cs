using SkiaSharp;
using Spotter.Vision;

namespace Spotter.Workshop.Explaining;

/// <summary>Fits the window of a cascade into a square of a sheet.</summary>
internal static class WindowPlace
{
    public static SKRect Fit(BoxSize window, float left, float top, float side)
    {
        float scale = side / Math.Max(window.Width, window.Height);
        float width = window.Width * scale;
        float height = window.Height * scale;
        return SKRect.Create(left + ((side - width) / 2), top + ((side - height) / 2), width, height);
    }
}
