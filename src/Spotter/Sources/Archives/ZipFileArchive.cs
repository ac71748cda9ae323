using System.Collections.Concurrent;
using System.IO.Compression;

namespace Spotter.Sources.Archives;

/// <summary>A zip file. Several readers of it are kept, as each is for one thread at a time.</summary>
#pragma warning disable CA1001 // the readers hold no file open: they read through ranges
internal sealed class ZipFileArchive(IByteRanges bytes) : Archive
#pragma warning restore CA1001
{
    private readonly ConcurrentBag<ZipArchive> _readers = [];

    public override MemoryStream Read(ArchiveEntry entry, CancellationToken cancellationToken)
    {
        RequireSize(entry);
        if (!_readers.TryTake(out ZipArchive? reader))
        {
            reader = OpenReader();
        }

        ZipArchiveEntry packed = reader.Entries[(int)entry.Place];
        if (packed.IsEncrypted)
        {
            throw new InvalidDataException("it is encrypted; make the archive without a password");
        }

        using Stream stream = packed.Open();
        MemoryStream content = ReadAll(stream, entry);
        _readers.Add(reader);
        return content;
    }

    protected override IEnumerable<ArchiveEntry> Find()
    {
        ZipArchive reader = OpenReader();
        for (int i = 0; i < reader.Entries.Count; i++)
        {
            ZipArchiveEntry entry = reader.Entries[i];
            string name = entry.FullName.Replace('\\', '/');
            if (!name.EndsWith('/'))
            {
                yield return new ArchiveEntry(name, entry.Length, i);
            }
        }

        _readers.Add(reader);
    }

    private ZipArchive OpenReader() => new(new RangeStream(bytes), ZipArchiveMode.Read);
}
