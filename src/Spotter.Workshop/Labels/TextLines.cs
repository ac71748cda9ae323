namespace Spotter.Workshop.Labels;

/// <summary>The lines of a text file of labels.</summary>
internal static class TextLines
{
    /// <exception cref="LabelException">The file cannot be read, or is no text.</exception>
    public static IReadOnlyList<string> Of(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LabelException.About(path, e);
        }

        int binary = Array.FindIndex(lines, static line => line.Contains('\0', StringComparison.Ordinal));
        return binary < 0
            ? lines
            : throw new LabelException($"{path}, line {binary + 1}: holds binary data; labels are text");
    }
}
