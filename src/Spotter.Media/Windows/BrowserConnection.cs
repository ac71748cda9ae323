using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Spotter.Media.Windows;

/// <summary>
/// Answers the few requests that the page of a <see cref="BrowserView"/> makes; one request a connection.
/// </summary>
internal sealed class BrowserConnection(Uri address, string title, JpegBroadcast broadcast, Action onClose)
{
    private const int MaxRequestBytes = 16384;
    private const string Boundary = "spotter-frame";
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(10);

    /// <summary>Serves one connection to its end; never throws.</summary>
    public async Task ServeAsync(TcpClient client, CancellationToken stop)
    {
        try
        {
            using (client)
            {
                client.NoDelay = true;
                NetworkStream stream = client.GetStream();
                await using (stream.ConfigureAwait(false))
                {
                    await AnswerAsync(stream, stop).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e)
            when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser left, or the view is closed.
        }
    }

    private async Task AnswerAsync(NetworkStream stream, CancellationToken stop)
    {
        string? request;
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(stop))
        {
            patience.CancelAfter(RequestPatience);
            request = await ReadRequestAsync(stream, patience.Token).ConfigureAwait(false);
        }

        string[] lines = request?.Split("\r\n") ?? [];
        if (lines.Length == 0 || lines[0].Split(' ') is not [{ } method, { } target, "HTTP/1.1" or "HTTP/1.0"])
        {
            await SendAsync(stream, "400 Bad Request", "text/plain", "not an HTTP request"u8.ToArray(), stop)
                .ConfigureAwait(false);
            return;
        }

        // A name that someone else's server resolves to 127.0.0.1 is not ours to answer (DNS rebinding).
        string host = lines
            .FirstOrDefault(static line => line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase))
            ?[5..].Trim()
            ?? "";
        if (
            !string.Equals(host, address.Authority, StringComparison.Ordinal)
            && !string.Equals(host, $"localhost:{address.Port}", StringComparison.Ordinal)
        )
        {
            await SendAsync(stream, "403 Forbidden", "text/plain", "wrong host"u8.ToArray(), stop)
                .ConfigureAwait(false);
            return;
        }

        switch (method, PathUnderKey(target))
        {
            case ("GET", ""):
                await SendAsync(stream, "200 OK", "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Page()), stop)
                    .ConfigureAwait(false);
                break;
            case ("GET", "stream"):
                await StreamAsync(stream, stop).ConfigureAwait(false);
                break;
            case ("GET", "frame.jpg"):
                (byte[] jpeg, _) = await broadcast.NextAsync(0, stop).ConfigureAwait(false);
                await SendAsync(stream, "200 OK", "image/jpeg", jpeg, stop).ConfigureAwait(false);
                break;
            case ("POST", "close"):
                await SendAsync(stream, "200 OK", "text/plain", "closed"u8.ToArray(), stop).ConfigureAwait(false);
                onClose();
                break;
            default:
                await SendAsync(stream, "404 Not Found", "text/plain", "nothing here"u8.ToArray(), stop)
                    .ConfigureAwait(false);
                break;
        }
    }

    /// <summary>What follows the key in the path; null when the key is wrong.</summary>
    private string? PathUnderKey(string target)
    {
        string prefix = address.AbsolutePath;
        return
            target.Length >= prefix.Length
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(target[..prefix.Length]),
                Encoding.UTF8.GetBytes(prefix)
            )
            ? target[prefix.Length..].Split('?')[0]
            : null;
    }

    private async Task StreamAsync(NetworkStream stream, CancellationToken stop)
    {
        string head =
            $"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary={Boundary}\r\n"
            + $"Cache-Control: no-store\r\nConnection: close\r\n\r\n--{Boundary}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop).ConfigureAwait(false);
        broadcast.Join();
        try
        {
            for (long seen = 0; ; )
            {
                (byte[] jpeg, seen) = await broadcast.NextAsync(seen, stop).ConfigureAwait(false);
                string part = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Content-Type: image/jpeg\r\nContent-Length: {jpeg.Length}\r\n\r\n"
                );
                await stream.WriteAsync(Encoding.ASCII.GetBytes(part), stop).ConfigureAwait(false);
                await stream.WriteAsync(jpeg, stop).ConfigureAwait(false);
                // Browsers show a part when they see the boundary after it, so it is not left for the next picture.
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"\r\n--{Boundary}\r\n"), stop).ConfigureAwait(false);
            }
        }
        finally
        {
            broadcast.Leave();
        }
    }

    private static async Task<string?> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[MaxRequestBytes];
        int length = 0;
        while (length < buffer.Length)
        {
            int read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            length += read;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and int end)
            {
                return Encoding.Latin1.GetString(buffer, 0, end);
            }
        }

        return null;
    }

    private static async Task SendAsync(
        NetworkStream stream,
        string status,
        string type,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {status}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nCache-Control: no-store\r\n"
                + $"X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n"
                + $"Content-Security-Policy: default-src 'none'; img-src 'self'; connect-src 'self'; style-src "
                + $"'unsafe-inline'; script-src 'unsafe-inline'\r\n"
                + $"Connection: close\r\n\r\n"
        );
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(body, cancellationToken).ConfigureAwait(false);
    }

    private string Page() =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{WebUtility.HtmlEncode(title)}}</title>
            <link rel="icon" href="data:,">
            <style>
              html, body { margin: 0; height: 100%; background: #111; color: #ccc; font: 14px sans-serif; }
              img { display: block; width: 100%; height: 100%; object-fit: contain; }
              button { position: fixed; right: 1em; bottom: 1em; opacity: .6; }
            </style>
            </head>
            <body>
            <img id="live" src="stream" alt="live pictures">
            <button id="stop" title="q or Esc">Stop</button>
            <script>
              const ended = () => { document.body.textContent = 'Closed.'; };
              const stop = () => fetch('close', { method: 'POST' }).then(ended);
              document.getElementById('stop').addEventListener('click', stop);
              addEventListener('keydown', e => { if (e.key === 'q' || e.key === 'Q' || e.key === 'Escape') stop(); });
            </script>
            </body>
            </html>
            """;
}
