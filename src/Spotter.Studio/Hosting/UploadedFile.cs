using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Spotter.Studio.Hosting;

/// <summary>
/// A file that a request brings: its body, or the first file of a form. It is read as it comes and not kept.
/// </summary>
/// <param name="Content">The bytes.</param>
/// <param name="Length">How many, where that is known beforehand; at most so many.</param>
/// <param name="Name">What the sender calls it; never used as the name of a file here.</param>
internal sealed record UploadedFile(Stream Content, long? Length, string? Name)
{
    private const int MostNameLength = 200;
    private const int ChunkBytes = 128 << 10;

    // Boundaries and heads of a form's parts.
    private const int FormOverhead = 64 << 10;

    /// <param name="request">The request; its body has not been read.</param>
    /// <param name="most">The most bytes to take.</param>
    /// <exception cref="ProblemException">There is no file, or it says itself that it is too large.</exception>
    public static async Task<UploadedFile> OpenAsync(HttpRequest request, long most)
    {
        if (request.ContentLength > most + FormOverhead)
        {
            throw TooLarge(most);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = most + FormOverhead;
        }

        string? boundary = Boundary(request);
        return boundary is null
            ? new UploadedFile(request.Body, request.ContentLength, NameOf(request.Query["name"]))
            : await FirstFileAsync(request, boundary);
    }

    /// <summary>Writes the file to disk as it comes.</summary>
    /// <param name="path">A file that is not there yet.</param>
    /// <param name="storage">Counts what comes.</param>
    /// <param name="most">The most bytes to take.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="ProblemException">There are more.</exception>
    public Task SaveAsync(string path, Storage storage, long most, CancellationToken cancellationToken) =>
        SaveAsync(path, storage, 0, _ => most, cancellationToken);

    /// <summary>The same, where how much is taken depends on how the file begins.</summary>
    /// <param name="path">A file that is not there yet.</param>
    /// <param name="storage">Counts what comes.</param>
    /// <param name="headBytes">How much of the beginning is looked at.</param>
    /// <param name="mostFor">Answers the most bytes to take of a file that begins like this; it may refuse it.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task SaveAsync(
        string path,
        Storage storage,
        int headBytes,
        Func<ReadOnlyMemory<byte>, long> mostFor,
        CancellationToken cancellationToken
    )
    {
        var buffer = new byte[ChunkBytes];
        int read = await Content.ReadAtLeastAsync(
            buffer,
            Math.Max(1, headBytes),
            throwOnEndOfStream: false,
            cancellationToken
        );
        long most = mostFor(buffer.AsMemory(0, read));
        storage.Take(Storage.BytesPerFile);
        await using FileStream target = Create(path);
        for (long length = read; read > 0; length += read)
        {
            if (length > most)
            {
                throw TooLarge(most);
            }

            storage.Take(read);
            await WriteAsync(target, buffer.AsMemory(0, read), cancellationToken);
            read = await Content.ReadAsync(buffer, cancellationToken);
        }
    }

    public static ProblemException TooLarge(long most) =>
        ProblemException.TooLarge($"at most {most >> 20} MB are taken; send a smaller file");

    private static FileStream Create(string path)
    {
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch (IOException)
        {
            throw ProblemException.NoRoom();
        }
    }

    private static async ValueTask WriteAsync(
        FileStream target,
        ReadOnlyMemory<byte> bytes,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await target.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException)
        {
            throw ProblemException.NoRoom();
        }
    }

    private static string? Boundary(HttpRequest request)
    {
        if (
            !MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
        )
        {
            return null;
        }

        string boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        return boundary.Length is > 0 and <= 70
            ? boundary
            : throw ProblemException.BadRequest("the form has no boundary of 1 to 70 characters (RFC 2046)");
    }

    private static async Task<UploadedFile> FirstFileAsync(HttpRequest request, string boundary)
    {
        var reader = new MultipartReader(boundary, request.Body);
        try
        {
            if (await reader.ReadNextSectionAsync(request.HttpContext.RequestAborted) is { } section)
            {
                ContentDispositionHeaderValue disposition = FileOf(section) ?? throw OnlyFile(section);
                string name = (
                    disposition.FileNameStar.HasValue
                        ? disposition.FileNameStar
                        : HeaderUtilities.RemoveQuotes(disposition.FileName)
                ).ToString();
                return new UploadedFile(new LastPart(reader, section), request.ContentLength, NameOf(name));
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw CutShort();
        }

        throw ProblemException.BadRequest(
            "the form holds no file; send one, for instance with curl -F file=@photo.jpg"
        );
    }

    private static ContentDispositionHeaderValue? FileOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
        && disposition.IsFileDisposition()
            ? disposition
            : null;

    // A setting that nobody reads would be ignored in silence.
    private static ProblemException OnlyFile(MultipartSection section)
    {
        string name = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).ToString()
            : "";
        return ProblemException.BadRequest(
            FileOf(section) is not null ? "a form holds one file; send the others by themselves"
            : name.Length is 0 or > MostNameLength ? "a form holds one file, and nothing else"
            : $"a form holds one file; {name} goes into the address: ?{name}=..."
        );
    }

    /// <summary>The file of a form, which is its last part.</summary>
    private sealed class LastPart(MultipartReader form, MultipartSection section) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            try
            {
                int read = await section.Body.ReadAsync(buffer, cancellationToken);
                if (read == 0 && buffer.Length > 0 && await form.ReadNextSectionAsync(cancellationToken) is { } other)
                {
                    throw OnlyFile(other);
                }

                return read;
            }
            catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException)
            {
                throw CutShort();
            }
        }

        public override Task<int> ReadAsync(
            byte[] buffer,
            int offset,
            int count,
            CancellationToken cancellationToken
        ) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) =>
            throw new NotSupportedException("a request is read asynchronously");

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    private static ProblemException CutShort() => ProblemException.BadRequest("the form is damaged or cut short");

    /// <summary>The last part of a name, short and without control characters: it is shown, never opened.</summary>
    private static string? NameOf(string? name)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return null;
        }

        string last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        string clean = new([.. last.Where(static c => !char.IsControl(c)).Take(MostNameLength)]);
        return clean.Length > 0 ? clean : null;
    }
}
