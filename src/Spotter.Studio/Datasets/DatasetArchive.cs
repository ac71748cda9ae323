using System.Globalization;
using System.IO.Compression;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Datasets;

/// <summary>
/// Unpacks a zip of pictures into a data set. No name of the archive becomes a path. What the archive says of its sizes
/// is enough to refuse it, and what comes out is counted while it comes; what is no picture is not unpacked.
/// </summary>
internal sealed class DatasetArchive(DatasetStore store, StudioLimits limits)
{
    private const int ChunkBytes = 128 << 10;
    private byte[] _content = new byte[ChunkBytes];

    /// <summary>Files that were left out, because they are no pictures or in no class.</summary>
    public int LeftOut { get; private set; }

    /// <exception cref="ProblemException">It is no archive, leads out of itself, or is too large.</exception>
    public void Unpack(string path, StoredDataset dataset, CancellationToken cancellationToken)
    {
        try
        {
            CheckEntryCount(path);
            using ZipArchive archive = ZipFile.OpenRead(path);
            ZipArchiveEntry[] files =
            [
                .. archive.Entries.Where(static entry =>
                    entry.FullName.Length > 0 && entry.FullName[^1] is not ('/' or '\\')
                ),
            ];
            CheckNames(archive.Entries);
            CheckSizes(archive.Entries);
            (ZipArchiveEntry Entry, string Extension)[] pictures = [.. Pictures(files, cancellationToken)];
            DatasetPlace?[] places = DatasetLayout.Of(pictures.Select(static picture => picture.Entry.FullName));
            store.CheckRoom(pictures.Sum(static picture => picture.Entry.Length + Storage.BytesPerFile));
            LeftOut = files.Length - places.Count(static place => place is not null);
            for (int i = 0; i < pictures.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (places[i] is { } place)
                {
                    store.Add(dataset, place, Read(pictures[i].Entry), pictures[i].Extension);
                }
            }
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            throw ProblemException.WrongKind($"the archive is no zip that can be read: {e.Message}");
        }
    }

    private static void CheckNames(IEnumerable<ZipArchiveEntry> entries)
    {
        foreach (string name in entries.Select(static entry => entry.FullName))
        {
            string[] parts = name.Split('/', '\\');
            if (
                parts.Any(static part => part is "." or "..")
                || parts[0].Length == 0
                || parts[0].Contains(':', StringComparison.Ordinal)
                || name.Contains('\0', StringComparison.Ordinal)
            )
            {
                throw ProblemException.BadRequest(
                    "the archive has names that lead out of it, like ../name; make it anew from a folder of pictures"
                );
            }
        }
    }

    private void CheckSizes(IEnumerable<ZipArchiveEntry> entries)
    {
        long total = 0;
        foreach (ZipArchiveEntry entry in entries)
        {
            total += Math.Min(entry.Length, limits.DatasetUnpackedBytes + 1);
            if (total > limits.DatasetUnpackedBytes)
            {
                throw ProblemException.TooLarge(
                    $"the archive unpacks to more than {limits.DatasetUnpackedBytes >> 20} MB; make it smaller, or "
                        + $"send it in parts"
                );
            }
        }
    }

    private static IEnumerable<(ZipArchiveEntry Entry, string Extension)> Pictures(
        ZipArchiveEntry[] files,
        CancellationToken cancellationToken
    )
    {
        var head = new byte[PictureSignature.Length];
        foreach (ZipArchiveEntry entry in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using Stream source = entry.Open();
            int read = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            if (DatasetStore.ExtensionOf(head.AsSpan(0, read)) is { } extension)
            {
                yield return (entry, extension);
            }
        }
    }

    // One buffer for all, as large as the largest that has come so far.
    private ReadOnlySpan<byte> Read(ZipArchiveEntry entry)
    {
        using Stream source = entry.Open();
        int length = 0;
        while (true)
        {
            if (length == _content.Length)
            {
                Array.Resize(ref _content, (int)Math.Min(length * 2L, limits.PictureBytes + 1));
            }

            int read = source.Read(_content.AsSpan(length));
            length += read;
            if (length > limits.PictureBytes)
            {
                throw ProblemException.TooLarge(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"a picture of the archive has more than {limits.PictureBytes >> 20} MB; make it smaller"
                    )
                );
            }

            if (read == 0)
            {
                return _content.AsSpan(0, length);
            }
        }
    }

    // The list of entries is read into memory as a whole. Each has this signature in the file, so counting those first
    // bounds it.
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
