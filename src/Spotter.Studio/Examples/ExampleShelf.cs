using System.Diagnostics;
using Spotter.Media.Video;
using Spotter.Studio.Datasets;
using Spotter.Studio.Hosting;
using Spotter.Studio.Labels;
using Spotter.Workshop.Machine;

namespace Spotter.Studio.Examples;

/// <summary>
/// Something to begin with in every view. Pictures and sets are drawn by Spotter, so that they are there on every
/// machine; photographs and the street clip are those of the system's packages, where it has them.
/// </summary>
internal sealed class ExampleShelf(DataFolders folders, DatasetStore datasets, LabelStore labels) : IDisposable
{
    private const string Party = "party";
    private const string Photo = "photo";
    private const string Street = "street";
    private const string Clothes = "clothes";
    private const string Kites = "kites";

    // Enough to see people walk and be counted, and searched within seconds.
    private const string StreetSeconds = "8";

    private readonly SemaphoreSlim _making = new(1);

    public IReadOnlyList<ExampleAnswer> All { get; } =
    [
        new(Party, "picture", "Three drawn people", "three faces, two of which smile"),
        .. SamplePictures.Find().Count > 0
            ? [new ExampleAnswer(Photo, "picture", "A photograph", "a face that looks into the camera")]
            : Array.Empty<ExampleAnswer>(),
        .. SamplePictures.FindStreet() is not null && FfmpegPrograms.Find("ffmpeg") is not null
            ? [new ExampleAnswer(Street, "video", "A street clip", "people who walk; count who crosses a line")]
            : Array.Empty<ExampleAnswer>(),
        new(Clothes, "dataset", "Clothes", "160 drawn shirts, trousers, shoes and bags, to learn apart"),
        new(Kites, "labels", "Kites", "30 drawn pictures of kites with their boxes, to learn to find them"),
    ];

    /// <summary>A picture's or clip's file.</summary>
    /// <exception cref="ProblemException">There is no such example, or not on this machine.</exception>
    public async Task<(string Path, string ContentType)> FileOfAsync(string id, CancellationToken cancellationToken)
    {
        switch (id)
        {
            case Party:
                string party = await MakeAsync("party.png", WritePartyAsync, cancellationToken);
                return (party, "image/png");
            case Photo when SamplePictures.Find() is [var photo, ..]:
                return (photo, "image/jpeg");
            case Street when SamplePictures.FindStreet() is { } film && FfmpegPrograms.Find("ffmpeg") is { } ffmpeg:
                string clip = await MakeAsync("street.mp4", path => CutAsync(ffmpeg, film, path), cancellationToken);
                return (clip, "video/mp4");
            default:
                throw Unknown();
        }
    }

    /// <summary>Draws a set to learn from.</summary>
    /// <exception cref="ProblemException">There is no such example, or no room.</exception>
    public ExampleMade Make(string id)
    {
        switch (id)
        {
            case Clothes:
                StoredDataset dataset = datasets.Create("Clothes");
                foreach ((string className, byte[] png) in DrawnClothes.All())
                {
                    datasets.Add(dataset, new DatasetPlace("", className), png, ".png");
                }

                return new ExampleMade("dataset", dataset.Id);
            case Kites:
                StoredLabels set = labels.Create("Kites");
                foreach (DrawnKites scene in DrawnKites.All())
                {
                    StoredPicture picture = labels.Add(set, scene.Name, scene.Png);
                    labels.Draw(set, picture, scene.Boxes, scene.IsLabelled);
                }

                return new ExampleMade("labels", set.Id);
            default:
                throw Unknown();
        }
    }

    public void Dispose() => _making.Dispose();

    // Kept with this run of the studio, and gone with it.
    private async Task<string> MakeAsync(string name, Func<string, Task> make, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folders.Results, $"example-{name}");
        await _making.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(path))
            {
                string unfinished = Path.Combine(folders.Results, $"unfinished-{name}");
                await make(unfinished);
                File.Move(unfinished, path);
            }

            return path;
        }
        finally
        {
            _making.Release();
        }
    }

    private static async Task WritePartyAsync(string path)
    {
        await using Stream drawn = typeof(ExampleShelf).Assembly.GetManifestResourceStream("examples/party.png")!;
        await using FileStream file = File.Create(path);
        await drawn.CopyToAsync(file);
    }

    private static async Task CutAsync(string ffmpeg, string film, string path)
    {
        string[] arguments =
        [
            "-v",
            "error",
            "-nostdin",
            "-y",
            "-i",
            film,
            "-t",
            StreetSeconds,
            "-an",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-pix_fmt",
            "yuv420p",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
            path,
        ];
        using var process = Process.Start(new ProcessStartInfo(ffmpeg, arguments) { UseShellExecute = false })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw ProblemException.NotFound("the street clip of this machine cannot be read");
        }
    }

    private static ProblemException Unknown() =>
        ProblemException.NotFound("there is no such example on this machine; GET /api/v1/examples lists them");
}
