using System.Text.Json;
using Spotter.Studio.Datasets;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Labels;

/// <summary>
/// Pictures with boxes that people draw, in their folder: <c>pictures</c> with a file each, and <c>boxes</c> with what
/// was drawn on it.
/// </summary>
/// <param name="Id">Unguessable, and the name of its folder.</param>
/// <param name="Folder">Where it is.</param>
internal sealed record StoredLabels(string Id, string Folder)
{
    public string Title => StoredTitle.Read(Folder, Id);

    public string Pictures => Path.Combine(Folder, "pictures");

    /// <summary>What was drawn, a file a picture.</summary>
    public string Boxes => Path.Combine(Folder, "boxes");

    /// <summary>Where models that learn from it are made.</summary>
    public string Training => Path.Combine(Folder, "training");

    public static StoredLabels Create(string root, string id, string? title)
    {
        var made = new StoredLabels(id, Path.Combine(root, id));
        Directory.CreateDirectory(made.Boxes);
        Directory.CreateDirectory(made.Pictures);
        StoredTitle.Write(made.Folder, title, "Boxes");
        return made;
    }

    /// <summary>The pictures in the order in which they came.</summary>
    public IReadOnlyList<StoredPicture> List() =>
        [
            .. Directory
                .EnumerateFiles(Boxes, "*.json")
                .Order(StringComparer.Ordinal)
                .Select(Read)
                .OfType<StoredPicture>(),
        ];

    public StoredPicture? Find(string name) => List().FirstOrDefault(picture => picture.Name == name);

    public string PathOf(StoredPicture picture) => Path.Combine(Pictures, picture.Name);

    public void Write(StoredPicture picture)
    {
        string path = BoxesOf(picture);
        string unfinished = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(unfinished, JsonSerializer.SerializeToUtf8Bytes(picture, StudioJson.Default.StoredPicture));
        File.Move(unfinished, path, overwrite: true);
    }

    public string BoxesOf(StoredPicture picture) => Path.Combine(Boxes, $"{picture.Name}.json");

    // One damaged file must not hide the others.
    private static StoredPicture? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), StudioJson.Default.StoredPicture);
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }
}

/// <param name="Name">What requests call it, and the name of its file.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Width">Pixels a row, of the picture as shown.</param>
/// <param name="Height">Rows.</param>
/// <param name="IsDone">Whether somebody has said that all objects in it have their boxes.</param>
/// <param name="Boxes">What was drawn.</param>
internal sealed record StoredPicture(
    string Name,
    string Title,
    int Width,
    int Height,
    bool IsDone,
    IReadOnlyList<DrawnBox> Boxes
);

/// <summary>A box that somebody drew, in pixels of the picture as shown, origin top left.</summary>
internal sealed record DrawnBox(string Label, int X, int Y, int W, int H);
