using System.Globalization;
using System.Text;
using System.Text.Json;
using Spotter.Learning.Detectors.Networks;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.Networks;

/// <summary>A picture of the data and what the recipe makes of it.</summary>
/// <param name="Set">The set that it is of.</param>
/// <param name="Path">The picture file.</param>
/// <param name="Scene">What is in it.</param>
/// <param name="IsComplete">For each class of the recipe whether all objects are labelled.</param>
/// <param name="IsLabelled">For each class whether objects are labelled, all or some.</param>
internal sealed record RecipeScene(
    string Set,
    string Path,
    LabelledScene Scene,
    IReadOnlyList<bool> IsComplete,
    IReadOnlyList<bool> IsLabelled
);

/// <summary>Scenes in picture files.</summary>
internal sealed class RecipeScenes(IReadOnlyList<RecipeScene> scenes) : ILabelledScenes
{
    public int Count => scenes.Count;

    public LabelledScene this[int index] => scenes[index].Scene;

    public Frame? Load(int index) => Picture.Load(scenes[index].Path);
}

/// <summary>
/// Reads the labelled scenes of the development data: pictures, boxes, which class is complete where, and what other
/// networks found. A tenth of the groups of each set is the development part.
/// </summary>
/// <param name="data">The folder of the data sets.</param>
/// <param name="repository">The folder with models/, where scenes without faces are sorted by what they show.</param>
/// <param name="recipe">What is learned.</param>
/// <param name="frames">A folder of folders of frames of videos; null for none.</param>
internal sealed class SceneReader(string data, string repository, NetworkRecipe recipe, string? frames)
{
    private static readonly string[] Names = ["person", "car", "face"];

    private const int IgnoredNumber = 9;
    private const string WithoutFaces = "scenes-without-faces";

    private readonly int[] _classes = [.. recipe.Labels.Select(static label => Array.IndexOf(Names, label))];

    private readonly Lazy<SecondOpinion> _second = new(() => new SecondOpinion(data));

    /// <summary>The training part and the development part.</summary>
    public (List<RecipeScene> Training, List<RecipeScene> Development) Read()
    {
        var training = new List<RecipeScene>();
        var development = new List<RecipeScene>();
        Dictionary<(string Set, string Picture), string> groups = ReadGroups();
        foreach (string folder in Directory.GetDirectories(Path.Combine(data, "scenes")).Order(StringComparer.Ordinal))
        {
            if (File.Exists(Path.Combine(folder, "SET.json")))
            {
                ReadSet(folder, groups, training, development);
            }
        }

        ReadBackgrounds(training, development);
        ReadStreets(training, development);
        if (frames is not null)
        {
            foreach (string folder in Directory.GetDirectories(frames).Order(StringComparer.Ordinal))
            {
                ReadFrames(folder, training);
            }
        }

        return (training, development);
    }

    private Dictionary<(string, string), string> ReadGroups() =>
        File.ReadLines(Path.Combine(data, "scenes", "groups.tsv"))
            .Skip(1)
            .Select(static line => line.Split('\t'))
            .ToDictionary(
                static parts => (parts[0], parts[1]),
                // Photographs that belong to nothing are groups of their own.
                static parts =>
                    parts[2] == "p" ? parts[1] : parts[2]
            );

    private void ReadSet(
        string folder,
        Dictionary<(string, string), string> groups,
        List<RecipeScene> training,
        List<RecipeScene> development
    )
    {
        string set = Path.GetFileName(folder);
        using JsonDocument about = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "SET.json")));
        string[] complete = Strings(about, "complete");
        string[] labelled = [.. complete, .. Strings(about, "partial")];
        ILookup<string, MachineBox> machine = ReadMachineBoxes(Path.Combine(folder, "machine-boxes.tsv"));
        string[] pictures =
        [
            .. Directory
                .GetFiles(Path.Combine(folder, "images"))
                .Select(static path => Path.GetFileNameWithoutExtension(path)!)
                .Order(StringComparer.Ordinal),
        ];
        string GroupOf(string picture) =>
            // Single frames are groups in people-indoor's list: minutes of the recording are better ones.
            set == "people-indoor"
                ? picture[..Math.Min(18, picture.Length)]
            : groups.TryGetValue((set, picture), out string? group) ? group
            : picture;
        string[] order =
        [
            .. pictures.Select(GroupOf).Distinct(StringComparer.Ordinal).OrderBy(group => Checksum($"{set}/{group}")),
        ];
        HashSet<string> aside = [.. order.Take(Math.Max(1, order.Length / 10))];
        foreach (string picture in pictures)
        {
            var scene = new RecipeScene(
                set,
                Path.Combine(folder, "images", picture + ".webp"),
                new LabelledScene(
                    $"{set}/{picture}",
                    ObjectsOf(
                        Path.Combine(folder, "labels", picture + ".txt"),
                        machine[picture],
                        complete,
                        Path.Combine(folder, "images", picture + ".webp")
                    ),
                    [.. _classes.Select(c => complete.Contains(Names[c]) ? 1f : recipe.WeakBackground)],
                    recipe.FrequencyOf(set)
                ),
                [.. _classes.Select(c => complete.Contains(Names[c]))],
                [.. _classes.Select(c => labelled.Contains(Names[c]))]
            );
            (aside.Contains(GroupOf(picture)) ? development : training).Add(scene);
        }
    }

    private List<SceneObject> ObjectsOf(
        string? labels,
        IEnumerable<MachineBox> machine,
        string[] complete,
        string picture
    )
    {
        var objects = new List<SceneObject>();
        foreach (string line in labels is null ? [] : File.ReadLines(labels))
        {
            double[] v =
            [
                .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Take(5)
                    .Select(static text => double.Parse(text, CultureInfo.InvariantCulture)),
            ];
            if (v.Length < 5)
            {
                continue;
            }

            int number = (int)v[0];
            if (number == IgnoredNumber)
            {
                objects.Add(Box(v[1], v[2], v[3], v[4], 0) with { Class = -1, IsIgnored = true });
            }
            else if (Array.IndexOf(_classes, number) is var label and >= 0)
            {
                objects.Add(Box(v[1], v[2], v[3], v[4], 0) with { Class = label });
            }
        }

        Frame? frame = null;
        List<(int Class, Box Box, double Score)> others = [];
        bool isAsked = _classes.Any(number => number is 0 or 1 && !complete.Contains(Names[number]));
        if (isAsked)
        {
            frame = Picture.Load(picture);
            others = _second.Value.Of(frame);
        }

        var known = new List<(int Class, Box Box)>();
        foreach (MachineBox box in machine)
        {
            int label = Array.IndexOf(_classes, box.Class);
            if (frame is not null)
            {
                known.Add((box.Class, PixelsOf(box, frame)));
            }

            if (label < 0 || box.IsCovered)
            {
                continue;
            }

            bool isComplete = complete.Contains(Names[box.Class]);
            bool isConfirmed =
                !isComplete && frame is not null && SecondOpinion.Confirms(others, box.Class, PixelsOf(box, frame));
            objects.Add(
                isConfirmed || (!isComplete && box.Score >= recipe.Trust)
                    ? Box(box.X, box.Y, box.Width, box.Height, 0) with
                    {
                        Class = label,
                        Weight = isConfirmed ? recipe.ConfirmedWeight : recipe.TrustWeight,
                    }
                    : Box(box.X, box.Y, box.Width, box.Height, isComplete ? 0 : 0.1) with
                    {
                        Class = label,
                        IsIgnored = true,
                    }
            );
        }

        if (frame is not null)
        {
            known.AddRange(
                objects.Where(static one => one.Class >= 0).Select(one => (_classes[one.Class], one.In(frame)))
            );
            foreach ((int number, Box box) in SecondOpinion.Others(others, known))
            {
                int label = Array.IndexOf(_classes, number);
                if (label >= 0 && !complete.Contains(Names[number]))
                {
                    objects.Add(
                        Box(
                            (box.X + (box.Width / 2.0)) / frame.Width,
                            (box.Y + (box.Height / 2.0)) / frame.Height,
                            (double)box.Width / frame.Width,
                            (double)box.Height / frame.Height,
                            0.1
                        ) with
                        {
                            Class = label,
                            IsIgnored = true,
                        }
                    );
                }
            }
        }

        return objects;
    }

    // Scenes without faces; models/people.scenes and cars.scenes name those that show people and cars.
    private void ReadBackgrounds(List<RecipeScene> training, List<RecipeScene> development)
    {
        string[][] shown =
        [
            .. recipe.Labels.Select(label =>
                label == "face"
                    ? []
                    : ReadList(Path.Combine(repository, "models", label == "car" ? "cars.scenes" : "people.scenes"))
            ),
        ];
        string folder = Path.Combine(data, WithoutFaces);
        string[] files = [.. Directory.GetFiles(folder, "*.*").Order(StringComparer.Ordinal)];
        for (int i = 0; i < files.Length; i++)
        {
            string name = Path.GetFileName(files[i]);
            bool[] isClean = [.. shown.Select(list => !list.Contains(name))];
            var scene = new RecipeScene(
                WithoutFaces,
                files[i],
                new LabelledScene(
                    $"{WithoutFaces}/{name}",
                    [],
                    [.. isClean.Select(static clean => clean ? 1f : 0f)],
                    recipe.FrequencyOf(WithoutFaces)
                ),
                isClean,
                isClean
            );
            (i % 10 == 0 ? development : training).Add(scene);
        }
    }

    // Frames of dash-cams, a drive a hundred numbers; pedestrians and cyclists share a class there.
    private void ReadStreets(List<RecipeScene> training, List<RecipeScene> development)
    {
        const string Set = "street-labelled";
        const int FirstAside = 36;
        bool[] isComplete = [.. recipe.Labels.Select(static label => label != "face")];
        string[] pictures = [.. Directory.GetFiles(Path.Combine(data, Set, "images")).Order(StringComparer.Ordinal)];
        for (int i = 0; i < pictures.Length; i++)
        {
            var objects = new List<SceneObject>();
            string labels = Path.Combine(data, Set, "labels", Path.GetFileNameWithoutExtension(pictures[i]) + ".txt");
            foreach (string line in File.ReadLines(labels))
            {
                double[] v = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Number)];
                int label = recipe.Labels.ToList().IndexOf(v[0] == 2 ? "car" : "person");
                if (label >= 0)
                {
                    objects.Add(Box(v[1], v[2], v[3], v[4], 0) with { Class = label });
                }
            }

            var scene = new RecipeScene(
                Set,
                pictures[i],
                new LabelledScene(
                    $"{Set}/{i}",
                    objects,
                    [.. isComplete.Select(static one => one ? 1f : 0f)],
                    recipe.FrequencyOf(Set)
                ),
                isComplete,
                isComplete
            );
            (i < FirstAside ? training : development).Add(scene);
        }
    }

    // Frames of videos with what another network found in them (recipe network-frames).
    private void ReadFrames(string folder, List<RecipeScene> training)
    {
        ILookup<string, MachineBox> machine = ReadMachineBoxes(Path.Combine(folder, "machine-boxes.tsv"));
        bool[] none = [.. recipe.Labels.Select(static _ => false)];
        foreach (string picture in Directory.GetFiles(folder, "*.png").Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileNameWithoutExtension(picture);
            training.Add(
                new RecipeScene(
                    Path.GetFileName(folder),
                    picture,
                    new LabelledScene(
                        $"{Path.GetFileName(folder)}/{name}",
                        ObjectsOf(null, machine[name], [], picture),
                        [.. none.Select(_ => recipe.WeakBackground)],
                        recipe.FrequencyOf("frames")
                    ),
                    none,
                    none
                )
            );
        }
    }

    private static Box PixelsOf(MachineBox box, Frame frame) =>
        new(
            (int)((box.X - (box.Width / 2)) * frame.Width),
            (int)((box.Y - (box.Height / 2)) * frame.Height),
            Math.Max((int)(box.Width * frame.Width), 1),
            Math.Max((int)(box.Height * frame.Height), 1)
        );

    private static string[] ReadList(string path) =>
        [
            .. File.ReadLines(path)
                .Select(static line => line.Split('#')[0].Trim())
                .Where(static line => line.Length > 0)
                .Select(static line => Path.GetFileName(line)),
        ];

    private static SceneObject Box(double x, double y, double width, double height, double grown) =>
        new(
            (float)(x - (width * (0.5 + grown))),
            (float)(y - (height * (0.5 + grown))),
            (float)(x + (width * (0.5 + grown))),
            (float)(y + (height * (0.5 + grown))),
            0
        );

    private static ILookup<string, MachineBox> ReadMachineBoxes(string path) =>
        (File.Exists(path) ? File.ReadLines(path).Skip(1) : [])
            .Select(static line => line.Split('\t'))
            .ToLookup(
                static v => v[0],
                static v => new MachineBox(
                    int.Parse(v[1], CultureInfo.InvariantCulture),
                    Number(v[2]),
                    Number(v[3]),
                    Number(v[4]),
                    Number(v[5]),
                    Number(v[6]),
                    v[7] == "1"
                ),
                StringComparer.Ordinal
            );

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Strings(JsonDocument about, string name) =>
        [.. about.RootElement.GetProperty(name).EnumerateArray().Select(static one => one.GetString()!)];

    // CRC-32 of the name: an order that no name's place in the alphabet decides.
    private static uint Checksum(string text)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }

    private readonly record struct MachineBox(
        int Class,
        double X,
        double Y,
        double Width,
        double Height,
        double Score,
        bool IsCovered
    );
}
