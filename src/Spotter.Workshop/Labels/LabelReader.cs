namespace Spotter.Workshop.Labels;

/// <summary>Reads the labels of pictures in the formats that labelling tools and data sets use.</summary>
/// <remarks>
/// <para>A file or folder that is no labels at all is an exception. A single entry that is wrong (a missing picture, a
/// line with too few numbers) leaves out its picture and comes as a problem, so that the caller can name it and go on
/// with the others; a box that shows no pixel of its picture leaves out itself.</para>
/// <para>Every picture's header is read: boxes are clipped to the picture as shown, and how many were comes as a
/// note.</para>
/// </remarks>
public static class LabelReader
{
    /// <summary>Reads labels.</summary>
    /// <param name="path">
    /// COCO: the .json file. OpenCV: the text file. VOC: a .xml file or a folder of them. YOLO: the folder of the data
    /// set, its folder of .txt files, or its data.yaml. A folder with one of these in it stands for it.
    /// </param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="LabelException">There is no such file or folder, its format cannot be told, or it is broken as
    /// a whole.</exception>
    public static LabelSet Read(
        string path,
        LabelReadOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= LabelReadOptions.Default;
        if (options.PictureFolder is { } folder && !Directory.Exists(folder))
        {
            throw new LabelException($"{folder}: there is no such folder of pictures; check the name");
        }

        var collection = new LabelCollection(options, cancellationToken);
        try
        {
            Read(path, collection);
        }
        catch (Exception e) when (SpotterException.IsBare(e))
        {
            throw LabelException.About(path, e);
        }

        return collection.ToSet(path);
    }

    private static void Read(string path, LabelCollection collection)
    {
        (LabelFormat format, IReadOnlyList<string> places) = LabelFinder.Find(path, collection.Options.Format);
        foreach (string place in places)
        {
            switch (format)
            {
                case LabelFormat.Coco:
                    CocoReader.Read(place, collection);
                    break;
                case LabelFormat.Yolo:
                    new YoloReader(place, collection).Read();
                    break;
                case LabelFormat.Voc:
                    VocReader.Read(place, collection);
                    break;
                default:
                    OpenCvReader.Read(place, collection);
                    break;
            }
        }
    }
}
