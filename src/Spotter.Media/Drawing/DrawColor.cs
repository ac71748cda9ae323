using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Spotter.Networks.Text;
using Spotter.Vision;

namespace Spotter.Media.Drawing;

/// <summary>A colour to draw with: one for all detections, or a bright one for each.</summary>
public readonly record struct DrawColor
{
    private readonly uint? _rgb;

    private DrawColor(uint rgb) => _rgb = rgb;

    /// <summary>
    /// A bright colour for each detection, well apart from its neighbours'. It follows from the track id, or without
    /// one from the place in the list, so the same input always looks the same and a tracked thing keeps its colour.
    /// </summary>
    public static DrawColor Random => default;

    /// <summary>One colour for all.</summary>
    public static DrawColor FromRgb(byte red, byte green, byte blue) =>
        new(((uint)red << 16) | ((uint)green << 8) | blue);

    /// <summary>True for <see cref="Random"/>.</summary>
    public bool IsRandom => _rgb is null;

    /// <summary>
    /// Reads <c>random</c>, a name such as <c>lime</c>, or <c>#RRGGBB</c>; upper and lower case are the same.
    /// </summary>
    /// <exception cref="FormatException">The text is none of these; the message lists what is allowed.</exception>
    public static DrawColor Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out DrawColor color)
            ? color
            : throw new FormatException(
                $"\"{text}\" is no colour"
                    + NearestName.Hint(
                        text,
                        ColorNames.All,
                        $"use random, #RRGGBB, or {string.Join(", ", ColorNames.All)}"
                    )
            );
    }

    /// <summary>As <see cref="Parse"/>, answering false where it would throw.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out DrawColor color)
    {
        color = Random;
        if (text is null)
        {
            return false;
        }

        text = text.Trim();
        if (text.Equals("random", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (ColorNames.Find(text) is { } named)
        {
            color = new DrawColor(named);
            return true;
        }

        if (
            text is ['#', _, _, _, _, _, _]
            && uint.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint rgb)
        )
        {
            color = new DrawColor(rgb);
            return true;
        }

        return false;
    }

    /// <summary><c>random</c> or <c>#RRGGBB</c>: what <see cref="Parse"/> reads.</summary>
    public override string ToString() =>
        _rgb is { } rgb ? string.Create(CultureInfo.InvariantCulture, $"#{rgb:X6}") : "random";

    /// <summary>The colour of one detection.</summary>
    /// <param name="detection">Its track id chooses a random colour, if it has one.</param>
    /// <param name="index">Its place in the list chooses otherwise; 0 or more.</param>
    public (byte Red, byte Green, byte Blue) For(Detection detection, int index)
    {
        uint rgb = _rgb ?? BrightColors.Of(unchecked((uint)(detection.TrackId ?? index)));
        return ((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
    }
}
