namespace Spotter.Cli.Presenting;

/// <summary>
/// Text in lines of a width. Words are never broken: one that is longer than a line has a line of its own.
/// </summary>
internal static class Lines
{
    public static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line);
                line = "";
            }

            line = line.Length > 0 ? $"{line} {word}" : word;
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>
    /// Writes text behind a margin, and what comes before it (a mark, a name) into the margin of the first line.
    /// </summary>
    public static void WriteHanging(TextWriter output, string first, int margin, string text, int width)
    {
        List<string> lines = Wrap(text, Math.Max(1, width - margin));
        bool fitsMargin = first.Length == 0 || (first.Length < margin && margin + lines[0].Length <= width);
        if (!fitsMargin)
        {
            output.WriteLine(first);
        }

        foreach ((int i, string line) in lines.Index())
        {
            output.WriteLine(((i == 0 && fitsMargin ? first : "").PadRight(margin) + line).TrimEnd());
        }
    }
}
