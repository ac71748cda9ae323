using System.Globalization;
using Spotter.Learning.Datasets;

namespace Spotter.Studio.Datasets;

/// <summary>
/// A data set in its folder: a folder a class, below <c>train</c> and <c>test</c> where it came so divided; files are
/// numbered.
/// </summary>
/// <param name="Id">Unguessable, and the name of its folder.</param>
/// <param name="Folder">Where it is.</param>
internal sealed record StoredDataset(string Id, string Folder)
{
    public string Title => StoredTitle.Read(Folder, Id);

    /// <summary>The folder that training reads; the title stays outside.</summary>
    public string Pictures => Path.Combine(Folder, "pictures");

    public static StoredDataset Create(string root, string id, string? title)
    {
        var dataset = new StoredDataset(id, Path.Combine(root, id));
        Directory.CreateDirectory(dataset.Pictures);
        StoredTitle.Write(dataset.Folder, title, "Data set");
        return dataset;
    }

    /// <summary>How many pictures each class has, over all parts.</summary>
    public IReadOnlyList<ClassCount> Count()
    {
        ILookup<string, string> folders = ClassFolders()
            .ToLookup(static folder => Path.GetFileName(folder), StringComparer.Ordinal);
        return
        [
            .. ClassNames
                .Sort(folders.Select(static group => group.Key))
                .Select(name => new ClassCount(
                    name,
                    folders[name].Sum(static folder => Directory.EnumerateFiles(folder).Count())
                )),
        ];
    }

    /// <summary>Paths of the pictures of a class, relative to the data set, in a fixed order.</summary>
    public IEnumerable<string> PicturesOf(string className) =>
        ClassFolders()
            .Where(folder => Path.GetFileName(folder) == className)
            .SelectMany(static folder => Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal));

    /// <summary>Adds a picture of a class.</summary>
    public void Add(string part, string className, ReadOnlySpan<byte> content, string extension)
    {
        string folder = Path.Combine(Pictures, Beside(part), className);
        Directory.CreateDirectory(folder);
        string name = string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.UtcNow.Ticks:x}-{Guid.NewGuid():N}{extension}"
        );
        File.WriteAllBytes(Path.Combine(folder, name), content);
    }

    /// <summary>Gives a picture to another class, in the part where it is.</summary>
    public static void Move(string picture, string className)
    {
        string target = Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(picture)!)!, className);
        Directory.CreateDirectory(target);
        string moved = Path.Combine(target, Path.GetFileName(picture));
        if (moved == picture)
        {
            return;
        }

        File.Move(picture, moved);
        Tidy(Path.GetDirectoryName(picture)!);
    }

    /// <summary>Removes the folder of a class that has no picture any more.</summary>
    public static void Tidy(string folder)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    // Beside a folder of the training part nothing else is read; without one, the folders beside other parts are it.
    private string Beside(string part)
    {
        bool hasTrain = Directory.Exists(Path.Combine(Pictures, ClassName.Train));
        return part switch
        {
            "" when hasTrain => ClassName.Train,
            ClassName.Train when !hasTrain && ClassFolders().Any(folder => Path.GetDirectoryName(folder) == Pictures) =>
                "",
            _ => part,
        };
    }

    private IEnumerable<string> ClassFolders() =>
        !Directory.Exists(Pictures)
            ? []
            : Directory
                .EnumerateDirectories(Pictures)
                .SelectMany(static folder =>
                    ClassName.PartOf(Path.GetFileName(folder)) is not null
                        ? Directory.EnumerateDirectories(folder)
                        : [folder]
                );
}

/// <param name="Name">The class.</param>
/// <param name="Count">Its pictures.</param>
internal sealed record ClassCount(string Name, int Count);
