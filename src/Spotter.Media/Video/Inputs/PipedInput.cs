namespace Spotter.Media.Video.Inputs;

/// <summary>A stream that can be read once, of which the beginning has been read to tell what it is.</summary>
internal sealed class PipedInput(byte[] head, Stream rest)
{
    // A stream may go on for days; its sound is worth a part of a disk only.
    private const long MostKept = 4L << 30;

    /// <summary>What follows the beginning.</summary>
    public Stream Rest => rest;

    /// <summary>The file that gets a copy of all that came, so that it can be read again; null for none.</summary>
    public string? KeptAs { get; init; }

    /// <summary>True where more came than is kept; the file is then no longer there.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>What it is.</summary>
    public required VideoContainer Container { get; init; }

    /// <summary>Reads as much as it takes to tell.</summary>
    /// <param name="stream">From where it stands; read on later, and not closed.</param>
    /// <param name="displayName">What messages call it.</param>
    /// <param name="keptAs">Where a copy goes; null for nowhere.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    /// <exception cref="VideoException">It is empty or no video.</exception>
    public static async Task<PipedInput> OpenAsync(
        Stream stream,
        string displayName,
        string? keptAs,
        CancellationToken cancellationToken
    )
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
            ? throw new VideoException(SpotterErrorKind.Damaged, $"{displayName} is empty")
            : new PipedInput(head[..length], stream)
            {
                Container = ToolInput.Recognise(head.AsSpan(0, length), displayName, null),
                KeptAs = keptAs,
            };
    }

    /// <summary>Hands all of it on, the beginning too.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        FileStream? copy = KeptAs is null
            ? null
            : new FileStream(KeptAs, FileMode.CreateNew, FileAccess.Write, FileShare.Read | FileShare.Delete);
        try
        {
            var buffer = new byte[1 << 16];
            ReadOnlyMemory<byte> part = head;
            long length = 0;
            do
            {
                length += part.Length;
                if (copy is not null && length > MostKept)
                {
                    await copy.DisposeAsync().ConfigureAwait(false);
                    File.Delete(copy.Name);
                    (copy, IsTooLong) = (null, true);
                }

                // The copy first: the decoder may have all that it wants before the end.
                if (copy is not null)
                {
                    await copy.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                }

                await target.WriteAsync(part, cancellationToken).ConfigureAwait(false);
                await target.FlushAsync(cancellationToken).ConfigureAwait(false);
                part = buffer.AsMemory(0, await rest.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));
            } while (part.Length > 0);
        }
        finally
        {
            if (copy is not null)
            {
                await copy.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
