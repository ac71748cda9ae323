using System.Text;

namespace Spotter.Learning.Datasets;

/// <summary>Lines of file, label and perhaps group, with the quoting of RFC 4180 within a line.</summary>
internal static class CsvFile
{
    public static IReadOnlyList<Row> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DatasetException($"{path}: {problem.Message}", problem);
        }

        var rows = new List<Row>(lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].AsSpan().Trim().IsEmpty || (rows.Count == 0 && IsHeader(lines[i])))
            {
                continue;
            }

            List<string> fields = Split(lines[i], path, i + 1);
            if (fields.Count is not (2 or 3) || fields[0].Length == 0 || fields[1].Length == 0)
            {
                throw new DatasetException($"{path}, line {i + 1}: expected file,label or file,label,group, got '{lines[i]}'");
            }

            rows.Add(new Row(i + 1, fields[0], fields[1], fields.Count == 3 ? fields[2] : null));
        }

        return rows.Count == 0 ? throw new DatasetException($"{path}: holds no pictures") : rows;
    }

    private static bool IsHeader(string line)
    {
        string plain = line.Replace(" ", "", StringComparison.Ordinal).Replace("\"", "", StringComparison.Ordinal);
        return plain.Equals("file,label", StringComparison.OrdinalIgnoreCase) || plain.Equals("file,label,group", StringComparison.OrdinalIgnoreCase);
    }

    private static List<string> Split(string line, string path, int number)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"' && (quoted || field.Length == 0))
            {
                quoted = !quoted;
            }
            else if (c == ',' && !quoted)
            {
                fields.Add(field.ToString().Trim());
                field.Clear();
            }
            else
            {
                field.Append(c);
            }
        }

        fields.Add(field.ToString().Trim());
        return quoted ? throw new DatasetException($"{path}, line {number}: a double quote is not closed") : fields;
    }

    internal sealed record Row(int Line, string File, string Label, string? Group);
}
