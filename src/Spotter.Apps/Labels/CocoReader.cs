using System.Globalization;
using System.Text.Json;
using Spotter.Vision;

namespace Spotter.Apps.Labels;

/// <summary>COCO's object detection JSON: <c>images</c>, <c>annotations</c> and <c>categories</c>, joined by their numbers.</summary>
internal static class CocoReader
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static void Read(string path, LabelReadOptions options, LabelCollection collection)
    {
        using JsonDocument document = Parse(path);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new LabelException($"{path}: is not COCO: expected an object with images, annotations and categories");
        }

        var images = new CocoList(root, "images", path);
        var annotations = new CocoList(root, "annotations", path);
        Dictionary<long, string> categories = ReadCategories(new CocoList(root, "categories", path));
        collection.Declare(categories.Values);
        ILookup<long, CocoItem> byImage = annotations.Items.ToLookup(static item => item.Integer("image_id"));
        PictureFinder finder = Finder(path, options);
        var known = new HashSet<long>();
        foreach (CocoItem image in images.Items)
        {
            long id = image.Integer("id");
            if (!known.Add(id))
            {
                throw new LabelException($"{image.Place}.id: {id} is the number of another image already");
            }

            collection.Add(() => ReadPicture(image, byImage[id], categories, finder));
        }

        foreach (IGrouping<long, CocoItem> group in byImage.Where(group => !known.Contains(group.Key)))
        {
            collection.Add(() => throw new LabelException($"{group.First().Place}.image_id: there is no image {group.Key}"));
        }
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            return JsonDocument.Parse(file, Lenient);
        }
        catch (JsonException e)
        {
            throw new LabelException($"{path}, line {e.LineNumber + 1}: is not JSON: {e.Message.Split(" LineNumber", 2)[0]}", e);
        }
    }

    private static PictureFinder Finder(string path, LabelReadOptions options)
    {
        // In the data set itself, annotations/instances_val2017.json speaks of val2017/.
        string folder = Path.GetDirectoryName(path) ?? "";
        string parent = Path.Combine(folder, "..");
        string split = Path.GetFileNameWithoutExtension(path).Split('_')[^1];
        return new PictureFinder(
            options, folder, Path.Combine(folder, "images"), Path.Combine(parent, split), Path.Combine(parent, "images"), parent, "");
    }

    private static Dictionary<long, string> ReadCategories(CocoList list)
    {
        var names = new Dictionary<long, string>();
        foreach (CocoItem item in list.Items)
        {
            long id = item.Integer("id");
            if (!names.TryAdd(id, item.Text("name")))
            {
                throw new LabelException($"{item.Place}.id: {id} is the number of another category already");
            }
        }

        return names;
    }

    private static LabelledPicture ReadPicture(
        CocoItem image, IEnumerable<CocoItem> annotations, Dictionary<long, string> categories, PictureFinder finder)
    {
        string picture = finder.Find(image.Text("file_name"), image.Place);
        var pixels = new PixelBoxes(picture);
        return new LabelledPicture(picture, [.. annotations.Select(item => ReadBox(item, pixels, categories))]);
    }

    private static LabelledBox ReadBox(CocoItem item, PixelBoxes pixels, Dictionary<long, string> categories)
    {
        long category = item.Integer("category_id");
        if (!categories.TryGetValue(category, out string? label))
        {
            throw new LabelException($"{item.Place}.category_id: there is no category {category}");
        }

        double[] n = item.Numbers("bbox", 4);
        Box box = pixels.Make(n[0], n[1], n[2], n[3], string.Create(CultureInfo.InvariantCulture, $"{item.Place}.bbox"));
        return new LabelledBox(box, label, item.IsSet("iscrowd") || item.IsSet("ignore"));
    }
}
