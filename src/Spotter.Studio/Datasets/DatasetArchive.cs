using System.IO.Compression;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary>
/// Unpacks a zip of pictures into a data set: the folder of a picture is its class. No name of the archive becomes a path, and
/// what comes out is counted while it comes, whatever the archive claims.
/// </summary>
internal sealed class DatasetArchive(DatasetStore store, StudioLimits limits)
{
    private const int ChunkBytes = 128 << 10;
    // A class and a file; what comes before them may be a part.
    private const int ClassAndFile = 2;
    private long _unpacked;
    private int _pictures;

    /// <summary>Files that were left out, because they are no pictures or in no folder.</summary>
    public int LeftOut { get; private set; }

    /// <exception cref="ProblemException">It is no archive, leads out of itself, or is too large.</exception>
    public void Unpack(string path, StoredDataset dataset, CancellationToken cancellationToken)
    {
        try
        {
            CheckEntryCount(path);
            using ZipArchive archive = ZipFile.OpenRead(path);
            string[][] names = [.. archive.Entries.Select(static entry => entry.FullName.Split('/', '\\'))];
            if (names.Any(static parts => parts.Any(static part => part is "." or "..") || parts[0].Length == 0 || parts[0].Contains(':', StringComparison.Ordinal)))
            {
                throw ProblemException.BadRequest("the archive has names that lead out of it, like ../name; make it anew from a folder of pictures");
            }

            bool hasParts = names.Any(static parts => parts.Length > ClassAndFile && ClassName.IsPart(parts[^3]));
            for (int i = 0; i < names.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Unpack(archive.Entries[i], names[i], hasParts, dataset);
            }
        }
        catch (InvalidDataException e)
        {
            throw ProblemException.WrongKind($"the archive is no zip that can be read: {e.Message}");
        }
    }

    private void Unpack(ZipArchiveEntry entry, string[] names, bool hasParts, StoredDataset dataset)
    {
        if (names[^1].Length == 0)
        {
            return;
        }

        string? className = names.Length > 1 ? ClassName.Clean(names[^2]) : null;
        byte[] content = Read(entry);
        string? extension = DatasetStore.ExtensionOf(content);
        if (className is null || extension is null)
        {
            LeftOut++;
            return;
        }

        if (++_pictures > limits.DatasetPictures)
        {
            throw store.TooManyPictures();
        }

        string part = !hasParts ? "" : names.Length > ClassAndFile && ClassName.IsPart(names[^3]) ? names[^3].ToLowerInvariant() : "train";
        dataset.Add(part, className, content, extension);
    }

    private byte[] Read(ZipArchiveEntry entry)
    {
        using Stream source = entry.Open();
        using var content = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        for (int read = source.Read(chunk); read > 0; read = source.Read(chunk))
        {
            _unpacked += read;
            content.Write(chunk, 0, read);
            if (_unpacked > limits.DatasetUnpackedBytes)
            {
                throw ProblemException.TooLarge($"the archive unpacks to more than {limits.DatasetUnpackedBytes >> 20} MB");
            }

            if (content.Length > limits.PictureBytes)
            {
                throw ProblemException.TooLarge($"a file of the archive unpacks to more than {limits.PictureBytes >> 20} MB");
            }
        }

        return content.ToArray();
    }

    // The list of entries is read into memory as a whole. Each has this signature in the file, so counting those first bounds it.
    private void CheckEntryCount(string path)
    {
        ReadOnlySpan<byte> signature = [(byte)'P', (byte)'K', 1, 2];
        using FileStream file = File.OpenRead(path);
        var chunk = new byte[ChunkBytes];
        int kept = 0;
        int count = 0;
        for (int read = file.Read(chunk); read > 0; read = file.Read(chunk, kept, chunk.Length - kept))
        {
            Span<byte> seen = chunk.AsSpan(0, kept + read);
            count += seen.Count(signature);
            kept = Math.Min(signature.Length - 1, seen.Length);
            seen[^kept..].CopyTo(chunk);
        }

        // Folders and files that are no pictures may be there too.
        if (count > limits.DatasetPictures * 2L)
        {
            throw store.TooManyPictures();
        }
    }
}
