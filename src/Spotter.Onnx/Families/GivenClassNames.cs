using System.Globalization;
using System.Text.RegularExpressions;

namespace Spotter.Onnx.Families;

/// <summary>The names of classes, from a file of the user's.</summary>
/// <param name="Names">In the order of their numbers.</param>
/// <param name="Source">Where they come from, for messages.</param>
internal sealed partial record GivenClassNames(IReadOnlyList<string> Names, string Source)
{
    private const int LongestFile = 1_000_000;

    /// <summary>The names, of which there must be so many.</summary>
    /// <exception cref="OnnxModelException">There are more or fewer.</exception>
    public IReadOnlyList<string> For(int count) =>
        Names.Count == count
            ? Names
            : throw new OnnxModelException(
                $"{Source}: names {Names.Count} classes where the network tells {count} apart"
            );

    /// <summary>
    /// Reads names: a line each, or what data sets in YOLO's format say of themselves (<c>data.yaml</c>: names as a
    /// list, line by line with numbers, or in one line).
    /// </summary>
    /// <exception cref="OnnxModelException">There is no such file, or no names in it.</exception>
    public static GivenClassNames Read(string path)
    {
        string text;
        try
        {
            var file = new FileInfo(path);
            if (file.Exists && file.Length > LongestFile)
            {
                throw new OnnxModelException($"{path}: has {file.Length} bytes, which is no list of class names");
            }

            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OnnxModelException($"{path}: the names of classes cannot be read: {e.Message}", e);
        }

        IReadOnlyList<string>? names = YamlName().IsMatch(Path.GetExtension(path)) ? OfYaml(text) : OfLines(text);
        return names is { Count: > 0 }
            ? new GivenClassNames(names, path)
            : throw new OnnxModelException(
                $"{path}: has no names of classes; give a file with a name a line, or a data.yaml with names"
            );
    }

    /// <summary>
    /// A dictionary or list of Python or YAML in one line: <c>{0: 'person', 1: "bicycle"}</c> or <c>['a', 'b']</c>.
    /// Null where it is neither, or numbers are missing.
    /// </summary>
    public static IReadOnlyList<string>? OfLiteral(string text)
    {
        var names = new SortedDictionary<int, string>();
        int next = 0;
        foreach (Match entry in Entry().Matches(text.Trim().Trim('{', '}', '[', ']')))
        {
            int number = entry.Groups["number"] is { Success: true } given
                ? int.Parse(given.ValueSpan, CultureInfo.InvariantCulture)
                : next;
            names[number] = Unquoted(entry.Groups["name"].Value);
            next = number + 1;
        }

        return InOrder(names);
    }

    private static string[] OfLines(string text) =>
        [.. text.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0)];

    private static IReadOnlyList<string>? OfYaml(string text)
    {
        string[] lines = text.Split('\n');
        int start = Array.FindIndex(lines, static line => line.StartsWith("names:", StringComparison.Ordinal));
        if (start < 0)
        {
            return null;
        }

        string rest = WithoutComment(lines[start]["names:".Length..]);
        if (rest.Length > 0)
        {
            // One that is opened in this line ends where its bracket is closed.
            char close = rest[0] == '{' ? '}' : ']';
            for (int i = start + 1; i < lines.Length && !rest.Contains(close, StringComparison.Ordinal); i++)
            {
                rest += " " + WithoutComment(lines[i]);
            }

            return OfLiteral(rest);
        }

        var names = new SortedDictionary<int, string>();
        foreach (string line in lines.Skip(start + 1).Select(WithoutComment))
        {
            Match entry = YamlEntry().Match(line);
            if (entry.Success)
            {
                int number = entry.Groups["number"] is { Success: true } given
                    ? int.Parse(given.ValueSpan, CultureInfo.InvariantCulture)
                    : names.Count;
                names[number] = Unquoted(entry.Groups["name"].Value);
            }
            else if (line.Length > 0)
            {
                break;
            }
        }

        return InOrder(names);
    }

    private static string WithoutComment(string line)
    {
        int comment = line.IndexOf(" #", StringComparison.Ordinal);
        return (comment >= 0 ? line[..comment] : line).Trim();
    }

    private static string Unquoted(string name)
    {
        name = name.Trim();
        return name.Length >= 2 && name[0] is '\'' or '"' && name[^1] == name[0]
            ? name[1..^1].Replace("\\'", "'", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal)
            : name;
    }

    private static string[]? InOrder(SortedDictionary<int, string> names) =>
        names.Count > 0 && names.Keys.Last() == names.Count - 1 && names.Keys.First() == 0 ? [.. names.Values] : null;

    [GeneratedRegex(
        """(?:['"]?(?<number>\d{1,6})['"]?\s*:\s*)?(?<name>'(?:\\.|''|[^'\\])*'|"(?:\\.|[^"\\])*"|[^,'"\s][^,]*)"""
    )]
    private static partial Regex Entry();

    [GeneratedRegex("""^(?:-|(?<number>\d{1,6})\s*:)\s*(?<name>\S.*)$""")]
    private static partial Regex YamlEntry();

    [GeneratedRegex(@"^\.ya?ml$", RegexOptions.IgnoreCase)]
    private static partial Regex YamlName();
}
