using System.Globalization;
using Spotter.Networks.Text;
using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Cli.Parsing;

/// <summary>Reads the values of options.</summary>
internal static class Values
{
    public static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : throw new FormatException("is no number; write it like 1.1");

    public static int Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new FormatException("is no whole number");

    /// <summary><c>30</c> or <c>30x40</c>.</summary>
    public static BoxSize Size(string text)
    {
        string[] parts = text.Split('x', 'X');
        return parts.Length switch
        {
            1 when IsCount(parts[0], out int side) => new BoxSize(side, side),
            2 when IsCount(parts[0], out int width) && IsCount(parts[1], out int height) => new BoxSize(width, height),
            _ => throw new FormatException("is no size in pixels; write it like 30 or 30x40"),
        };
    }

    /// <summary><c>X,Y,WIDTH,HEIGHT</c>.</summary>
    public static Box Region(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (
            parts.Length == 4
            && IsCount(parts[0], out int x)
            && IsCount(parts[1], out int y)
            && IsCount(parts[2], out int width)
            && IsCount(parts[3], out int height)
            && width > 0
            && height > 0
        )
        {
            return new Box(x, y, width, height);
        }

        throw new FormatException("is no region in pixels; write it as X,Y,WIDTH,HEIGHT, like 0,0,640,240");
    }

    /// <summary><c>X,Y,WIDTH,HEIGHT</c>, each in parts of the whole.</summary>
    public static RelativeRegion Part(string text)
    {
        string[] parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (
            parts.Length == 4
            && IsShare(parts[0], out double x)
            && IsShare(parts[1], out double y)
            && IsShare(parts[2], out double width)
            && IsShare(parts[3], out double height)
            && width > 0
            && height > 0
            && x + width <= 1
            && y + height <= 1
        )
        {
            return new RelativeRegion(x, y, width, height);
        }

        throw new FormatException(
            "is no part of a picture; write it as X,Y,WIDTH,HEIGHT, each 0 to 1, like 0.25,0.25,0.5,0.5"
        );
    }

    /// <summary>One of the names of an enumeration, in lower case.</summary>
    public static T Choice<T>(string text)
        where T : struct, Enum
    {
        string[] names = Enum.GetNames<T>();
        int index = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return index >= 0
            ? Enum.GetValues<T>()[index]
            : throw Unknown(text, [.. names.Select(static name => name.ToLowerInvariant())]);
    }

    /// <summary>One of several names.</summary>
    public static string Choice(string text, params string[] names) =>
        Array.Find(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(text, names);

    /// <summary>Says which values there are, and which one was probably meant.</summary>
    public static FormatException Unknown(string text, IReadOnlyList<string> names) =>
        new(
            "is not known" + NearestName.Hint(text, names, $"use {string.Join(", ", names.SkipLast(1))} or {names[^1]}")
        );

    /// <summary>Names with commas between them.</summary>
    public static string[] Names(string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 ? names : throw new FormatException("names nothing");
    }

    /// <summary>Any text, but for none.</summary>
    public static string NotBlank(string text) =>
        text.Trim().Length > 0 ? text : throw new FormatException("names nothing");

    /// <summary>A whole number from <paramref name="least"/> on.</summary>
    public static int AtLeast(string text, int least) =>
        Whole(text) is var value && value >= least
            ? value
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"must be {least} or more"));

    /// <summary>0 to 1.</summary>
    public static double Share(string text) =>
        IsShare(text, out double share) ? share : throw new FormatException("must be 0 to 1");

    /// <summary>A share of something that is never all of it.</summary>
    public static double ShareBelowOne(string text) =>
        Number(text) is >= 0 and < 1 and var share
            ? share
            : throw new FormatException("must be at least 0 and below 1");

    private static bool IsShare(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value is >= 0 and <= 1;

    private static bool IsCount(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
