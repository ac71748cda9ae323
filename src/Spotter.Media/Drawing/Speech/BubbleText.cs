using SkiaSharp;

namespace Spotter.Media.Drawing.Speech;

/// <summary>Text broken into lines of about one length.</summary>
internal static class BubbleText
{
    // Of the size of the font.
    public const float LineHeight = 1.25f;

    // A bubble that is about this much wider than high reads well.
    private const double Shape = 2.4;

    /// <param name="text">Not blank.</param>
    /// <param name="font">Of the size that is drawn.</param>
    /// <param name="widest">No line is wider than that, in pixels, but for a word that is.</param>
    public static IReadOnlyList<string> Break(string text, SKFont font, float widest)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        float[] widths = [.. words.Select(word => font.MeasureText(word))];
        float space = font.MeasureText(" ");
        float longest = widths.Max();
        float all = widths.Sum() + space * (words.Length - 1);

        // Lines are full to three quarters on average, so the width is one above the even share.
        float wanted = (float)Math.Sqrt(all * font.Size * LineHeight * Shape);
        float limit = Math.Max(longest, Math.Min(widest, Math.Min(all, Math.Max(wanted, 5 * font.Size))));
        int lines = Fill(words, widths, space, limit).Count;

        // The narrowest that needs no more lines: none of them is left with a word alone.
        float low = longest;
        float high = limit;
        for (int i = 0; i < 12 && high - low > 1; i++)
        {
            float middle = (low + high) / 2;
            (low, high) = Fill(words, widths, space, middle).Count <= lines ? (low, middle) : (middle, high);
        }

        return Fill(words, widths, space, high);
    }

    private static List<string> Fill(string[] words, float[] widths, float space, float limit)
    {
        List<string> lines = [words[0]];
        float width = widths[0];
        for (int i = 1; i < words.Length; i++)
        {
            if (width + space + widths[i] <= limit)
            {
                lines[^1] += $" {words[i]}";
                width += space + widths[i];
            }
            else
            {
                lines.Add(words[i]);
                width = widths[i];
            }
        }

        return lines;
    }
}
