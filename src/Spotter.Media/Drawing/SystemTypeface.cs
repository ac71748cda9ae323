using SkiaSharp;

namespace Spotter.Media.Drawing;

/// <summary>The typeface of labels: an upright one without serifs, as the machine has it.</summary>
internal static class SystemTypeface
{
    private static readonly string[] Preferred =
    [
        "Inter",
        "Segoe UI",
        "Helvetica Neue",
        "Noto Sans",
        "Open Sans",
        "DejaVu Sans",
        "Liberation Sans",
        "Arial",
        "Roboto",
    ];

    private static readonly Lazy<SKTypeface?> Found = new(Find);

    /// <summary>Null on a machine without fonts.</summary>
    public static SKTypeface? Instance => Found.Value;

    private static SKTypeface? Find()
    {
        SKFontManager fonts = SKFontManager.Default;
        foreach (string family in Preferred)
        {
            if (Usable(fonts.MatchFamily(family)) is { } typeface)
            {
                return typeface;
            }
        }

        string? sans = fonts.FontFamilies.FirstOrDefault(static family =>
            family.Contains("Sans", StringComparison.OrdinalIgnoreCase)
        );
        return (sans is null ? null : Usable(fonts.MatchFamily(sans))) ?? Usable(SKTypeface.Default);
    }

    // Skia answers an empty typeface rather than none; symbol fonts have glyphs, but no letters.
    private static SKTypeface? Usable(SKTypeface? typeface) =>
        typeface is { GlyphCount: > 0 } && typeface.ContainsGlyph('a') && typeface.ContainsGlyph('0') ? typeface : null;
}
