using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Spotter.Networks.Files;

namespace Spotter.Models;

/// <summary>
/// Fetches a public model into a folder: what was begun before goes on where it stopped, and the file has its name once
/// its checksum is right.
/// </summary>
/// <param name="client">Does it; its own timeout should be infinite.</param>
/// <param name="store">Where the model goes.</param>
internal sealed class ModelPull(HttpClient client, ModelStore store)
{
    // A server that says nothing for so long is taken for dead.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const int Block = 1 << 16;

    /// <summary>Bytes that a folder has room for; a test has less.</summary>
    internal Func<string, long> Room { get; init; } =
        static folder => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    /// <summary>Fetches a model.</summary>
    /// <param name="model">Which.</param>
    /// <param name="mirror">
    /// A folder of a web server that has the files by their names here; null takes where the makers publish it.
    /// </param>
    /// <param name="progress">Told how many bytes are there.</param>
    /// <param name="cancellationToken">Stops it; what came stays, for the next time.</param>
    /// <returns>False where it was there already.</returns>
    /// <exception cref="SpotterException">It cannot be had; the message says why and what to do.</exception>
    public async Task<bool> RunAsync(
        PublicModel model,
        Uri? mirror = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        Uri address = mirror is null ? model.Address : AddressOn(mirror, model);
        string target = store.PathOf(model);
        try
        {
            if (await IsThereAsync(model, target, cancellationToken))
            {
                return false;
            }

            Directory.CreateDirectory(store.Folder);
            using FileStream part = OpenPart(model);
            await FillAsync(model, address, part, progress, cancellationToken);
            await VerifyAsync(model, address, part, cancellationToken);
            await part.FlushAsync(cancellationToken);
            part.Flush(flushToDisk: true);
            Rename(part, target);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not SpotterException))
        {
            throw new SpotterException(SpotterErrorKind.Missing, $"{target}: {e.Message}", e);
        }
    }

    private static Uri AddressOn(Uri mirror, PublicModel model) =>
        new(mirror.AbsoluteUri.TrimEnd('/') + "/" + model.FileName);

    private static async Task<bool> IsThereAsync(PublicModel model, string target, CancellationToken cancellationToken)
    {
        if (!Path.Exists(target))
        {
            return false;
        }

        bool isIt =
            new FileInfo(target) is { Exists: true } file
            && file.Length == model.Bytes
            && await IsRightAsync(model, target, cancellationToken);
        return isIt
            ? true
            : throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{target}: is there and is not the model {model.Name} (another size or checksum); move it away, or "
                    + $"name another folder with --models-folder"
            );
    }

    private static async Task<bool> IsRightAsync(PublicModel model, string path, CancellationToken cancellationToken)
    {
        await using FileStream file = File.OpenRead(path);
        byte[] hash = await SHA256.HashDataAsync(file, cancellationToken);
        return Convert.ToHexStringLower(hash) == model.Sha256;
    }

    // Renamed while it is held, so that no other run takes it for its own, where the system renames what is open.
    private static void Rename(FileStream part, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            part.Dispose();
        }

        File.Move(part.Name, target, overwrite: false);
    }

    // Another run holds it while it works on it.
    private FileStream OpenPart(PublicModel model)
    {
        string path = Path.Combine(store.Folder, $".{model.FileName}.{model.Sha256[..8]}.part");
        try
        {
            return new FileStream(
                path,
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                Block,
                FileOptions.Asynchronous
            );
        }
        catch (IOException e) when (File.Exists(path))
        {
            throw new SpotterException(
                SpotterErrorKind.Usage,
                $"{model.Name}: is being fetched by another run into {store.Folder}; wait for that one",
                e
            );
        }
    }

    private async Task FillAsync(
        PublicModel model,
        Uri address,
        FileStream part,
        IProgress<long>? progress,
        CancellationToken cancellationToken
    )
    {
        if (part.Length > model.Bytes)
        {
            part.SetLength(0);
        }

        long missing = model.Bytes - part.Length;
        if (Room(store.Folder) < missing)
        {
            throw new SpotterException(
                SpotterErrorKind.Missing,
                $"{store.Folder}: has no room for {model.Name}, which needs {Megabytes(missing)} more; make room, or "
                    + $"name another folder with --models-folder"
            );
        }

        if (missing == 0)
        {
            return;
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("spotter", null));
            request.Headers.Range = part.Length > 0 ? new RangeHeaderValue(part.Length, null) : null;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            using HttpResponseMessage answer = await client.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                patience.Token
            );
            Place(part, answer);
            answer.EnsureSuccessStatusCode();
            await CopyAsync(
                model,
                address,
                await answer.Content.ReadAsStreamAsync(patience.Token),
                part,
                progress,
                patience
            );
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(model, address, $"no answer for {Patience.TotalSeconds:0} seconds", part.Length, e);
        }
        catch (HttpRequestException e)
        {
            string why = e.StatusCode is { } status
                ? $"the server answers {(int)status} {status}"
                : e.InnerException?.Message ?? e.Message;
            throw Failed(model, address, why, part.Length, e);
        }
        catch (HttpIOException e)
        {
            throw Failed(model, address, "the connection ended", part.Length, e);
        }

        if (part.Length < model.Bytes)
        {
            throw Failed(model, address, "the server sent less than the whole file", part.Length, null);
        }
    }

    // What a server sends may begin where the part ends, at the beginning, or elsewhere.
    private static void Place(FileStream part, HttpResponseMessage answer)
    {
        bool goesOn =
            answer.StatusCode == HttpStatusCode.PartialContent
            && answer.Content.Headers.ContentRange?.From == part.Length;
        if (goesOn)
        {
            part.Seek(0, SeekOrigin.End);
        }
        else if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            part.SetLength(0);
        }
        else if (answer.StatusCode == HttpStatusCode.PartialContent)
        {
            throw new HttpIOException(HttpRequestError.InvalidResponse, "another part was sent than was asked for");
        }
    }

    private static async Task CopyAsync(
        PublicModel model,
        Uri address,
        Stream source,
        FileStream part,
        IProgress<long>? progress,
        CancellationTokenSource patience
    )
    {
        byte[] buffer = new byte[Block];
        while (true)
        {
            patience.CancelAfter(Patience);
            int read = await source.ReadAsync(buffer, patience.Token);
            if (read == 0)
            {
                return;
            }

            if (part.Position + read > model.Bytes)
            {
                part.SetLength(0);
                throw Wrong(model, address, "is longer than expected");
            }

            await part.WriteAsync(buffer.AsMemory(0, read), patience.Token);
            progress?.Report(part.Position);
        }
    }

    private static async Task VerifyAsync(
        PublicModel model,
        Uri address,
        FileStream part,
        CancellationToken cancellationToken
    )
    {
        part.Seek(0, SeekOrigin.Begin);
        string found = Convert.ToHexStringLower(await SHA256.HashDataAsync(part, cancellationToken));
        if (found != model.Sha256)
        {
            // What is wrong must not be gone on with.
            part.SetLength(0);
            throw Wrong(model, address, $"has the SHA-256 {found} instead of {model.Sha256}");
        }
    }

    private static SpotterException Wrong(PublicModel model, Uri address, string how) =>
        new(
            SpotterErrorKind.Damaged,
            $"{address}: {how}, so it is not the model {model.Name} and was thrown away; try again, or name another "
                + $"place with --models-address"
        );

    private static SpotterException Failed(PublicModel model, Uri address, string why, long there, Exception? cause) =>
        new(
            SpotterErrorKind.Missing,
            $"{address}: {why}"
                + (
                    there > 0
                        ? $"; {Megabytes(there)} of {Megabytes(model.Bytes)} are there, and the same command goes on "
                            + $"from them"
                        : "; try again, or name another place with --models-address"
                ),
            cause
        );

    /// <summary>A number of bytes as people read it.</summary>
    internal static string Megabytes(long bytes) =>
        string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
