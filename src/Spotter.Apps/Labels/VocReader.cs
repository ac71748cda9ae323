using System.Xml;
using System.Xml.Linq;
using Spotter.Apps.Sources;

namespace Spotter.Apps.Labels;

/// <summary>Pascal VOC's XML, a file a picture: pixels count from 1 and the maxima are inclusive.</summary>
internal static class VocReader
{
    // External entities could read any file of the machine.
    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null };

    public static void Read(string path, LabelReadOptions options, LabelCollection collection)
    {
        if (File.Exists(path))
        {
            collection.Add(() => ReadFile(path, options));
            return;
        }

        var problems = new List<string>();
        foreach (string file in new FolderWalk(new HashSet<string>(StringComparer.Ordinal)).Files(path, recursive: true, problems))
        {
            if (file.EndsWith(".xml", StringComparison.OrdinalIgnoreCase))
            {
                collection.Add(() => ReadFile(Path.Combine(path, file), options));
            }
        }

        foreach (string problem in problems)
        {
            collection.Add(() => throw new LabelException(problem));
        }
    }

    private static LabelledPicture ReadFile(string path, LabelReadOptions options)
    {
        XElement annotation = Load(path);
        string name = annotation.Element("filename")?.Value.Trim() is { Length: > 0 } given ? given
            : throw new LabelException($"{path}: has no <filename>");
        string folder = Path.GetDirectoryName(path) ?? "";
        string parent = Path.Combine(folder, "..");
        var finder = new PictureFinder(options, folder, Path.Combine(parent, "JPEGImages"), Path.Combine(parent, "images"), parent);
        string? named = annotation.Element("path")?.Value.Trim();
        string picture = options.PictureFolder is null && File.Exists(named) ? named : finder.Find(name, path);
        var pixels = new PixelBoxes(picture);
        var boxes = new List<LabelledBox>();
        foreach (XElement element in annotation.Elements("object"))
        {
            boxes.Add(ReadObject(element, pixels, $"{path}, object {boxes.Count + 1}"));
        }

        return new LabelledPicture(picture, boxes);
    }

    private static XElement Load(string path)
    {
        try
        {
            using XmlReader reader = XmlReader.Create(path, Settings);
            XElement root = XElement.Load(reader);
            return root.Name == "annotation" ? root
                : throw new LabelException($"{path}: is not Pascal VOC: it begins with <{root.Name.LocalName}>, expected <annotation>");
        }
        catch (XmlException e)
        {
            throw new LabelException($"{path}, line {e.LineNumber}: is not well-formed XML: {e.Message.Split('\n', 2)[0]}", e);
        }
    }

    private static LabelledBox ReadObject(XElement element, PixelBoxes pixels, string place)
    {
        string label = element.Element("name")?.Value.Trim() is { Length: > 0 } name ? name
            : throw new LabelException($"{place}: has no <name>");
        XElement box = element.Element("bndbox") ?? throw new LabelException($"{place}: has no <bndbox>");
        double left = Number(box, "xmin", place) - 1;
        double top = Number(box, "ymin", place) - 1;
        double right = Number(box, "xmax", place);
        double bottom = Number(box, "ymax", place);
        bool isDifficult = element.Element("difficult")?.Value.Trim() == "1";
        return new LabelledBox(pixels.Make(left, top, right - left, bottom - top, place), label, isDifficult);
    }

    private static double Number(XElement box, string name, string place) =>
        LabelNumber.Parse(box.Element(name)?.Value.Trim() ?? throw new LabelException($"{place}: has no <{name}>"), $"{place}, {name}");
}
