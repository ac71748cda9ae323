using Spotter.Vision.Images;

namespace Spotter.Sources.Archives;

/// <summary>A zip or tar file of pictures. What is in it is read in place; nothing is unpacked onto a disk.</summary>
internal abstract class Archive
{
    /// <summary>More than any picture that is not refused for its pixels; what an entry claims beyond is no
    /// picture.</summary>
    public const long MostBytes = 256L << 20;

    // Their names alone take gigabytes.
    private const int MostEntries = 10_000_000;

    // The end of an empty zip file; tar files have blocks of half a kilobyte.
    private const int SmallestArchive = 22;

    private static readonly string[] Extensions = [".zip", ".tar"];

    /// <summary>The files in it, in the order of their names; of two of one name the last.</summary>
    public IReadOnlyList<ArchiveEntry> Entries { get; private set; } = [];

    /// <summary>Whether a file is named as archives are.</summary>
    public static bool IsNamedSo(string path) =>
        Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// What of a name is an archive's and what is an entry's: <c>a/photos.zip/b/c.jpg</c> is <c>b/c.jpg</c> in
    /// <c>a/photos.zip</c>. Null where none of it is named as archives are.
    /// </summary>
    public static (string Archive, string Entry)? Split(string name)
    {
        for (int slash = name.IndexOfAny(['/', '\\']); slash >= 0; slash = name.IndexOfAny(['/', '\\'], slash + 1))
        {
            if (IsNamedSo(name[..slash]) && slash + 1 < name.Length)
            {
                return (name[..slash], name[(slash + 1)..]);
            }
        }

        return null;
    }

    /// <summary>Reads which files are in an archive.</summary>
    /// <param name="path">What it is called.</param>
    /// <param name="bytes">What is in it.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is damaged, or no archive.</exception>
    public static Archive Open(string path, IByteRanges bytes)
    {
        if (bytes.Length < SmallestArchive)
        {
            throw new InvalidDataException("it is too short for one");
        }

        Archive archive = Path.GetExtension(path).Equals(".zip", StringComparison.OrdinalIgnoreCase)
            ? new ZipFileArchive(bytes)
            : new TarFileArchive(bytes);
        var entries = new SortedDictionary<string, ArchiveEntry>(StringComparer.Ordinal);
        foreach (ArchiveEntry entry in archive.Find())
        {
            entries[entry.Name] = entry;
            if (entries.Count > MostEntries)
            {
                throw new InvalidDataException($"it holds more than {MostEntries} files; make several of it");
            }
        }

        archive.Entries = [.. entries.Values];
        return archive;
    }

    /// <summary>Whether an entry is a picture by its name, and not hidden.</summary>
    public static bool IsPicture(ArchiveEntry entry) => MediaExtensions.IsPicture(entry.Name) && !IsHidden(entry);

    /// <summary>Whether an entry, or a folder that it is in, is hidden, as what macOS adds to archives is.</summary>
    public static bool IsHidden(ArchiveEntry entry) =>
        entry.Name.Split('/').Any(static part => part.StartsWith('.') && part is not ("." or ".."));

    /// <summary>
    /// Whether a name could lead out of the folder where copies go: it begins at a root or a drive, or steps back.
    /// </summary>
    public static bool LeadsOut(string name) =>
        name.StartsWith('/')
        || name is [_, ':', ..]
        || (OperatingSystem.IsWindows() && name.Contains(':', StringComparison.Ordinal))
        || name.Any(char.IsControl)
        || name.Split('/').Contains("..");

    /// <summary>Reads an entry whole. Safe to call from several threads.</summary>
    public abstract MemoryStream Read(ArchiveEntry entry, CancellationToken cancellationToken);

    protected abstract IEnumerable<ArchiveEntry> Find();

    /// <summary>Reads so much as an entry claims to have, and not a byte more: a few may unfold to more than there is
    /// memory.</summary>
    protected static MemoryStream ReadAll(Stream stream, ArchiveEntry entry)
    {
        RequireSize(entry);
        byte[] content = new byte[entry.Length];
        stream.ReadExactly(content);
        return stream.ReadByte() < 0
            ? new MemoryStream(content, writable: false)
            : throw new InvalidDataException("it is longer than the archive says");
    }

    protected static void RequireSize(ArchiveEntry entry)
    {
        if (entry.Length > MostBytes)
        {
            throw new InvalidDataException($"it has {entry.Length >> 20} MB, and {MostBytes >> 20} MB are the most");
        }
    }
}

/// <summary>A file in an archive.</summary>
/// <param name="Name">With <c>/</c> between the parts.</param>
/// <param name="Length">Bytes, unpacked.</param>
/// <param name="Place">Where it is: of a tar file the first byte, of a zip file which entry.</param>
internal sealed record ArchiveEntry(string Name, long Length, long Place);
