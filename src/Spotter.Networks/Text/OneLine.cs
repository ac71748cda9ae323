using System.Text;

namespace Spotter.Networks.Text;

/// <summary>
/// Messages are one line, whatever they quote: names of files and what stands in them may hold line breaks, what a
/// terminal takes for commands, and megabytes.
/// </summary>
internal static class OneLine
{
    private const int Longest = 4000;
    private const int KeptOfTheEnd = 1000;
    private const string Gap = " ... ";

    /// <summary>A message, of a length that somebody reads.</summary>
    public static string Of(string text) => Clean(Shortened(text));

    /// <summary>The whole of a text in one line.</summary>
    public static string Clean(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\x1f')
        || text.AsSpan().ContainsAnyInRange('\x7f', '\x9f')
        || text.AsSpan().ContainsAny('\u2028', '\u2029')
            ? Cleaned(text)
            : text;

    // What is wrong stands at the beginning, and what to do at the end.
    private static string Shortened(string text) =>
        text.Length <= Longest
            ? text
            : string.Concat(
                text.AsSpan(0, Longest - KeptOfTheEnd - Gap.Length),
                Gap,
                text.AsSpan(text.Length - KeptOfTheEnd)
            );

    private static string Cleaned(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            line.Append(
                c is '\n' or '\r' or '\t' or '\u2028' or '\u2029' ? ' '
                : char.IsControl(c) ? '?'
                : c
            );
        }

        return line.ToString();
    }
}
