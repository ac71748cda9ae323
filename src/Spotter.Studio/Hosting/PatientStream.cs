using System.Diagnostics;

namespace Spotter.Studio.Hosting;

/// <summary>
/// A request's body that must keep coming. The server's own least rate is an average over the whole body: who sends
/// much at first could stop for hours and hold what was sent.
/// </summary>
internal sealed class PatientStream(Stream inner) : Stream
{
    private const long LeastBytes = 2400;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(20);

    private long _start = Stopwatch.GetTimestamp();
    private long _bytes;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Window);
        int read;
        try
        {
            read = await inner.ReadAsync(buffer, patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw TooSlow();
        }

        _bytes += read;
        if (read > 0 && Stopwatch.GetElapsedTime(_start) >= Window)
        {
            if (_bytes < LeastBytes)
            {
                throw TooSlow();
            }

            _start = Stopwatch.GetTimestamp();
            _bytes = 0;
        }

        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static ProblemException TooSlow() =>
        new(
            StatusCodes.Status408RequestTimeout,
            "The request came too slowly",
            "the body stopped coming; send it again"
        );
}
