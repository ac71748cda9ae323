using System.Net.WebSockets;

namespace Spotter.Studio.Live;

/// <summary>Whole messages over a WebSocket, of limited size and in limited time.</summary>
internal sealed class LiveSocket(WebSocket socket, int mostBytes)
{
    private const int FirstBytes = 32 << 10;

    // A message that has begun must come to its end, and an answer must be taken: slow clients hold no memory for long.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan IdlePatience = TimeSpan.FromMinutes(5);

    /// <summary>The next message; null where the client closed, or sent what is too large.</summary>
    /// <exception cref="OperationCanceledException">It did not come in time.</exception>
    public async Task<LiveMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(IdlePatience);
        var buffer = new byte[FirstBytes];
        int length = 0;
        bool hasBegun = false;
        while (true)
        {
            ValueWebSocketReceiveResult part = await socket.ReceiveAsync(buffer.AsMemory(length), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            length += part.Count;
            if (part.EndOfMessage)
            {
                return new LiveMessage(part.MessageType == WebSocketMessageType.Text, buffer[..length]);
            }

            if (length == buffer.Length)
            {
                if (length >= mostBytes)
                {
                    await CloseAsync(WebSocketCloseStatus.MessageTooBig);
                    return null;
                }

                Array.Resize(ref buffer, Math.Min(length * 2, mostBytes));
            }

            if (!hasBegun)
            {
                hasBegun = true;
                patience.CancelAfter(Patience);
            }
        }
    }

    public async Task SendAsync(byte[] json, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await socket.SendAsync(json.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, patience.Token);
    }

    /// <summary>Says goodbye, where somebody still listens.</summary>
    public async Task CloseAsync(WebSocketCloseStatus status)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        try
        {
            using var patience = new CancellationTokenSource(Patience);
            await socket.CloseOutputAsync(status, null, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // Nobody does.
        }
    }
}
