using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Media.Video;

namespace Spotter.Sources;

/// <summary>Addresses that pictures are fetched from. What comes decides, not what the address is called.</summary>
internal static class WebAddress
{
    // More than any picture that is not refused for its pixels.
    private const long MostBytes = 256L << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PatienceForAll = TimeSpan.FromMinutes(2);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { ConnectTimeout = Patience })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public static bool TryParse(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address) && address.Scheme is ("http" or "https");

    /// <summary>
    /// True where the first bytes are a picture's. Whatever goes wrong is left to those who read videos, who say it.
    /// </summary>
    public static bool HoldsPicture(Uri address)
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            using HttpResponseMessage response = Get(address, patience.Token);
            using Stream body = response.Content.ReadAsStream(patience.Token);
            byte[] head = new byte[PictureSignature.Length];
            int length = ReadHead(body, head, patience.Token);
            return response.IsSuccessStatusCode && PictureSignature.Recognise(head.AsSpan(0, length)) is not null;
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or OperationCanceledException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>The source of a picture behind an address.</summary>
    public static PictureSource ToPicture(Uri address)
    {
        string name = string.Concat(Path.GetFileName(address.LocalPath).Split(Path.GetInvalidFileNameChars()));
        return new PictureSource(
            VideoSource.Parse(address.OriginalString).DisplayName,
            name.Length > 0 ? name : "picture.jpg"
        )
        {
            Address = address,
        };
    }

    /// <summary>Fetches a picture.</summary>
    /// <exception cref="PictureException">It cannot be fetched, or is none.</exception>
    public static EncodedPicture Read(
        Uri address,
        string name,
        PictureLoadOptions options,
        CancellationToken cancellationToken
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(PatienceForAll);
        try
        {
            using HttpResponseMessage response = Get(address, patience.Token);
            if (!response.IsSuccessStatusCode)
            {
                throw new PictureException(
                    $"{name}: the server answers {(int)response.StatusCode} {response.ReasonPhrase}; check the address"
                );
            }

            using Stream body = response.Content.ReadAsStream(patience.Token);
            using var content = new MemoryStream();
            byte[] buffer = new byte[1 << 16];
            while (Read(body, buffer, patience.Token) is > 0 and int read)
            {
                if (content.Length + read > MostBytes)
                {
                    throw new PictureException(
                        $"{name}: is longer than {MostBytes >> 20} MB; fetch and reduce it first"
                    );
                }

                content.Write(buffer, 0, read);
            }

            content.Position = 0;
            return Picture.Read(content, options, name);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PictureException(
                $"{name}: did not come within {PatienceForAll.TotalSeconds:0} seconds; fetch it first",
                e
            );
        }
        catch (Exception e) when (e is HttpRequestException || SpotterException.IsBare(e))
        {
            throw new PictureException($"{name}: cannot be fetched: {e.Message.Split('\n', 2)[0].Trim()}", e);
        }
    }

    /// <summary>Asks for what is behind an address, or a part of it.</summary>
    public static HttpResponseMessage Get(
        Uri address,
        CancellationToken cancellationToken,
        RangeHeaderValue? range = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Range = range;
        if (address.UserInfo.Length > 0)
        {
            byte[] user = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo));
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(user));
        }

        return Client.Send(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    private static int ReadHead(Stream body, byte[] head, CancellationToken cancellationToken)
    {
        int length = 0;
        while (length < head.Length && Read(body, head.AsMemory(length), cancellationToken) is > 0 and int read)
        {
            length += read;
        }

        return length;
    }

    // Only the asynchronous read can be given up: a server may send nothing for ever.
    private static int Read(Stream body, Memory<byte> buffer, CancellationToken cancellationToken) =>
        body.ReadAsync(buffer, cancellationToken).AsTask().GetAwaiter().GetResult();
}
