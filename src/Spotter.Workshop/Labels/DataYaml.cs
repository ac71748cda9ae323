using System.Globalization;

namespace Spotter.Workshop.Labels;

/// <summary>
/// What counts of the <c>data.yaml</c> of a YOLO data set: the names of the classes, as a list or by number, where its
/// pictures are, and whether its labels are of poses. A small part of YAML: scalars, lists and maps, over several lines
/// or in brackets.
/// </summary>
internal sealed class DataYaml
{
    private const int MostClasses = 100_000;
    private static readonly string[] FileNames = ["data.yaml", "data.yml", "dataset.yaml", "dataset.yml"];
    private static readonly string[] PictureKeys = ["train", "val", "valid", "test"];

    private readonly string _path;
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);

    private DataYaml(string path)
    {
        _path = path;
        string? key = null;
        foreach (string line in Lines(path))
        {
            string text = line.Trim();
            bool isItem = text == "-" || text.StartsWith("- ", StringComparison.Ordinal);
            if (char.IsWhiteSpace(line[0]) || isItem)
            {
                if (key is not null)
                {
                    _values[key].Add(isItem ? text[1..].Trim() : text);
                }

                continue;
            }

            int colon = text.IndexOf(':', StringComparison.Ordinal);
            key = colon < 0 ? null : Unquote(text[..colon]);
            if (key is not null)
            {
                string value = text[(colon + 1)..].Trim();
                _values[key] = value.Length == 0 ? [] : [value];
            }
        }
    }

    /// <summary>Whether a file is named as one.</summary>
    public static bool IsYaml(string path) =>
        Path.GetExtension(path.AsSpan()) is var extension
        && (
            extension.Equals(".yaml", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".yml", StringComparison.OrdinalIgnoreCase)
        );

    /// <exception cref="LabelException">The file cannot be read.</exception>
    public static DataYaml Load(string path) => new(path);

    /// <summary>The one of a data set that lies in the first of these folders that has one.</summary>
    public static DataYaml? Of(IEnumerable<string> folders) =>
        folders
            .SelectMany(static folder => FileNames.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists)
            is { } file
            ? new DataYaml(file)
            : null;

    /// <summary>Numbers that each labelled pose has beside class and box; 0 where labels are of no poses.</summary>
    public int PoseNumbers
    {
        get
        {
            int[] shape =
            [
                .. Items("kpt_shape")
                    .Select(static item =>
                        int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0
                    ),
            ];
            return shape.Length == 2 ? shape[0] * shape[1] : 0;
        }
    }

    /// <summary>The names of the classes by number; empty where there are none.</summary>
    /// <exception cref="LabelException">A number is out of range.</exception>
    public IReadOnlyList<string> Names()
    {
        string[] items = Items("names");
        if (items.Length == 0 || !items.All(static item => NumberOf(item) is not null))
        {
            return [.. items.Select(Unquote)];
        }

        var byNumber = items.ToLookup(
            static item => NumberOf(item)!.Value,
            static item => Unquote(item[(item.IndexOf(':', StringComparison.Ordinal) + 1)..])
        );
        int most = byNumber.Max(static group => group.Key);
        return most < MostClasses
            ?
            [
                .. Enumerable
                    .Range(0, most + 1)
                    .Select(number =>
                        byNumber[number].FirstOrDefault() ?? number.ToString(CultureInfo.InvariantCulture)
                    ),
            ]
            : throw new LabelException($"{_path}: names: {most} is no number of a class");
    }

    /// <summary>The folders of pictures that it names and that exist.</summary>
    public IReadOnlyList<string> PictureFolders()
    {
        string beside = Path.GetDirectoryName(_path) is { Length: > 0 } folder ? folder : ".";
        string root = Items("path") is [var given] ? Path.Combine(beside, Unquote(given)) : beside;
        return
        [
            .. PictureKeys
                .SelectMany(Items)
                .Select(Unquote)
                .Where(static item => item.Length > 0)
                .Select(item => Resolve(item, root, beside))
                .OfType<string>()
                .Distinct(StringComparer.Ordinal),
        ];
    }

    // Roboflow writes ../train/images into the file beside train/.
    private static string? Resolve(string item, params ReadOnlySpan<string> roots)
    {
        string shortened = item;
        while (shortened.StartsWith("../", StringComparison.Ordinal))
        {
            shortened = shortened[3..];
        }

        foreach (string root in roots)
        {
            foreach (string name in (string[])[item, shortened])
            {
                if (Directory.Exists(Path.Combine(root, name)))
                {
                    return Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(root, name)));
                }
            }
        }

        return null;
    }

    private string[] Items(string key)
    {
        if (!_values.TryGetValue(key, out List<string>? parts) || parts.Count == 0)
        {
            return [];
        }

        // Brackets may go over several lines.
        string all = string.Join(' ', parts);
        return all is ['[' or '{', ..] ? Split(all.Trim('[', ']', '{', '}', ' ')) : [.. parts];
    }

    // At commas outside of quotes.
    private static string[] Split(string text)
    {
        var items = new List<string>();
        int start = 0;
        char quote = '\0';
        for (int i = 0; i <= text.Length; i++)
        {
            if (i == text.Length || (text[i] == ',' && quote == '\0'))
            {
                items.Add(text[start..i].Trim());
                start = i + 1;
            }
            else if (quote == '\0' ? text[i] is '\'' or '"' : text[i] == quote)
            {
                quote = quote == '\0' ? text[i] : '\0';
            }
        }

        return [.. items.Where(static item => item.Length > 0)];
    }

    private static int? NumberOf(string item) =>
        item.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
        && int.TryParse(Unquote(item[..colon]), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : null;

    private static string Unquote(string text)
    {
        text = text.Trim();
        return text.Length >= 2 && text[0] is '\'' or '"' && text[^1] == text[0]
            ? text[1..^1].Replace(text[0] == '\'' ? "''" : "\\\"", text[0].ToString(), StringComparison.Ordinal)
            : text;
    }

    // Without comments and empty lines.
    private static IEnumerable<string> Lines(string path) =>
        TextLines
            .Of(path)
            .Select(static line => WithoutComment(line).TrimEnd())
            .Where(static line => line.Length > 0 && line is not ("---" or "..."));

    private static string WithoutComment(string line)
    {
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == '#' && quote == '\0' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
            {
                return line[..i];
            }

            // An apostrophe within a word begins no quotation.
            if (
                quote == '\0'
                    ? line[i] is '\'' or '"' && (i == 0 || line[i - 1] is ' ' or '[' or ',' or '{' or '-' or ':')
                    : line[i] == quote
            )
            {
                quote = quote == '\0' ? line[i] : '\0';
            }
        }

        return line;
    }
}
