using System.Globalization;
using System.Text;
using System.Text.Json;
using Spotter.Networks.Text;

namespace Spotter.Onnx;

/// <summary>
/// What a network's classes are called: in files of names as people keep them, and in what a network's file says of
/// itself.
/// </summary>
internal static class NetworkClassNames
{
    /// <summary>More than any network tells apart; a file of another kind may be large.</summary>
    public const int MostBytes = 8 << 20;

    // What exporters call the entry: Ultralytics; Hugging Face; others, and this library's own.
    private static readonly string[] Keys =
    [
        "spotter.class_names",
        "names",
        "class_names",
        "classes",
        "labels",
        "id2label",
        "class_labels",
    ];

    /// <summary>The names that the network's file has among its properties; null where it has none.</summary>
    public static IReadOnlyList<string>? Of(NetworkShape shape)
    {
        foreach (string key in Keys)
        {
            if (shape.Metadata.TryGetValue(key, out string? text) && TryParseLiteral(text) is { Count: > 0 } names)
            {
                return names;
            }
        }

        return null;
    }

    /// <summary>
    /// Reads a file of names: a name a line (also as <c>n01440764 tench</c> or <c>0 tench</c>), a list or a map in
    /// JSON (also Hugging Face's config.json and Keras' imagenet_class_index.json), or <c>names:</c> of a data.yaml.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SpotterException">There is no such file, or it holds no names; the message says
    /// which.</exception>
    public static IReadOnlyList<string> Load(string path)
    {
        string text;
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MostBytes } large)
            {
                throw new SpotterException(
                    SpotterErrorKind.Damaged,
                    $"{path}: has {large.Length} bytes, which is no file of class names"
                );
            }

            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{path}: there is no such file of class names; check the name",
                e
            );
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw new SpotterException(SpotterErrorKind.Missing, $"{path}: cannot be read: {e.Message}", e);
        }

        IReadOnlyList<string>? names =
            HasExtension(path, ".json") ? FromJson(text)
            : HasExtension(path, ".yaml") || HasExtension(path, ".yml") ? FromYaml(text)
            : TryParseLiteral(text) ?? FromLines(text);
        return names is { Count: > 0 }
            ? names
            : throw new SpotterException(
                SpotterErrorKind.Damaged,
                $"{path}: holds no class names; it should have a name a line, a list or a map in JSON, or names: as a "
                    + $"data.yaml has"
            );
    }

    /// <summary>
    /// Reads <c>['a', 'b']</c>, <c>{0: 'a', 1: 'b'}</c> or <c>{'a': 0, 'b': 1}</c>, as Python writes it and as JSON.
    /// </summary>
    /// <returns>The names in the order of their numbers; null where it is none of those.</returns>
    public static IReadOnlyList<string>? TryParseLiteral(string text)
    {
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.Length < 2 || (rest[0], rest[^1]) is not (('[', ']') or ('{', '}') or ('(', ')')))
        {
            return null;
        }

        bool isMap = rest[0] == '{';
        var items = new List<(string Text, bool IsQuoted)>();
        for (int i = 1; i < rest.Length - 1; )
        {
            char c = rest[i];
            if (char.IsWhiteSpace(c) || c is ',' || (isMap && c == ':'))
            {
                i++;
            }
            else if (c is '\'' or '"')
            {
                if (ReadQuoted(rest, ref i) is not { } quoted)
                {
                    return null;
                }

                items.Add((quoted, true));
            }
            else if (c is '[' or '{' or '(' or ']' or '}' or ')' or ':')
            {
                return null;
            }
            else
            {
                int from = i;
                while (i < rest.Length - 1 && rest[i] is not (',' or ':' or '\'' or '"' or '[' or '{'))
                {
                    i++;
                }

                items.Add((rest[from..i].Trim().ToString(), false));
            }
        }

        return isMap ? InOrder(items)
            : items.TrueForAll(static item => item.IsQuoted) ? [.. items.Select(static item => item.Text)]
            : null;
    }

    private static string[]? InOrder(List<(string Text, bool IsQuoted)> items)
    {
        if (items.Count % 2 != 0)
        {
            return null;
        }

        var pairs = items.Chunk(2).ToArray();
        bool isByNumber = pairs.All(static pair => IsNumber(pair[0].Text));
        if (!isByNumber && !pairs.All(static pair => IsNumber(pair[1].Text)))
        {
            return null;
        }

        return Numbered(pairs.Select(pair => isByNumber ? (pair[0].Text, pair[1].Text) : (pair[1].Text, pair[0].Text)));
    }

    // Null where numbers are missing or twice there.
    private static string[]? Numbered(IEnumerable<(string Number, string Name)> pairs)
    {
        (int Number, string Name)[] sorted =
        [
            .. pairs
                .Select(static pair => (int.Parse(pair.Number, CultureInfo.InvariantCulture), pair.Name))
                .OrderBy(static pair => pair.Item1),
        ];
        return sorted.Index().All(static entry => entry.Index == entry.Item.Number)
            ? [.. sorted.Select(static pair => pair.Name)]
            : null;
    }

    private static bool IsNumber(string text) =>
        text.Length is > 0 and < 9 && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;

    private static string? ReadQuoted(ReadOnlySpan<char> text, ref int i)
    {
        char quote = text[i++];
        var name = new StringBuilder();
        while (i < text.Length)
        {
            char c = text[i++];
            if (c == quote)
            {
                return name.ToString();
            }

            if (c == '\\' && i < text.Length)
            {
                char escaped = text[i++];
                if (
                    escaped == 'u'
                    && i + 4 <= text.Length
                    && ushort.TryParse(
                        text.Slice(i, 4),
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out ushort code
                    )
                )
                {
                    c = (char)code;
                    i += 4;
                }
                else
                {
                    c = escaped switch
                    {
                        'n' or 't' or 'r' => ' ',
                        _ => escaped,
                    };
                }
            }

            name.Append(c);
        }

        return null;
    }

    private static IReadOnlyList<string>? FromJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            JsonTexts.RequireUnicode(document.RootElement);
            return FromJson(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IReadOnlyList<string>? FromJson(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            string?[] names = [.. element.EnumerateArray().Select(NameOf)];
            return Array.Exists(names, static name => name is null) ? null : [.. names.OfType<string>()];
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        JsonProperty[] members = [.. element.EnumerateObject()];
        if (members.Length > 0 && Array.TrueForAll(members, static member => IsNumber(member.Name)))
        {
            return Array.TrueForAll(members, static member => NameOf(member.Value) is not null)
                ? Numbered(members.Select(static member => (member.Name, NameOf(member.Value)!)))
                : null;
        }

        if (
            members.Length > 0
            && Array.TrueForAll(members, static member =>
                member.Value.ValueKind == JsonValueKind.Number && IsNumber(member.Value.GetRawText())
            )
        )
        {
            return Numbered(members.Select(static member => (member.Value.GetRawText(), member.Name)));
        }

        return Keys.Where(key => element.TryGetProperty(key, out _))
            .Select(key => FromJson(element.GetProperty(key)))
            .FirstOrDefault(static names => names is not null);
    }

    // A name, or Keras' pair of WordNet's number and name.
    private static string? NameOf(JsonElement element) =>
        element.ValueKind == JsonValueKind.String ? element.GetString()
        : element.ValueKind == JsonValueKind.Array
        && element.GetArrayLength() > 0
        && element[element.GetArrayLength() - 1].ValueKind == JsonValueKind.String
            ? element[element.GetArrayLength() - 1].GetString()
        : null;

    // names: [a, b], names: {0: a}, or a line each: "- a" or "0: a".
    private static IReadOnlyList<string>? FromYaml(string text)
    {
        string[] lines = [.. text.Split('\n').Select(static line => line.TrimEnd())];
        int at = Array.FindIndex(lines, static line => line.StartsWith("names:", StringComparison.Ordinal));
        if (at < 0)
        {
            return null;
        }

        string inline = WithoutComment(lines[at]["names:".Length..]);
        if (inline.Length > 0)
        {
            // A list may go on for lines.
            for (int i = at + 1; i < lines.Length && !inline.EndsWith(inline[0] == '[' ? ']' : '}'); i++)
            {
                inline += " " + WithoutComment(lines[i]);
            }

            return TryParseLiteral(inline) ?? (inline is ['[', .., ']'] ? Bare(inline[1..^1].Split(',')) : null);
        }

        var items = new List<string>();
        var pairs = new List<(string Number, string Name)>();
        foreach (string line in lines.Skip(at + 1).Select(WithoutComment).Where(static line => line.Length > 0))
        {
            if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                items.Add(Unquoted(line[2..]));
            }
            else if (line.Split(':', 2) is [var number, var name] && IsNumber(number.Trim()))
            {
                pairs.Add((number.Trim(), Unquoted(name)));
            }
            else
            {
                break;
            }
        }

        return items.Count > 0 ? items : Numbered(pairs);
    }

    private static string WithoutComment(string line)
    {
        int comment = line.IndexOf(" #", StringComparison.Ordinal);
        return (comment < 0 ? line : line[..comment]).Trim();
    }

    private static string[] Bare(IEnumerable<string> names) =>
        [.. names.Select(Unquoted).Where(static name => name.Length > 0)];

    private static string Unquoted(string text)
    {
        text = text.Trim();
        return text is ['\'', .., '\''] or ['"', .., '"'] ? text[1..^1] : text;
    }

    private static string[] FromLines(string text)
    {
        string[] lines =
        [
            .. text.Split('\n')
                .Select(static line => line.Trim().TrimStart('\uFEFF'))
                .Where(static line => line.Length > 0),
        ];
        if (lines.Any(static line => line.Any(char.IsControl)))
        {
            return [];
        }

        bool isNumbered = lines
            .Index()
            .All(static entry =>
                entry.Item.Split(' ', 2) is [var number, { Length: > 0 }]
                && number.TrimEnd(':') == entry.Index.ToString(CultureInfo.InvariantCulture)
            );
        bool hasWordNet = lines.All(static line =>
            line.Split(' ', 2) is [['n', .. var number], { Length: > 0 }] && number.Length == 8 && IsNumber(number)
        );
        return isNumbered || hasWordNet ? [.. lines.Select(static line => line.Split(' ', 2)[1].Trim())] : lines;
    }

    private static bool HasExtension(string path, string extension) =>
        Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}
