using System.Globalization;
using System.Xml.Linq;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>Reads the fields of OpenCV's XML; every failure names line, element and value.</summary>
internal static class XmlFields
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\n'];

    /// <summary>The children of a sequence element; OpenCV names each of them <c>_</c>.</summary>
    public static IEnumerable<XElement> Items(XElement sequence) => sequence.Elements("_");

    public static XElement Child(XElement parent, string name) =>
        parent.Element(name) ?? throw Error(parent, $"<{parent.Name.LocalName}> has no <{name}>");

    public static int Int(XElement element) => ParseInt(element, element.Value.Trim());

    public static float Float(XElement element) => ParseFloat(element, element.Value.Trim());

    public static string[] Words(XElement element) =>
        element.Value.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The words of an element, of which there must be <paramref name="count"/>.</summary>
    public static string[] Words(XElement element, int count)
    {
        string[] words = Words(element);
        return words.Length == count
            ? words
            : throw Error(element, $"<{element.Name.LocalName}> must hold {count} numbers, got {words.Length}");
    }

    public static int ParseInt(XElement place, string word)
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
    public static float ParseFloat(XElement place, string word) =>
        TryParseDouble(word, out double value) && float.IsFinite((float)value)
            ? (float)value
            : throw Error(place, $"expected a finite number, got \"{Shorten(word)}\"");

    public static CascadeFormatException Error(XElement place, string problem) =>
        place.Annotation<SourceLine>() is { } line
            ? new CascadeFormatException($"line {line.Number}: {problem}")
            : new CascadeFormatException(problem);

    private static bool TryParseDouble(string word, out double value) =>
        double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    private static string Shorten(string word) => word.Length <= 40 ? word : $"{word[..40]}...";
}
