using System.Globalization;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>Reads the fields of OpenCV's XML; every failure names line, element and value.</summary>
internal static class XmlFields
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>The children of a sequence element; OpenCV names each of them <c>_</c>.</summary>
    public static IEnumerable<XmlNode> Items(XmlNode sequence) =>
        sequence.Children.Where(static child => child.Name == "_");

    public static XmlNode Child(XmlNode parent, string name) =>
        parent.Child(name) ?? throw Error(parent, $"<{parent.Name}> has no <{name}>");

    public static int Int(XmlNode element) => ParseInt(element, element.Text.Trim());

    public static float Float(XmlNode element) => ParseFloat(element, element.Text.Trim());

    public static string[] Words(XmlNode element) => element.Text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of an element, of which there must be <paramref name="count"/>.</summary>
    public static string[] Words(XmlNode element, int count)
    {
        string[] words = Words(element);
        return words.Length == count
            ? words
            : throw Error(element, $"<{element.Name}> must hold {count} numbers, got {words.Length}");
    }

    public static int ParseInt(XmlNode place, string word)
    {
        if (int.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            return value;
        }

        // OpenCV writes integers of sequences as "1." now and then.
        return TryParseDouble(word, out double real) && Math.Abs(real) <= int.MaxValue && real == Math.Truncate(real)
            ? (int)real
            : throw Error(place, $"expected a whole number, got \"{Shorten(word)}\"");
    }

    /// <summary>Parses as OpenCV does: to the nearest double first, then to the nearest float.</summary>
    public static float ParseFloat(XmlNode place, string word) =>
        TryParseDouble(word, out double value) && float.IsFinite((float)value)
            ? (float)value
            : throw Error(place, $"expected a finite number, got \"{Shorten(word)}\"");

    public static CascadeFormatException Error(XmlNode place, string problem) => new($"line {place.Line}: {problem}");

    private static bool TryParseDouble(string word, out double value) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string Shorten(string word) => word.Length <= 40 ? word : $"{word[..40]}...";
}
