namespace Spotter.Learning.Datasets;

/// <summary>Which column of a table is what; -1 for a column that is not there.</summary>
internal sealed record TableColumns(
    int Count,
    int File,
    int Label,
    int Group,
    int Part,
    bool HasHeader,
    IReadOnlyList<string> LeftAside
)
{
    private const int MostLooked = 50;
    private const int MostColumns = 60;

    private static readonly string[] FileNames =
    [
        "file",
        "filename",
        "path",
        "filepath",
        "image",
        "imagename",
        "imagefile",
        "imagepath",
        "imagefilename",
        "img",
        "imgpath",
        "picture",
        "photo",
    ];

    private static readonly string[] LabelNames =
    [
        "label",
        "labels",
        "class",
        "classname",
        "classlabel",
        "labelname",
        "category",
        "target",
    ];
    private static readonly string[] GroupNames = ["group", "groupid", "groups"];
    private static readonly string[] PartNames =
    [
        "split",
        "part",
        "subset",
        "set",
        "partition",
        "dataset",
        "datasplit",
    ];

    /// <summary>For messages.</summary>
    public string Described => $"file,label{(Group >= 0 ? ",group" : "")}{(Part >= 0 ? ",split" : "")}";

    /// <exception cref="DatasetException">It cannot be told which column is what.</exception>
    public static TableColumns Find(string path, IReadOnlyList<TableListing.Line> lines, TableFiles files)
    {
        string[] first = lines[0].Fields;
        int[] named =
        [
            Named(first, FileNames),
            Named(first, LabelNames),
            Named(first, GroupNames),
            Named(first, PartNames),
        ];
        int file = named[0];
        if (file < 0 || named[1] < 0)
        {
            // Names that are not known: the first line is one of names where it names no file and the next lines do.
            int existing = FindFiles(lines, files);
            bool hasHeader =
                existing >= 0
                    ? !files.Exists(first[existing]) && Path.GetExtension(first[existing]).Length == 0
                    : named.Any(static column => column >= 0)
                        && first.All(static field => Path.GetExtension(field).Length == 0);
            if (!hasHeader)
            {
                return WithoutHeader(path, lines);
            }

            file = file >= 0 ? file : existing;
        }

        int label =
            named[1] >= 0 ? named[1]
            : first.Length == 2 ? 1 - file
            : -1;
        if (file < 0 || label < 0 || file == label)
        {
            throw Unclear(path, lines[0]);
        }

        int[] used = [file, label, named[2], named[3]];
        string[] rest =
        [
            .. first
                .Where((_, column) => !used.Contains(column))
                .Select(static name => name.Length == 0 ? "without a name" : name),
        ];
        return new TableColumns(first.Length, file, label, named[2], named[3], true, rest);
    }

    private static int FindFiles(IReadOnlyList<TableListing.Line> lines, TableFiles files)
    {
        TableListing.Line[] next = [.. lines.Skip(1).Take(MostLooked)];
        return Enumerable
            .Range(0, lines[0].Fields.Length)
            .FirstOrDefault(
                column => next.Any(line => column < line.Fields.Length && files.Exists(line.Fields[column])),
                -1
            );
    }

    private static DatasetException Unclear(string path, TableListing.Line line) =>
        new(
            line.Fields.Length > MostColumns
                ? $"{path}, line {line.Number}: {line.Fields.Length} columns look like pixels; a table names picture "
                    + $"files and their labels, pixels come in an .npz file"
                : $"{path}, line {line.Number}: cannot tell which column is what "
                    + $"({ClassNames.Listing(line.Fields.Select(Short))}); name them file, label and, if you like, "
                    + $"group and split"
        );

    private static TableColumns WithoutHeader(string path, IReadOnlyList<TableListing.Line> lines)
    {
        int count = lines[0].Fields.Length;
        if (count is not (2 or 3))
        {
            throw new DatasetException(
                $"{path}, line {lines[0].Number}: expected file,label or file,label,group, got {count} "
                    + $"{(count == 1 ? "field" : "fields")} ('{Short(string.Join(',', lines[0].Fields))}')"
            );
        }

        bool isPart =
            count == 3
            && lines.All(static line => line.Fields.Length == 3 && DatasetParts.Find(line.Fields[2]) is not null);
        return new TableColumns(count, 0, 1, count == 3 && !isPart ? 2 : -1, isPart ? 2 : -1, false, []);
    }

    // By the order of the known names, so that "label" is taken before "class".
    private static int Named(string[] fields, string[] names)
    {
        string[] plain =
        [
            .. fields.Select(static field => string.Concat(field.Where(char.IsLetterOrDigit)).ToLowerInvariant()),
        ];
        return names.Select(name => Array.IndexOf(plain, name)).FirstOrDefault(static column => column >= 0, -1);
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
