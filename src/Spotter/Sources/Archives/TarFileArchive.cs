using System.Formats.Tar;

namespace Spotter.Sources.Archives;

/// <summary>A tar file that is not compressed: each of its files lies in one piece.</summary>
internal sealed class TarFileArchive(IByteRanges bytes) : Archive
{
    public override MemoryStream Read(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        RequireSize(entry);
        if (entry.Place + entry.Length > bytes.Length)
        {
            throw new InvalidDataException("the archive is cut off");
        }

        byte[] content = new byte[entry.Length];
        bytes.Read(entry.Place, content, cancellationToken);
        return new MemoryStream(content, writable: false);
    }

    protected override IEnumerable<ArchiveEntry> Find()
    {
        using var stream = new RangeStream(bytes);
        using var reader = new TarReader(stream);
        while (reader.GetNextEntry() is { } entry)
        {
            if (
                entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile
            )
            {
                string name = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                yield return new ArchiveEntry(name, entry.Length, entry.DataOffset);
            }
        }
    }
}
