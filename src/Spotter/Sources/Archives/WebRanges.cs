using System.Net;
using System.Net.Http.Headers;

namespace Spotter.Sources.Archives;

/// <summary>A file that a server gives in parts (RFC 9110, section 14).</summary>
internal sealed class WebRanges : IByteRanges
{
    private const int Tries = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.2);

    private readonly Uri _address;
    private readonly EntityTagHeaderValue? _version;

    /// <exception cref="IOException">The server does not give it, or not in parts.</exception>
    public WebRanges(Uri address)
    {
        _address = address;
        using HttpResponseMessage first = Ask(0, 0, CancellationToken.None);
        Length = first.Content.Headers.ContentRange?.Length
            ?? throw new IOException("the server does not say how long it is; fetch it first");
        _version = first.Headers.ETag;
    }

    public long Length { get; }

    public void Read(long offset, Span<byte> destination, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                patience.CancelAfter(Patience);
                using HttpResponseMessage response = Ask(offset, offset + destination.Length - 1, patience.Token);
                if (!Equals(response.Headers.ETag, _version))
                {
                    throw new InvalidDataException("it was changed while it was read; begin anew");
                }

                using Stream body = response.Content.ReadAsStream(patience.Token);
                body.ReadExactly(destination);
                return;
            }
            catch (Exception e)
                when (attempt < Tries
                    && e is HttpRequestException or IOException or OperationCanceledException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                // Of millions of requests some fail; the next one does not.
                cancellationToken.WaitHandle.WaitOne(attempt * Pause);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new IOException($"did not come within {Patience.TotalSeconds:0} seconds", e);
            }
            catch (HttpRequestException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }

    private HttpResponseMessage Ask(long from, long to, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = WebAddress.Get(_address, cancellationToken, new RangeHeaderValue(from, to));
        }
        catch (HttpRequestException e)
        {
            throw new IOException(e.Message, e);
        }

        if (response.StatusCode == HttpStatusCode.PartialContent)
        {
            return response;
        }

        string problem = response.IsSuccessStatusCode
            ? "the server gives no parts of files; fetch it first"
            : $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}; check the address";
        response.Dispose();
        throw new IOException(problem);
    }
}
