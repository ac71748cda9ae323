using System.Globalization;
using System.Text;

namespace Spotter.Files;

/// <summary>
/// What we wrote into a folder: a hidden file there with a line a file, its length, when it was written, and its name.
/// What another hand changed since has another length or time, and is ours no more.
/// </summary>
internal sealed class OutputManifest
{
    /// <summary>The name of the hidden file.</summary>
    public const string FileName = ".spotter-outputs";

    // Two runs that write into one folder wait for each other's line.
    private const int Attempts = 50;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(10);

    private readonly string _path;
    private readonly HashSet<string> _lines;

    /// <param name="folder">It need not exist.</param>
    public OutputManifest(string folder)
    {
        _path = Path.Combine(folder, FileName);
        _lines = new HashSet<string>(Read(_path), StringComparer.Ordinal);
    }

    /// <summary>The names of the files that are as we wrote them.</summary>
    public IEnumerable<string> Names =>
        _lines
            .Select(static line => line.Split(' ', 3))
            .Where(static parts => parts.Length == 3)
            .Select(static parts => Uri.UnescapeDataString(parts[2]))
            .Distinct(StringComparer.Ordinal)
            .Where(IsOurs);

    /// <summary>Whether a file of the folder is as we wrote it.</summary>
    public bool IsOurs(string name) => Line(name) is { } line && _lines.Contains(line);

    /// <summary>Notes that we wrote a file, as it is now.</summary>
    public void Add(string name)
    {
        if (Line(name) is not { } line || !_lines.Add(line))
        {
            return;
        }

        // All is written before a file is noted: without its note, the worst is that the next run asks before it
        // replaces it.
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            try
            {
                using var file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.None);
                file.Write(Encoding.UTF8.GetBytes(line + "\n"));
                Hide();
                return;
            }
            catch (IOException)
            {
                Thread.Sleep(BetweenAttempts);
            }
            catch (UnauthorizedAccessException)
            {
                return;
            }
        }
    }

    // Names may hold any character, and line breaks among them.
    private string? Line(string name)
    {
        var file = new FileInfo(Path.Combine(Path.GetDirectoryName(_path)!, name));
        return file.Exists
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{file.Length} {file.LastWriteTimeUtc.Ticks} {Uri.EscapeDataString(name)}"
            )
            : null;
    }

    private static string[] Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // Elsewhere the dot hides it.
    private void Hide()
    {
        if (OperatingSystem.IsWindows())
        {
            File.SetAttributes(_path, FileAttributes.Hidden);
        }
    }
}
