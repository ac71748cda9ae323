using System.Net.Sockets;
using System.Text;

namespace Spotter.Studio.Tests.Support;

/// <summary>A connection on which a test writes what no proper client would.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly int _port;

    private RawClient(TcpClient client, int port)
    {
        _client = client;
        _stream = client.GetStream();
        _port = port;
    }

    public static async Task<RawClient> ConnectAsync(Uri studio)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", studio.Port, TestContext.Current.CancellationToken);
        return new RawClient(client, studio.Port);
    }

    /// <summary>Writes the head of a request.</summary>
    /// <param name="request">Method and path.</param>
    /// <param name="headers">Besides the host, each ended by a new line.</param>
    public Task HeadAsync(string request, string headers) =>
        WriteAsync(
            Encoding.ASCII.GetBytes(
                $"{request} HTTP/1.1\r\nHost: localhost:{_port}\r\n{headers.ReplaceLineEndings("\r\n")}\r\n"
            )
        );

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) =>
        await _stream.WriteAsync(bytes, TestContext.Current.CancellationToken);

    /// <summary>Writes where somebody still reads.</summary>
    public async Task TryWriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await WriteAsync(bytes);
        }
        catch (IOException)
        {
            // The studio has heard enough.
        }
    }

    /// <summary>The status line of the answer; null where the studio ended the connection.</summary>
    public async Task<string?> StatusAsync()
    {
        var line = new StringBuilder();
        var next = new byte[1];
        try
        {
            while (await _stream.ReadAsync(next, TestContext.Current.CancellationToken) > 0)
            {
                if (next[0] == '\n')
                {
                    return line.ToString().TrimEnd('\r');
                }

                line.Append((char)next[0]);
            }
        }
        catch (IOException)
        {
            // The studio ended it the hard way.
        }

        return null;
    }

    /// <summary>The rest of an answer, to the end that the studio makes.</summary>
    public async Task<string> RestAsync()
    {
        using var text = new StreamReader(_stream, Encoding.UTF8, leaveOpen: true);
        return await text.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads to the end that the studio makes.</summary>
    public async Task EndAsync()
    {
        var buffer = new byte[1 << 12];
        try
        {
            while (await _stream.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0) { }
        }
        catch (IOException)
        {
            // The hard way is an end too.
        }
    }

    public void Dispose() => _client.Dispose();
}
