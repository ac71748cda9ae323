using Spotter.Cli.Parsing;
using Spotter.Files;
using Spotter.Media.Video;
using Spotter.Sources;

namespace Spotter.Cli.Commands;

/// <summary>
/// Names for what is written about videos: in one folder each under a name of its own, as its source lies in its
/// folder.
/// </summary>
internal sealed class VideoOutputNames(OutputPlace place, Outputs outputs)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The annotated video of a source.</summary>
    public string VideoOf(VideoFound video) => outputs.Claim(place.IsFile ? place.Path : In(video, ".mp4"));

    /// <summary>The table of a source.</summary>
    public string TableOf(VideoFound video) =>
        outputs.Claim(place.IsFile ? Path.ChangeExtension(place.Path, ".csv") : In(video, ".csv"));

    /// <summary>The tracks of a source.</summary>
    public string TracksOf(VideoFound video) =>
        outputs.Claim(place.IsFile ? Path.ChangeExtension(place.Path, ".txt") : In(video, ".txt"));

    /// <summary>A folder and the beginning of the names of pictures that are cut out of a source.</summary>
    public string CropsOf(string folder, VideoFound video) =>
        Path.Combine(folder, Unique(StemOf(video), static stem => stem));

    private string In(VideoFound video, string extension) =>
        Unique(StemOf(video), stem => Path.Combine(place.Path, stem + extension));

    private string Unique(string stem, Func<string, string> pathOf)
    {
        string path = pathOf(stem);
        for (int number = 2; !_taken.Add(path); number++)
        {
            path = pathOf($"{stem}-{number}");
        }

        return path;
    }

    private static string StemOf(VideoFound video)
    {
        VideoSource source = video.Source;
        string name = source.Kind switch
        {
            VideoSourceKind.File => Path.GetFileNameWithoutExtension(source.Location),
            VideoSourceKind.Url => Path.GetFileNameWithoutExtension(new Uri(source.Location).LocalPath),
            VideoSourceKind.Camera => $"camera-{Path.GetFileName(source.Location)}",
            _ => "stdin",
        };
        string clean = string.Concat(name.Split(Path.GetInvalidFileNameChars()));
        return Path.Combine(Path.GetDirectoryName(video.OutputPath) ?? "", clean.Length > 0 ? clean : "video");
    }
}
