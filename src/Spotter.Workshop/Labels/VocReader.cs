using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Workshop.Labels;

/// <summary>Pascal VOC's XML, a file a picture: pixels count from 1 and the maxima are inclusive.</summary>
internal sealed class VocReader
{
    // External entities could read any file of the machine.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Ignore,
        XmlResolver = null,
    };

    private readonly LabelCollection _collection;
    private readonly string _root;
    private readonly Dictionary<string, PictureFinder> _finders = new(StringComparer.Ordinal);

    private VocReader(string root, LabelCollection collection)
    {
        _root = root;
        _collection = collection;
    }

    public static void Read(string path, LabelCollection collection)
    {
        if (File.Exists(path))
        {
            var single = new VocReader(Path.GetDirectoryName(path) ?? "", collection);
            collection.Add(() => single.ReadFile(path));
            return;
        }

        var reader = new VocReader(path, collection);
        var problems = new List<string>();
        foreach (string file in new FolderWalk().Files(path, recursive: true, problems))
        {
            if (file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
            {
                collection.Add(() => reader.ReadFile(Path.Combine(path, file)));
            }
        }

        foreach (string problem in problems)
        {
            collection.Problem(problem);
        }
    }

    private LabelledPicture? ReadFile(string path)
    {
        XElement annotation = Load(path);
        var pixels = new PixelBoxes(Find(path, annotation), _collection, SizeOf(annotation), path);
        int number = 0;
        foreach (XElement element in annotation.Elements("object"))
        {
            ReadObject(element, pixels, $"{path}, object {++number}");
        }

        return pixels.Labelled;
    }

    // What is named counts; where that is not to be found, the picture of the same name as the file, as most tools have
    // it.
    private string Find(string path, XElement annotation)
    {
        string? named = annotation.Element("path")?.Value.Trim();
        if (_collection.Options.PictureFolder is null && File.Exists(named))
        {
            return named;
        }

        string folder = Path.GetDirectoryName(path) ?? "";
        if (!_finders.TryGetValue(folder, out PictureFinder? finder))
        {
            string parent = Path.Combine(folder, "..");
            finder = new PictureFinder(
                _collection.Options,
                _root,
                folder,
                Path.Combine(parent, "JPEGImages"),
                Path.Combine(parent, "images"),
                parent,
                Path.Combine(folder, "images")
            );
            _finders.Add(folder, finder);
        }

        string own = Path.GetFileNameWithoutExtension(path);
        string? name =
            annotation.Element("filename")?.Value.Trim() is { Length: > 0 } given ? given
            : named is { Length: > 0 } ? named
            : null;
        try
        {
            return finder.Find(name ?? own, name is null ? $"{path}: has no <filename>" : path);
        }
        catch (LabelException) when (name is not null)
        {
            try
            {
                string twin = finder.Find(own, path);
                _collection.Twins.Add($"{path} names '{name}'");
                return twin;
            }
            catch (LabelException)
            {
                // The name that the file gives is the one to report.
            }

            throw;
        }
    }

    private static BoxSize? SizeOf(XElement annotation) =>
        annotation.Element("size") is { } size
        && int.TryParse(size.Element("width")?.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int width)
        && int.TryParse(
            size.Element("height")?.Value,
            NumberStyles.Integer,
            CultureInfo.InvariantCulture,
            out int height
        )
            ? new BoxSize(width, height)
            : null;

    private static XElement Load(string path)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(path, Settings);
            XElement root = XElement.Load(reader);
            return root.Name == "annotation" ? root
                : root.Name == "annotations"
                    ? throw new LabelException(
                        $"{path}: is CVAT's own XML, which is not read; export the labels as COCO, YOLO or Pascal VOC"
                    )
                : throw new LabelException(
                    $"{path}: is not Pascal VOC: it begins with <{root.Name.LocalName}>, expected <annotation>"
                );
        }
        catch (XmlException e)
        {
            throw new LabelException(
                $"{path}, line {e.LineNumber}: is not well-formed XML: {e.Message.Split('\n', 2)[0]}",
                e
            );
        }
    }

    private static void ReadObject(XElement element, PixelBoxes pixels, string place)
    {
        string label = element.Element("name")?.Value.Trim() is { Length: > 0 } name
            ? name
            : throw new LabelException($"{place}: has no <name>");
        XElement box = element.Element("bndbox") ?? throw new LabelException($"{place}: has no <bndbox>");
        double left = Number(box, "xmin", place) - 1;
        double top = Number(box, "ymin", place) - 1;
        double right = Number(box, "xmax", place);
        double bottom = Number(box, "ymax", place);
        bool isDifficult = element.Element("difficult")?.Value.Trim() == "1";
        pixels.Add(new LabelEdges(left, top, right - left, bottom - top), label, isDifficult, place);
    }

    private static double Number(XElement box, string name, string place) =>
        LabelNumber.Parse(
            box.Element(name)?.Value.Trim() ?? throw new LabelException($"{place}: has no <{name}>"),
            $"{place}, {name}"
        );
}
