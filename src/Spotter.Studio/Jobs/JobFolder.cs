using System.Security.Cryptography;

namespace Spotter.Studio.Jobs;

/// <summary>
/// A job's folder. All names in it are the studio's own; what a sender calls a file never becomes a path.
/// </summary>
internal sealed class JobFolder
{
    private const int IdBytes = 12;

    private JobFolder(string path, string id)
    {
        Root = path;
        Id = id;
    }

    public string Id { get; }

    public string Root { get; }

    public string Input => Path.Combine(Root, "input");

    public string AnnotatedPicture => Path.Combine(Root, "annotated.jpg");

    public string AnnotatedVideo => Path.Combine(Root, "annotated.mp4");

    public string FramesJson => Path.Combine(Root, "frames.jsonl");

    public string FramesCsv => Path.Combine(Root, "frames.csv");

    /// <summary>Makes the folder of a new job below that of its session.</summary>
    public static JobFolder Create(string sessionFolder)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        string path = Path.Combine(sessionFolder, id);
        Directory.CreateDirectory(path);
        return new JobFolder(path, id);
    }
}
