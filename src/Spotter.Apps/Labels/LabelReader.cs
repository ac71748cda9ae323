namespace Spotter.Apps.Labels;

/// <summary>Reads the labels of pictures in the formats that labelling tools and data sets use.</summary>
/// <remarks>
/// <para>A file or folder that is no labels at all is an exception. A single entry that is wrong (a missing picture, a box
/// outside its picture, a line with too few numbers) leaves out its picture and comes as a problem, so that the
/// caller can name it and go on with the others.</para>
/// <para>Every picture's header is read: boxes are checked against the size of the picture as shown.</para>
/// </remarks>
public static class LabelReader
{
    private static readonly string[] VocFolders = ["Annotations", "annotations", ""];
    private static readonly string[] YoloFolders = ["labels", ""];
    private static readonly string[] OpenCvFiles = ["info.dat", "info.txt", "info.lst"];

    /// <summary>Reads labels.</summary>
    /// <param name="path">
    /// COCO: the .json file. OpenCV: the text file. VOC: a .xml file or a folder of them. YOLO: the folder that holds
    /// <c>labels/</c> and <c>images/</c>, or the folder of .txt files itself. A folder with one of these in it stands for it.
    /// </param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LabelException">There is no such file or folder, its format cannot be told, or it is broken as a whole.</exception>
    public static LabelSet Read(string path, LabelReadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= LabelReadOptions.Default;
        if (options.PictureFolder is { } folder && !Directory.Exists(folder))
        {
            throw new LabelException($"{folder}: there is no such folder of pictures; check the name");
        }

        var collection = new LabelCollection(cancellationToken);
        try
        {
            Read(path, options, collection);
        }
        catch (Exception e) when (e is IOException and not LabelException or UnauthorizedAccessException)
        {
            throw LabelException.About(path, e);
        }

        return collection.ToSet();
    }

    private static void Read(string path, LabelReadOptions options, LabelCollection collection)
    {
        (LabelFormat format, string at) = Locate(path, options.Format);
        switch (format)
        {
            case LabelFormat.Coco:
                CocoReader.Read(at, options, collection);
                break;
            case LabelFormat.Yolo:
                new YoloReader(at, options).Read(collection);
                break;
            case LabelFormat.Voc:
                VocReader.Read(at, options, collection);
                break;
            default:
                OpenCvReader.Read(at, options, collection);
                break;
        }
    }

    private static (LabelFormat Format, string Path) Locate(string path, LabelFormat? wanted)
    {
        if (File.Exists(path))
        {
            LabelFormat format = wanted ?? Path.GetExtension(path).ToUpperInvariant() switch
            {
                ".JSON" => LabelFormat.Coco,
                ".XML" => LabelFormat.Voc,
                _ => LabelFormat.OpenCv,
            };
            return format != LabelFormat.Yolo ? (format, path)
                : throw new LabelException($"{path}: is a file; YOLO labels are a folder with a .txt a picture");
        }

        if (!Directory.Exists(path))
        {
            throw new LabelException($"{path}: there is no such file or folder of labels; check the name");
        }

        LabelFormat[] order = wanted is { } one ? [one] : [LabelFormat.Coco, LabelFormat.OpenCv, LabelFormat.Voc, LabelFormat.Yolo];
        foreach (LabelFormat format in order)
        {
            if (FindIn(path, format) is { } at)
            {
                return (format, at);
            }
        }

        throw new LabelException(wanted is { } missing
            ? $"{path}: holds no {NameOf(missing)} labels; name another folder or another format"
            : $"{path}: holds no labels: neither a COCO .json, an info.dat, VOC .xml files nor YOLO .txt files");
    }

    private static string? FindIn(string folder, LabelFormat format) => format switch
    {
        LabelFormat.Coco => Only(folder, Directory.GetFiles(folder, "*.json")),
        LabelFormat.OpenCv => Array.Find(Array.ConvertAll(OpenCvFiles, name => Path.Combine(folder, name)), File.Exists),
        LabelFormat.Voc => FolderWith(folder, VocFolders, "*.xml"),
        _ => FolderWith(folder, YoloFolders, "*.txt") is not null ? folder : null,
    };

    private static string? Only(string folder, string[] files) => files.Length <= 1 ? files.FirstOrDefault()
        : throw new LabelException($"{folder}: holds {files.Length} .json files; name the one with the labels");

    private static string? FolderWith(string folder, string[] below, string pattern) =>
        Array.ConvertAll(below, name => Path.Combine(folder, name))
            .FirstOrDefault(path => Directory.Exists(path) && Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories).Any());

    private static string NameOf(LabelFormat format) => format switch
    {
        LabelFormat.Coco => "COCO",
        LabelFormat.Yolo => "YOLO",
        LabelFormat.Voc => "Pascal VOC",
        _ => "OpenCV",
    };
}
