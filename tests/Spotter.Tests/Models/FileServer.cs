using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Spotter.Tests.Models;

/// <summary>
/// Serves one file on the loopback interface, whole or from a byte on, and does to it what a test wants.
/// </summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<string> _requests = [];
    private readonly byte[] _file;

    public FileServer(byte[] file)
    {
        _file = file;
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/models");

    /// <summary>The first lines and ranges of what was asked for.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public string Status { get; set; } = "200 OK";

    /// <summary>After how many bytes of an answer the connection ends.</summary>
    public int CutAfter { get; set; } = int.MaxValue;

    public bool KnowsRanges { get; set; } = true;

    /// <summary>Completes when an answer may go on behind its first half; null lets it go.</summary>
    public Task? Gate { get; set; }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = AnswerAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient open = client;
        NetworkStream stream = client.GetStream();
        try
        {
            string request = await ReadAsync(stream);
            (int from, int? to) = RangeOf(request);
            lock (_requests)
            {
                _requests.Add($"{request.Split("\r\n", 2)[0]} from {from}");
            }

            bool isPart = KnowsRanges && (from > 0 || to is not null);
            int end = isPart ? Math.Min((to ?? _file.Length) + 1, _file.Length) : _file.Length;
            byte[] body = Status.StartsWith("200", StringComparison.Ordinal) ? _file[(isPart ? from : 0)..end] : [];
            string head = isPart
                ? $"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {from}-{end - 1}/{_file.Length}"
                : $"HTTP/1.1 {Status}";
            await stream.WriteAsync(
                Encoding.ASCII.GetBytes($"{head}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n")
            );
            int length = Math.Min(body.Length, CutAfter);
            await stream.WriteAsync(body.AsMemory(0, length / 2));
            await (Gate ?? Task.CompletedTask);
            await stream.WriteAsync(body.AsMemory(length / 2, length - (length / 2)));
        }
        catch (IOException)
        {
            // Who asked has gone.
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            int read = await stream.ReadAsync(buffer);
            if (read == 0)
            {
                throw new IOException("no request");
            }

            text.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return text.ToString();
    }

    private static (int From, int? To) RangeOf(string request)
    {
        const string Range = "Range: bytes=";
        int at = request.IndexOf(Range, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return (0, null);
        }

        string[] places = request[(at + Range.Length)..].Split('\r', 2)[0].Split('-', 2);
        return (
            int.Parse(places[0], CultureInfo.InvariantCulture),
            places[1].Length > 0 ? int.Parse(places[1], CultureInfo.InvariantCulture) : null
        );
    }
}
