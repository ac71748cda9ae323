using System.Globalization;

namespace Spotter.Workshop.Labels;

/// <summary>
/// YOLO's text labels: a file <c>NAME.txt</c> a picture with a line <c>class cx cy w h</c> a box, as parts of the
/// picture's width and height; also polygons, poses and confidences. A picture without a file in a folder that has
/// others, or with an empty one, is background.
/// </summary>
internal sealed class YoloReader
{
    private const int FieldsABox = 5;

    // Parts of a picture may lie a little beyond its edges; pixels are far more.
    private const double LargestPart = 2;

    // Names stand in the data set's own folder, which may be some above: train/labels of ds/data.yaml.
    private const int FoldersUp = 2;

    private static readonly string[] ClassFiles = ["classes.txt", "obj.names", "data.names", "_darknet.labels"];

    private readonly LabelCollection _collection;
    private readonly IReadOnlyList<string> _folders;
    private readonly IReadOnlyList<string> _classes;
    private readonly int _poseNumbers;

    /// <param name="path">The folder of the data set, its folder of labels, or its data.yaml.</param>
    /// <param name="collection">Gets what is read.</param>
    public YoloReader(string path, LabelCollection collection)
    {
        _collection = collection;
        bool isYaml = File.Exists(path);
        string folder = isYaml
            ? Path.GetDirectoryName(path) is { Length: > 0 } beside
                ? beside
                : "."
            : path;
        string[] above =
        [
            folder,
            Path.Combine(folder, "labels"),
            .. Enumerable.Range(1, FoldersUp).Select(up => Path.Combine([folder, .. Enumerable.Repeat("..", up)])),
        ];
        DataYaml? yaml = isYaml ? DataYaml.Load(path) : DataYaml.Of(above);
        IReadOnlyList<string> named = isYaml ? yaml!.PictureFolders() : [];
        _folders = named.Count > 0 ? named : [folder];
        _classes =
            collection.Options.Classes is { Count: > 0 } given ? given
            : yaml?.Names() is { Count: > 0 } names ? names
            : ReadClasses(above);
        _poseNumbers = yaml?.PoseNumbers ?? 0;
    }

    public void Read()
    {
        _collection.Declare(_classes);
        foreach (YoloPair pair in YoloLayout.Find(_folders, _collection))
        {
            _collection.Add(() => ReadPicture(pair));
        }
    }

    private LabelledPicture? ReadPicture(YoloPair pair)
    {
        var pixels = new PixelBoxes(pair.Picture, _collection);
        if (pair.Labels is not { } file)
        {
            _collection.WithoutFile.Add(pair.Picture);
            return pixels.Labelled;
        }

        IReadOnlyList<string> lines = TextLines.Of(file);
        for (int i = 0; i < lines.Count; i++)
        {
            string[] fields = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > 0)
            {
                ReadLine(fields, pixels, $"{file}, line {i + 1}");
            }
        }

        return pixels.Labelled;
    }

    private void ReadLine(string[] fields, PixelBoxes pixels, string place)
    {
        if (fields.Length < FieldsABox)
        {
            throw new LabelException(
                $"{place}: expected 5 numbers (class cx cy width height), got {fields.Length}: "
                    + $"'{string.Join(' ', fields)}'"
            );
        }

        string label = ClassOf(fields[0], place);
        double[] numbers = [.. fields.Skip(1).Select(field => LabelNumber.Parse(field, place))];
        (ReadOnlyMemory<double> shape, bool isBox, bool hasConfidence) = Divide(numbers);
        foreach (double number in shape.Span)
        {
            if (Math.Abs(number) > LargestPart)
            {
                throw new LabelException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{place}: {number} is not between 0 and 1; YOLO's numbers are parts of the picture's width "
                            + $"and height"
                    )
                );
            }
        }

        if (hasConfidence)
        {
            _collection.Confidences.Add(place);
        }

        ReadOnlySpan<double> n = shape.Span;
        LabelEdges parts = isBox
            ? new LabelEdges(n[0] - (n[2] / 2), n[1] - (n[3] / 2), n[2], n[3])
            : LabelEdges.Around(n);
        (int width, int height) = pixels.Size;
        pixels.Add(
            new LabelEdges(parts.X * width, parts.Y * height, parts.Width * width, parts.Height * height),
            label,
            isIgnored: false,
            place
        );
    }

    // What follows the class: a box, a box and a confidence, a box and the points of a pose, a polygon, a polygon and a
    // confidence.
    private (ReadOnlyMemory<double> Shape, bool IsBox, bool HasConfidence) Divide(double[] numbers)
    {
        const int box = FieldsABox - 1;
        int more = numbers.Length - box;
        if (more <= 1 || more == _poseNumbers || (_poseNumbers == 0 && IsPose(numbers)))
        {
            return (numbers.AsMemory(0, box), true, more == 1);
        }

        int points = numbers.Length / 2 * 2;
        return (numbers.AsMemory(0, points), false, numbers.Length > points);
    }

    // Points of a pose have a third number, 0, 1 or 2; a polygon cannot have a 2.
    private static bool IsPose(double[] numbers)
    {
        const int box = FieldsABox - 1;
        if ((numbers.Length - box) % 3 != 0)
        {
            return false;
        }

        bool isVisible = false;
        for (int i = box + 2; i < numbers.Length; i += 3)
        {
            if (numbers[i] is not (0 or 1 or 2))
            {
                return false;
            }

            isVisible |= numbers[i] == 2;
        }

        return isVisible;
    }

    // Some tools write 0.0, and some names.
    private string ClassOf(string field, string place)
    {
        if (
            _classes.Contains(field, StringComparer.Ordinal)
            && !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
        )
        {
            return field;
        }

        if (
            !double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            || value != Math.Floor(value)
            || value is < 0 or > int.MaxValue
        )
        {
            throw new LabelException($"{place}: the class '{field}' is not a whole number");
        }

        int number = (int)value;
        return _classes.Count == 0 ? number.ToString(CultureInfo.InvariantCulture)
            : number < _classes.Count ? _classes[number]
            : throw new LabelException(
                $"{place}: there is no class {number}; the classes are 0 to {_classes.Count - 1} "
                    + $"({string.Join(", ", _classes)})"
            );
    }

    private static string[] ReadClasses(IEnumerable<string> folders)
    {
        string? file = folders
            .SelectMany(static folder => ClassFiles.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        return file is null
            ? []
            : [.. TextLines.Of(file).Select(static line => line.Trim()).Where(static line => line.Length > 0)];
    }
}
