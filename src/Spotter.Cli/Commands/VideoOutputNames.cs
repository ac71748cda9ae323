using Spotter.Apps.Files;
using Spotter.Apps.Searching;
using Spotter.Media.Video;

namespace Spotter.Cli.Commands;

/// <summary>Names for what is written about videos: in one folder each under a name of its own, and never over an input.</summary>
internal sealed class VideoOutputNames(string? place, int sourceCount)
{
    private readonly HashSet<string> _taken = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The annotated video of a source.</summary>
    public string VideoOf(VideoSource source) => NamesVideo(source) ? Guard(place!, source) : Claim(source, ".mp4");

    /// <summary>The table of a source.</summary>
    public string TableOf(VideoSource source) =>
        NamesVideo(source) ? Guard(Path.ChangeExtension(place!, ".csv"), source) : Claim(source, ".csv");

    /// <summary>A folder and the beginning of the names of pictures that are cut out of a source.</summary>
    public string CropsOf(string folder, VideoSource source) => Path.Combine(folder, Unique(StemOf(source), static stem => stem));

    private bool NamesVideo(VideoSource source)
    {
        string extension = Path.GetExtension(place ?? "");
        if (place is null || extension.Length == 0 || Directory.Exists(place))
        {
            return false;
        }

        if (!extension.Equals(".mp4", StringComparison.OrdinalIgnoreCase))
        {
            throw new OutputException($"{place}: an annotated video of {source.DisplayName} is an .mp4; name it so, or name a folder");
        }

        return sourceCount == 1 ? true : throw new OutputException($"{place}: names one video, but there are {sourceCount}; name a folder with --output");
    }

    private string Claim(VideoSource source, string extension)
    {
        string folder = place ?? PictureSearchOptions.DefaultOutput;
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{folder}: cannot be written: {e.Message}", e);
        }

        return Guard(Unique(StemOf(source), stem => Path.Combine(folder, stem + extension)), source);
    }

    private string Unique(string stem, Func<string, string> pathOf)
    {
        string path = pathOf(stem);
        for (int number = 2; !_taken.Add(path); number++)
        {
            path = pathOf($"{stem}-{number}");
        }

        return path;
    }

    private static string StemOf(VideoSource source)
    {
        string name = source.Kind switch
        {
            VideoSourceKind.File => Path.GetFileNameWithoutExtension(source.Location),
            VideoSourceKind.Url => Path.GetFileNameWithoutExtension(new Uri(source.Location).LocalPath),
            VideoSourceKind.Camera => $"camera-{Path.GetFileName(source.Location)}",
            _ => "stdin",
        };
        string clean = string.Concat(name.Split(Path.GetInvalidFileNameChars()));
        return clean.Length > 0 ? clean : "video";
    }

    private static string Guard(string path, VideoSource source) =>
        source.Kind == VideoSourceKind.File && File.Exists(path) && Path.GetFullPath(path) == Path.GetFullPath(source.Location)
            ? throw new OutputException($"{path}: is one of the inputs and would be replaced; name another file or folder with --output")
            : path;
}
