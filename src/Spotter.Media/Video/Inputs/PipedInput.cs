namespace Spotter.Media.Video.Inputs;

/// <summary>A stream that can be read once, of which the beginning has been read to tell what it is.</summary>
internal sealed class PipedInput(byte[] head, Stream rest)
{
    /// <summary>What it is.</summary>
    public required VideoContainer Container { get; init; }

    /// <summary>Reads as much as it takes to tell.</summary>
    /// <param name="stream">From where it stands; read on later, and not closed.</param>
    /// <param name="displayName">What messages call it.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="VideoException">It is empty or no video.</exception>
    public static async Task<PipedInput> OpenAsync(Stream stream, string displayName, CancellationToken cancellationToken)
    {
        var head = new byte[VideoContainer.HeadLength];
        int length = 0;
        while (length < head.Length && (length < 16 || VideoContainer.Recognise(head.AsSpan(0, length)) is null))
        {
            int read = await stream.ReadAsync(head.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return length == 0
            ? throw new VideoException(VideoProblem.BadInput, $"{displayName} is empty")
            : new PipedInput(head[..length], stream) { Container = ToolInput.Recognise(head.AsSpan(0, length), displayName, null) };
    }

    /// <summary>Hands all of it on, the beginning too.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        await target.WriteAsync(head, cancellationToken).ConfigureAwait(false);
        await target.FlushAsync(cancellationToken).ConfigureAwait(false);
        await rest.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
    }
}
