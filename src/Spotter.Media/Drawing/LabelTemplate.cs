using System.Globalization;
using System.Text;
using Spotter.Vision;

namespace Spotter.Media.Drawing;

/// <summary>
/// The text at a detection, with places for what it is: <c>{label}</c>, <c>{score}</c> (two decimals), <c>{share}</c>
/// (how sure a classifier is of the label, in percent) and <c>{id}</c> (the track id). A word whose place has no
/// value is left out: <c>{label} #{id}</c> gives <c>car #7</c>, and <c>car</c> where nothing tracks.
/// </summary>
public sealed class LabelTemplate
{
    // Longer names are no labels any more, and text must not take unbounded time to measure.
    private const int LongestText = 80;

    private readonly string[] _words;

    private LabelTemplate(string text, string[] words)
    {
        Text = text;
        _words = words;
    }

    /// <summary><c>{label} {score}</c>.</summary>
    public static LabelTemplate LabelAndScore { get; } = Parse("{label} {score}");

    /// <summary><c>{label} #{id}</c>: what suits video.</summary>
    public static LabelTemplate LabelAndId { get; } = Parse("{label} #{id}");

    /// <summary><c>{label} {share}</c>: what a classifier says.</summary>
    public static LabelTemplate LabelAndShare { get; } = Parse("{label} {share}");

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>Reads a template.</summary>
    /// <exception cref="FormatException">A brace is not closed, or a place has another name; the message lists the
    /// places.</exception>
    public static LabelTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '}')
            {
                throw Wrong(text, "a } has no {");
            }

            if (text[i] != '{')
            {
                continue;
            }

            int end = text.IndexOf('}', i);
            if (end < 0)
            {
                throw Wrong(text, "a { is not closed");
            }

            string place = text[i..(end + 1)];
            if (place is not ("{label}" or "{score}" or "{share}" or "{id}"))
            {
                throw Wrong(text, $"{place} is no place");
            }

            i = end;
        }

        return new LabelTemplate(text, text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>The text of one detection; empty where nothing is to be written. It is a single line.</summary>
    public string Format(Detection detection)
    {
        string score = detection.Score.ToString("0.00", CultureInfo.InvariantCulture);
        string id = detection.TrackId?.ToString(CultureInfo.InvariantCulture) ?? "";
        string share = detection.Share is { } part
            ? Math.Round(100 * part).ToString(CultureInfo.InvariantCulture) + " %"
            : "";
        string label = detection.Label ?? "";
        var text = new StringBuilder();
        foreach (string word in _words)
        {
            bool lacksValue =
                (id.Length == 0 && word.Contains("{id}", StringComparison.Ordinal))
                || (share.Length == 0 && word.Contains("{share}", StringComparison.Ordinal))
                || (label.Length == 0 && word.Contains("{label}", StringComparison.Ordinal));
            if (!lacksValue)
            {
                // The label comes last: what it holds must not be taken for a place.
                text.Append(text.Length == 0 ? "" : " ")
                    .Append(
                        word.Replace("{score}", score, StringComparison.Ordinal)
                            .Replace("{share}", share, StringComparison.Ordinal)
                            .Replace("{id}", id, StringComparison.Ordinal)
                            .Replace("{label}", label, StringComparison.Ordinal)
                    );
            }
        }

        return OneLine(text.ToString());
    }

    /// <summary>The text as it was given.</summary>
    public override string ToString() => Text;

    private static string OneLine(string text)
    {
        if (text.Length > LongestText)
        {
            int end = char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1;
            text = text[..end] + "…";
        }

        return string.Create(text.Length, text, static (target, source) =>
        {
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }

    private static FormatException Wrong(string text, string problem) =>
        new($"label \"{text}\": {problem}; the places are {{label}}, {{score}}, {{share}} and {{id}}");
}
