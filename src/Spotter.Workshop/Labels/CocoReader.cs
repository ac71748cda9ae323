using System.Text.Json;
using Spotter.Networks.Text;

namespace Spotter.Workshop.Labels;

/// <summary>
/// COCO's object detection JSON: <c>images</c>, <c>annotations</c> and <c>categories</c>, joined by their numbers.
/// </summary>
internal static class CocoReader
{
    private static readonly JsonDocumentOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    public static void Read(string path, LabelCollection collection)
    {
        using JsonDocument document = Parse(path);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new LabelException(
                $"{path}: is not COCO: expected an object with images, annotations and categories"
            );
        }

        if (root.TryGetProperty("shapes", out _) && !root.TryGetProperty("images", out _))
        {
            throw new LabelException(
                $"{path}: is LabelMe's JSON, which is not read; export the labels as COCO, YOLO or Pascal VOC"
            );
        }

        var images = new CocoList(root, "images", path);
        var annotations = new CocoList(root, "annotations", path);
        Dictionary<string, string> categories = ReadCategories(new CocoList(root, "categories", path));
        collection.Declare(categories.Values);
        ILookup<string, CocoItem> byImage = annotations.Items.ToLookup(
            static item => item.Id("image_id"),
            StringComparer.Ordinal
        );
        PictureFinder finder = Finder(path, collection.Options);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (CocoItem image in images.Items)
        {
            string id = image.Id("id");
            if (!known.Add(id))
            {
                throw new LabelException($"{image.Place}.id: {id} is the number of another image already");
            }

            collection.Add(() => ReadPicture(image, byImage[id], categories, finder, collection));
        }

        foreach (IGrouping<string, CocoItem> group in byImage.Where(group => !known.Contains(group.Key)))
        {
            collection.Add(() =>
                throw new LabelException($"{group.First().Place}.image_id: there is no image {group.Key}")
            );
        }
    }

    private static JsonDocument Parse(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            JsonDocument document = JsonDocument.Parse(file, Lenient);
            JsonTexts.RequireUnicode(document.RootElement);
            return document;
        }
        catch (JsonException e)
        {
            throw new LabelException(
                $"{path}, line {e.LineNumber + 1}: is not JSON: {e.Message.Split(" LineNumber", 2)[0]}",
                e
            );
        }
    }

    private static PictureFinder Finder(string path, LabelReadOptions options)
    {
        // In the data set itself, annotations/instances_val2017.json speaks of val2017/.
        string folder = Path.GetDirectoryName(path) ?? "";
        string parent = Path.Combine(folder, "..");
        string split = Path.GetFileNameWithoutExtension(path).Split('_')[^1];
        return new PictureFinder(
            options,
            folder,
            folder,
            Path.Combine(folder, "images"),
            Path.Combine(parent, split),
            Path.Combine(parent, "images"),
            parent,
            ""
        );
    }

    private static Dictionary<string, string> ReadCategories(CocoList list)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (CocoItem item in list.Items)
        {
            string id = item.Id("id");
            if (!names.TryAdd(id, item.Text("name")))
            {
                throw new LabelException($"{item.Place}.id: {id} is the number of another category already");
            }
        }

        return names;
    }

    private static LabelledPicture? ReadPicture(
        CocoItem image,
        IEnumerable<CocoItem> annotations,
        Dictionary<string, string> categories,
        PictureFinder finder,
        LabelCollection collection
    )
    {
        string picture = finder.Find(image.Text("file_name"), image.Place);
        var pixels = new PixelBoxes(picture, collection, image.Size, image.Place);
        foreach (CocoItem item in annotations)
        {
            string category = item.Id("category_id");
            if (!categories.TryGetValue(category, out string? label))
            {
                throw new LabelException($"{item.Place}.category_id: there is no category {category}");
            }

            pixels.Add(
                item.Edges(image.Size ?? pixels.Size),
                label,
                item.IsSet("iscrowd") || item.IsSet("ignore"),
                $"{item.Place}.bbox"
            );
        }

        return pixels.Labelled;
    }
}
