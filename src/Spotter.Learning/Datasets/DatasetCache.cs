using System.Security.Cryptography;
using Spotter.Networks.Files;

namespace Spotter.Learning.Datasets;

/// <summary>Downloads public data sets once, checks what came, and keeps it.</summary>
/// <param name="folder">Where data sets are kept; each gets a folder of its name.</param>
/// <param name="client">Does the downloads.</param>
public sealed class DatasetCache(string folder, HttpClient client)
{
    /// <summary>The folder for caches of this user: <c>SPOTTER_CACHE</c>, else the system's own place.</summary>
    public static string DefaultFolder => CacheFolder.Of("datasets");

    /// <summary>Makes sure that every file of the data set is there, whole and unchanged.</summary>
    /// <param name="dataset">What to fetch.</param>
    /// <param name="progress">Told the file and the bytes so far.</param>
    /// <param name="cancellationToken">Stops a download; nothing half done stays behind.</param>
    /// <returns>The folder that holds the files, for <see cref="KnownDataset.Load"/>.</returns>
    /// <exception cref="DatasetException">A download failed or brought something else than expected.</exception>
    public async Task<string> FetchAsync(
        KnownDataset dataset,
        IProgress<(string File, long Bytes)>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(dataset);
        string target = Path.Combine(folder, dataset.Name);
        Directory.CreateDirectory(target);
        foreach (DatasetFile file in dataset.Files)
        {
            string path = Path.Combine(target, file.Name);
            if (
                !File.Exists(path)
                || !string.Equals(await HashAsync(path, cancellationToken), file.Sha256, StringComparison.Ordinal)
            )
            {
                await DownloadAsync(file, path, progress, cancellationToken);
            }
        }

        return target;
    }

    private async Task DownloadAsync(
        DatasetFile file,
        string path,
        IProgress<(string File, long Bytes)>? progress,
        CancellationToken cancellationToken
    )
    {
        using var target = new WholeFile(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            await using Stream source = await client.GetStreamAsync(file.Address, cancellationToken);
            var buffer = new byte[1 << 16];
            long total = 0;
            for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0; )
            {
                await target.Stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                hash.AppendData(buffer.AsSpan(0, read));
                total += read;
                progress?.Report((file.Name, total));
            }
        }
        catch (HttpRequestException problem)
        {
            throw new DatasetException(
                $"{file.Address}: {problem.Message}; download it by hand and name its folder",
                problem
            );
        }

        string found = Convert.ToHexStringLower(hash.GetHashAndReset());
        if (!string.Equals(found, file.Sha256, StringComparison.Ordinal))
        {
            throw new DatasetException(
                $"{file.Address}: brought something else than expected (SHA-256 {found} instead of {file.Sha256}); "
                    + $"download it by hand and name its folder"
            );
        }

        target.Commit();
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
    }
}
