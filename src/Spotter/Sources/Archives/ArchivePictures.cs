using Spotter.Media.Video;

namespace Spotter.Sources.Archives;

/// <summary>The pictures of an archive: <c>photos.zip/a/b.jpg</c> is <c>a/b.jpg</c> in <c>photos.zip</c>.</summary>
internal sealed class ArchivePictures
{
    private readonly string _path;
    private readonly Archive? _archive;
    private readonly Dictionary<string, ArchiveEntry> _entries = new(StringComparer.Ordinal);

    private ArchivePictures(string path, Archive? archive, string? problem)
    {
        (_path, _archive, Problem) = (path, archive, problem);
        var all = new List<PictureSource>();
        foreach (ArchiveEntry entry in archive?.Entries ?? [])
        {
            _entries.Add(entry.Name, entry);
            if (Archive.IsPicture(entry))
            {
                all.Add(Of(entry));
            }
            else if (Archive.IsHidden(entry))
            {
                LeftOut.Add("hidden file", "hidden files");
            }
            else
            {
                LeftOut.AddFile(entry.Name, []);
            }
        }

        All = all;
    }

    /// <summary>Why it cannot be read; null where it can.</summary>
    public string? Problem { get; }

    /// <summary>All pictures, in the order of their names.</summary>
    public IReadOnlyList<PictureSource> All { get; }

    /// <summary>What else is in it.</summary>
    public LeftOut LeftOut { get; } = new();

    public static ArchivePictures Open(string path, Func<IByteRanges> open)
    {
        string name = VideoSource.Parse(path).DisplayName;
        try
        {
            return new ArchivePictures(name, Archive.Open(path, open()), null);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            return new ArchivePictures(
                name,
                null,
                $"the archive cannot be read: {e.Message.Split('\n', 2)[0].Trim().TrimEnd('.')}; make it anew"
            );
        }
    }

    /// <summary>Whether an exception is of a file that is damaged or cannot be read, as .NET's readers of archives
    /// throw it.</summary>
    public static bool IsOfFile(Exception e) =>
        e
            is IOException
                or InvalidDataException
                or UnauthorizedAccessException
                or ArgumentException
                or NotSupportedException
                or OverflowException;

    /// <summary>The file of a name, whatever it is; null where there is none.</summary>
    public PictureSource? Find(string entry) => _entries.TryGetValue(entry, out ArchiveEntry? one) ? Of(one) : null;

    private PictureSource Of(ArchiveEntry entry)
    {
        string name = $"{_path}/{entry.Name}";
        return Archive.LeadsOut(entry.Name)
            ? new PictureSource(name, "") { Problem = $"{name}: leads out of the archive; make it anew" }
            : new PictureSource(name, entry.Name) { Content = stop => _archive!.Read(entry, stop) };
    }
}
