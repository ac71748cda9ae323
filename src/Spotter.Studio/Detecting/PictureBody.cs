using System.Buffers;
using Spotter.Media.Pictures;
using Spotter.Studio.Hosting;
using Spotter.Studio.Scheduling;

namespace Spotter.Studio.Detecting;

/// <summary>The bytes of a picture that a request brought, in pooled memory that the studio's budget counts.</summary>
internal sealed class PictureBody : IDisposable
{
    // Room for what has come, and at most as much again: what a request says that it will bring takes none.
    private const int FirstBytes = 16 << 10;

    private readonly ByteBudget _budget;
    private byte[] _buffer;
    private int _length;

    private PictureBody(ByteBudget budget, int capacity)
    {
        budget.Take(capacity);
        _budget = budget;
        Capacity = capacity;
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    public ReadOnlySpan<byte> Bytes => _buffer.AsSpan(0, _length);

    private int Capacity { get; set; }

    /// <summary>Reads the request's picture: the body itself, or the first file of a form.</summary>
    /// <exception cref="ProblemException">There is none, or it is too large.</exception>
    public static async Task<PictureBody> ReadAsync(HttpRequest request, ByteBudget budget, long most)
    {
        UploadedFile file = await UploadedFile.OpenAsync(request, most);
        var body = new PictureBody(budget, FirstBytes);
        try
        {
            await body.FillAsync(file.Content, most, request.HttpContext.RequestAborted);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _budget.Give(Capacity);
        }
    }

    private async Task FillAsync(Stream content, long most, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_length == Capacity)
            {
                Grow((int)Math.Min(Capacity * 2L, most + 1));
            }

            int read = await content.ReadAsync(_buffer.AsMemory(_length, Capacity - _length), cancellationToken);
            if (read == 0)
            {
                break;
            }

            _length += read;
            if (_length > most)
            {
                throw UploadedFile.TooLarge(most);
            }
        }

        if (_length == 0)
        {
            throw ProblemException.BadRequest(
                "the request has no body; send the bytes of a picture file, or a form with one"
            );
        }

        ReadOnlySpan<byte> head = Bytes[..Math.Min(_length, PictureSignature.Length)];
        if (PictureSignature.Recognise(head) is null)
        {
            throw ProblemException.WrongKind($"the file {PictureSignature.Refuse(head)}");
        }
    }

    private void Grow(int capacity)
    {
        _budget.Take(capacity - Capacity);
        Capacity = capacity;
        byte[] larger = ArrayPool<byte>.Shared.Rent(capacity);
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
