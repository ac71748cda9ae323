using System.IO.Compression;
using Spotter.Files;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Studio.Hosting;
using Spotter.Vision;

namespace Spotter.Studio.Labels;

/// <summary>Drawn boxes in the formats of others, and with the pictures in a zip.</summary>
internal static class LabelExport
{
    public static readonly string[] Formats = ["coco", "yolo", "voc"];

    private const string Images = "images";

    /// <summary>Writes the labels of the pictures that are done, as COCO beside their folder, to learn from.</summary>
    /// <returns>The file.</returns>
    public static string WriteCoco(StoredLabels set, string path)
    {
        Write(
            new CocoWriter(path, LabelsOf(set)),
            [.. Done(set).Select(static picture => (picture, SourceOf($"pictures/{picture.Name}")))]
        );
        return path;
    }

    /// <summary>Writes pictures and labels into one zip.</summary>
    /// <param name="set">The set; pictures that are not done are left out.</param>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="folder">Where files are made on the way; removed by the caller.</param>
    /// <exception cref="ProblemException">There is no such format.</exception>
    public static string Zip(StoredLabels set, string format, string folder)
    {
        Directory.CreateDirectory(folder);
        string content = Path.Combine(folder, "content");
        string images = Path.Combine(content, Images);
        Directory.CreateDirectory(images);
        StoredPicture[] done = Done(set);
        foreach (StoredPicture picture in done)
        {
            File.Copy(set.PathOf(picture), Path.Combine(images, picture.Name));
        }

        (StoredPicture Picture, PictureSource Source)[] named =
        [
            .. done.Select(static picture => (picture, SourceOf($"{Images}/{picture.Name}"))),
        ];
        PictureSource[] sources = [.. named.Select(static one => one.Source)];
        IResultWriter writer = format switch
        {
            "coco" => new CocoWriter(Path.Combine(content, "annotations.json"), LabelsOf(set)),
            "yolo" => new YoloWriter(content, LabelsOf(set), sources, new Outputs()),
            "voc" => new VocWriter(content, sources, new Outputs()),
            _ => throw ProblemException.BadRequest($"format must be one of {string.Join(", ", Formats)}"),
        };
        Write(writer, named);

        // What writers remember of a folder is not for whoever gets the zip.
        foreach (string note in Directory.EnumerateFiles(content, ".spotter-*", SearchOption.AllDirectories))
        {
            File.Delete(note);
        }

        string zip = Path.Combine(folder, "labels.zip");
        ZipFile.CreateFromDirectory(content, zip, CompressionLevel.NoCompression, includeBaseDirectory: false);
        return zip;
    }

    private static StoredPicture[] Done(StoredLabels set) => [.. set.List().Where(static picture => picture.IsDone)];

    private static string[] LabelsOf(StoredLabels set) =>
        [
            .. Done(set)
                .SelectMany(static picture => picture.Boxes)
                .Select(static box => box.Label)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    // Writers know pictures by the very sources that they were made for.
    private static void Write(IResultWriter writer, (StoredPicture Picture, PictureSource Source)[] pictures)
    {
        using (writer)
        {
            foreach ((StoredPicture picture, PictureSource source) in pictures)
            {
                Detection[] boxes =
                [
                    .. picture.Boxes.Select(static box => new Detection(
                        new Box(box.X, box.Y, box.W, box.H),
                        1,
                        box.Label
                    )),
                ];
                writer.Write(source, new PictureResult(source.Name, picture.Width, picture.Height, boxes, 0));
            }

            writer.Complete();
        }
    }

    private static PictureSource SourceOf(string name) => new(name, Path.GetFileName(name));
}
