using System.Text;
using nietras.SeparatedValues;

namespace Spotter.Learning.Datasets;

/// <summary>
/// What a CSV file says of its pictures. Columns are found by the names in a first line, in any order and case; without
/// such a line they are file, label and perhaps group or part. Fields lie between commas, semicolons, tabs or bars,
/// quoted where they hold those.
/// </summary>
internal static class TableListing
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    /// <param name="path">The file.</param>
    /// <param name="isForTraining">Whether there must be two classes to tell apart; else one is enough.</param>
    /// <exception cref="DatasetException">A line is wrong; the message names it.</exception>
    public static PictureList List(string path, bool isForTraining = true)
    {
        List<Line> lines = Read(path);
        string root = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var files = new TableFiles(root);
        TableColumns columns = TableColumns.Find(path, lines, files);
        var notes = new List<string>();
        if (columns.LeftAside.Count > 0)
        {
            notes.Add(
                $"left aside: {(columns.LeftAside.Count == 1 ? "column" : "columns")} "
                    + $"{ClassNames.Listing(columns.LeftAside)} of {Path.GetFileName(path)}"
            );
        }

        PictureEntry[] entries =
        [
            .. lines.Skip(columns.HasHeader ? 1 : 0).Select(line => Entry(path, line, columns, files)),
        ];
        var list = new PictureList(Path.GetFileNameWithoutExtension(path), entries, notes);
        if (entries.Length == 0)
        {
            throw new DatasetException($"{path}: holds no pictures");
        }

        if (!isForTraining)
        {
            return list;
        }

        if (list.HasParts && !entries.Any(static entry => entry.Part == DatasetPart.Train))
        {
            throw new DatasetException($"{path}: no line is of the training part");
        }

        int classes = list.ClassesOf(list.HasParts ? DatasetPart.Train : null).Length;
        return classes >= 2
            ? list
            : throw new DatasetException($"{path}: a data set needs at least two labels, found {classes}");
    }

    private static PictureEntry Entry(string path, Line line, TableColumns columns, TableFiles files)
    {
        if (line.Fields.Length != columns.Count)
        {
            throw new DatasetException(
                $"{path}, line {line.Number}: has {line.Fields.Length} fields where the first line has "
                    + $"{columns.Count} ({columns.Described})"
            );
        }

        string file = line.Fields[columns.File];
        string label = line.Fields[columns.Label];
        if (file.Length == 0 || label.Length == 0)
        {
            throw new DatasetException(
                $"{path}, line {line.Number}: has no {(file.Length == 0 ? "file" : "label")} ({columns.Described})"
            );
        }

        string? group = columns.Group < 0 ? null : line.Fields[columns.Group];
        if (group is { Length: 0 })
        {
            throw new DatasetException($"{path}, line {line.Number}: has no group, but other lines do");
        }

        DatasetPart? part =
            columns.Part < 0
                ? null
                : DatasetParts.Find(line.Fields[columns.Part])
                    ?? throw new DatasetException(
                        $"{path}, line {line.Number}: '{line.Fields[columns.Part]}' is no part; use "
                            + $"{DatasetParts.Described}"
                    );
        return new PictureEntry(
            files.PathOf(file),
            file.Replace('\\', '/'),
            label,
            part,
            group,
            $"{path}, line {line.Number}: {file}"
        );
    }

    private static List<Line> Read(string path)
    {
        try
        {
            // Spreadsheets write UTF-16 too, with a mark at the beginning.
            string text;
            using (
                var reader = new StreamReader(
                    path,
                    new UTF8Encoding(false, throwOnInvalidBytes: true),
                    detectEncodingFromByteOrderMarks: true
                )
            )
            {
                text = reader.ReadToEnd();
            }

            return Read(path, text);
        }
        catch (DecoderFallbackException problem)
        {
            throw new DatasetException($"{path}: is not in UTF-8; save it as that ({problem.Message})", problem);
        }
        catch (Exception problem)
            when (SpotterException.IsBare(problem) || problem is InvalidDataException or NotSupportedException)
        {
            throw new DatasetException($"{path}: {problem.Message}", problem);
        }
    }

    private static List<Line> Read(string path, string text)
    {
        var lines = new List<Line>();
        using SepReader reader = Sep.New(SeparatorOf(text))
            .Reader(static options =>
                options with
                {
                    HasHeader = false,
                    Unescape = true,
                    DisableColCountCheck = true,
                    Trim = SepTrim.All,
                }
            )
            .FromText(text);
        foreach (SepReader.Row row in reader)
        {
            if (row.Span.Count('"') % 2 != 0)
            {
                throw new DatasetException($"{path}, line {row.LineNumberFrom}: a double quote is not closed");
            }

            if (row.Span.Trim().Length > 0)
            {
                var fields = new string[row.ColCount];
                for (int i = 0; i < fields.Length; i++)
                {
                    fields[i] = row[i].ToString();
                }

                lines.Add(new Line(row.LineNumberFrom, fields));
            }
        }

        return lines.Count == 0 ? throw new DatasetException($"{path}: holds no pictures") : lines;
    }

    // The one that occurs most in the first line, outside of quotes; a comma in doubt.
    private static char SeparatorOf(string text)
    {
        var counts = new int[Separators.Length];
        bool isQuoted = false;
        foreach (char c in text.AsSpan().TrimStart())
        {
            if (c is '\n' or '\r' && !isQuoted)
            {
                break;
            }

            isQuoted ^= c == '"';
            int which = isQuoted ? -1 : Array.IndexOf(Separators, c);
            if (which >= 0)
            {
                counts[which]++;
            }
        }

        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    internal sealed record Line(int Number, string[] Fields);
}
