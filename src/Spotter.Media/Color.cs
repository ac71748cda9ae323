using Spotter.Media.Drawing;

namespace Spotter.Media;

/// <summary>A colour to draw with.</summary>
/// <param name="R">Red, 0 to 255.</param>
/// <param name="G">Green, 0 to 255.</param>
/// <param name="B">Blue, 0 to 255.</param>
public readonly record struct Color(byte R, byte G, byte B)
{
    /// <summary>Red.</summary>
    public static Color Red => new(255, 0, 0);

    /// <summary>Orange.</summary>
    public static Color Orange => new(255, 165, 0);

    /// <summary>Yellow.</summary>
    public static Color Yellow => new(255, 255, 0);

    /// <summary>Green, as bright as it gets.</summary>
    public static Color Green => new(0, 255, 0);

    /// <summary>Cyan.</summary>
    public static Color Cyan => new(0, 255, 255);

    /// <summary>Blue.</summary>
    public static Color Blue => new(0, 0, 255);

    /// <summary>Magenta.</summary>
    public static Color Magenta => new(255, 0, 255);

    /// <summary>White.</summary>
    public static Color White => new(255, 255, 255);

    /// <summary>Gray.</summary>
    public static Color Gray => new(128, 128, 128);

    /// <summary>Black.</summary>
    public static Color Black => new(0, 0, 0);

    /// <summary>A bright colour, another one each time.</summary>
    public static Color Random() => Random(System.Random.Shared);

    /// <summary>A bright colour that a generator chooses: one with a seed chooses the same again.</summary>
    /// <param name="random">What chooses.</param>
    public static Color Random(Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        uint rgb = BrightColors.Of((uint)random.Next(1 << 16));
        return new Color((byte)(rgb >> 16), (byte)(rgb >> 8), (byte)rgb);
    }

    /// <summary>The colour for <see cref="AnnotatorOptions"/> and <see cref="Overlay"/>.</summary>
    public DrawColor ToDrawColor() => DrawColor.FromRgb(R, G, B);

    /// <inheritdoc cref="ToDrawColor"/>
    public static implicit operator DrawColor(Color color) => color.ToDrawColor();

    /// <summary><c>#RRGGBB</c>.</summary>
    public override string ToString() => ToDrawColor().ToString();
}
