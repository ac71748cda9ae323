using System.Text;

namespace Spotter.Workshop.Labels;

/// <summary>Tells which labels a path stands for.</summary>
internal static class LabelFinder
{
    // COCO's lists come after its info and licences.
    private const int Beginning = 1 << 20;

    private const string RoboflowCoco = "_annotations.coco.json";
    private static readonly string[] VocFolders = ["Annotations", "annotations", ""];
    private static readonly string[] OpenCvFiles = ["info.dat", "info.txt", "info.lst"];

    /// <param name="path">A file or folder.</param>
    /// <param name="wanted">The format; null tells it by what is there.</param>
    /// <returns>The format, and the files or folders to read.</returns>
    /// <exception cref="LabelException">There is nothing, or no labels.</exception>
    public static (LabelFormat Format, IReadOnlyList<string> Places) Find(string path, LabelFormat? wanted)
    {
        if (File.Exists(path))
        {
            LabelFormat format = wanted
                ?? Path.GetExtension(path).ToUpperInvariant() switch
                {
                    ".JSON" => LabelFormat.Coco,
                    ".XML" => LabelFormat.Voc,
                    ".YAML" or ".YML" => LabelFormat.Yolo,
                    _ => LabelFormat.OpenCv,
                };
            return format != LabelFormat.Yolo || DataYaml.IsYaml(path)
                ? (format, [path])
                : throw new LabelException(
                    $"{path}: is a file; YOLO labels are a folder with a .txt a picture, or its data.yaml"
                );
        }

        if (!Directory.Exists(path))
        {
            throw new LabelException($"{path}: there is no such file or folder of labels; check the name");
        }

        // What looks like labels before what only has the name of some: a folder of YOLO labels may hold a notes.json.
        LabelFormat[] order = wanted is { } one
            ? [one]
            : [LabelFormat.Coco, LabelFormat.OpenCv, LabelFormat.Voc, LabelFormat.Yolo];
        foreach (bool isStrict in (bool[])[true, false])
        {
            foreach (LabelFormat format in order)
            {
                if (FindIn(path, format, isStrict) is { Length: > 0 } places)
                {
                    return (format, places);
                }
            }
        }

        throw new LabelException(
            wanted is { } missing
                ? $"{path}: holds no {NameOf(missing)} labels; name another folder or another format"
                : $"{path}: holds no labels: neither a COCO .json, an info.dat, VOC .xml files nor YOLO .txt files"
        );
    }

    private static string[] FindIn(string folder, LabelFormat format, bool isStrict) =>
        format switch
        {
            LabelFormat.Coco => FindCoco(folder, isStrict),
            LabelFormat.OpenCv =>
            [
                .. OpenCvFiles.Select(name => Path.Combine(folder, name)).Where(File.Exists).Take(1),
            ],
            LabelFormat.Voc =>
            [
                .. VocFolders
                    .Select(name => Path.Combine(folder, name))
                    .Where(place => HasVoc(place, isStrict))
                    .Take(1),
            ],
            _ => YoloLayout.HasTexts(folder) ? [folder] : [],
        };

    private static string[] FindCoco(string folder, bool isStrict)
    {
        string[] files =
        [
            .. Directory
                .GetFiles(folder, "*.json")
                .Where(file => !isStrict || Begins(file, "\"images\"", "\"annotations\"")),
        ];
        if (files.Length > 1)
        {
            throw new LabelException($"{folder}: holds {files.Length} .json files; name the one with the labels");
        }

        // Roboflow has one in each of train/, valid/ and test/.
        return files.Length == 1
            ? files
            :
            [
                .. Directory
                    .GetDirectories(folder)
                    .Order(StringComparer.Ordinal)
                    .Select(static part => Path.Combine(part, RoboflowCoco))
                    .Where(File.Exists),
            ];
    }

    private static bool HasVoc(string folder, bool isStrict) =>
        Directory.Exists(folder)
        && Directory
            .EnumerateFiles(folder, "*.xml", SearchOption.AllDirectories)
            .Any(file => !isStrict || Begins(file, "<annotation"));

    private static bool Begins(string file, params ReadOnlySpan<string> words)
    {
        using FileStream stream = File.OpenRead(file);
        byte[] bytes = new byte[Math.Min(stream.Length, Beginning)];
        ReadOnlySpan<byte> read = bytes.AsSpan(0, stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        foreach (string word in words)
        {
            if (read.IndexOf(Encoding.ASCII.GetBytes(word)) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(LabelFormat format) =>
        format switch
        {
            LabelFormat.Coco => "COCO",
            LabelFormat.Yolo => "YOLO",
            LabelFormat.Voc => "Pascal VOC",
            _ => "OpenCV",
        };
}
