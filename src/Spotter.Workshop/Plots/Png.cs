using SkiaSharp;

namespace Spotter.Workshop.Plots;

/// <summary>Makes a file's content of what was drawn.</summary>
internal static class Png
{
    public static byte[] Encode(SKSurface surface)
    {
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
