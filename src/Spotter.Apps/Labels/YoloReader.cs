using System.Globalization;
using Spotter.Apps.Sources;

namespace Spotter.Apps.Labels;

/// <summary>
/// YOLO's text labels: <c>labels/NAME.txt</c> for <c>images/NAME.jpg</c> (or both beside each other) with a line
/// <c>class cx cy w h</c> a box, as parts of the picture's width and height. A picture without a file, or with an empty
/// one, is background.
/// </summary>
internal sealed class YoloReader
{
    private const int FieldsALine = 5;
    private const string LabelFolder = "labels";
    private const string PictureFolder = "images";
    private static readonly string[] ClassFiles = ["classes.txt", "obj.names", "data.names"];

    private readonly string _labels;
    private readonly string _pictures;
    private readonly IReadOnlyList<string> _classes;

    /// <param name="folder">The folder of the data set, or its folder of labels.</param>
    /// <param name="options">Settings.</param>
    public YoloReader(string folder, LabelReadOptions options)
    {
        string below = Path.Combine(folder, LabelFolder);
        _labels = Directory.Exists(below) ? below : folder;
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(_labels)) ?? "", PictureFolder);
        bool namesLabels = Path.GetFileName(Path.TrimEndingDirectorySeparator(_labels)) == LabelFolder;
        _pictures = options.PictureFolder
            ?? (Directory.Exists(below) && Directory.Exists(Path.Combine(folder, PictureFolder)) ? Path.Combine(folder, PictureFolder)
                : namesLabels && Directory.Exists(beside) ? beside : folder);
        _classes = options.Classes.Count > 0 ? options.Classes : ReadClasses([folder, _labels, Path.Combine(_labels, "..")]);
    }

    public void Read(LabelCollection collection)
    {
        collection.Declare(_classes);
        var problems = new List<string>();
        var walk = new FolderWalk(new HashSet<string>(StringComparer.Ordinal));
        Dictionary<string, string> pictures = new(StringComparer.Ordinal);
        foreach (string file in walk.Files(_pictures, recursive: true, problems).Where(PictureFiles.IsPicture))
        {
            pictures.TryAdd(Path.ChangeExtension(file, null), file);
        }

        string[] labels = [.. walk.Files(_labels, recursive: true, problems).Where(IsLabels)];
        foreach (string name in labels.Select(static file => Path.ChangeExtension(file, null)!).Except(pictures.Keys, StringComparer.Ordinal))
        {
            collection.Add(() => throw new LabelException(
                $"{Path.Combine(_labels, name)}.txt: there is no picture '{name}' ({PictureFiles.Described}) in {_pictures}; check the name, or say with --pictures where the pictures are"));
        }

        foreach ((string name, string file) in pictures)
        {
            collection.Add(() => ReadPicture(Path.Combine(_pictures, file), Path.Combine(_labels, name + ".txt")));
        }

        foreach (string problem in problems)
        {
            collection.Add(() => throw new LabelException(problem));
        }
    }

    private LabelledPicture ReadPicture(string picture, string labels)
    {
        var pixels = new PixelBoxes(picture);
        var boxes = new List<LabelledBox>();
        IReadOnlyList<string> lines = File.Exists(labels) ? TextLines.Of(labels) : [];
        for (int i = 0; i < lines.Count; i++)
        {
            string[] fields = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 0)
            {
                boxes.Add(ReadLine(fields, pixels, $"{labels}, line {i + 1}"));
            }
        }

        return new LabelledPicture(picture, boxes);
    }

    private LabelledBox ReadLine(string[] fields, PixelBoxes pixels, string place)
    {
        if (fields.Length != FieldsALine)
        {
            throw new LabelException($"{place}: expected 5 numbers (class cx cy width height), got {fields.Length}: '{string.Join(' ', fields.Take(8))}'");
        }

        string label = ClassOf(fields[0], place);
        double[] part = new double[FieldsALine];
        for (int i = 1; i < FieldsALine; i++)
        {
            part[i] = LabelNumber.Parse(fields[i], place);
            if (part[i] is < 0 or > 1)
            {
                throw new LabelException($"{place}: {fields[i]} is not between 0 and 1; YOLO's numbers are parts of the picture's width and height");
            }
        }

        double width = part[3] * pixels.Size.Width;
        double height = part[4] * pixels.Size.Height;
        double x = (part[1] * pixels.Size.Width) - (width / 2);
        double y = (part[2] * pixels.Size.Height) - (height / 2);
        return new LabelledBox(pixels.Make(x, y, width, height, place), label);
    }

    private string ClassOf(string field, string place)
    {
        if (!int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            throw new LabelException($"{place}: the class '{field}' is not a whole number");
        }

        return _classes.Count == 0 ? number.ToString(CultureInfo.InvariantCulture)
            : number < _classes.Count ? _classes[number]
            : throw new LabelException($"{place}: there is no class {number}; the classes are 0 to {_classes.Count - 1} ({string.Join(", ", _classes)})");
    }

    private static bool IsLabels(string file) =>
        file.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) && Path.GetFileName(file) is not ("classes.txt" or "train.txt" or "val.txt" or "test.txt");

    private static string[] ReadClasses(IEnumerable<string> folders)
    {
        string? file = folders.SelectMany(static folder => ClassFiles.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        return file is null ? [] : [.. TextLines.Of(file).Select(static line => line.Trim()).Where(static line => line.Length > 0)];
    }
}
