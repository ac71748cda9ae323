namespace Spotter.Cli.Presenting;

/// <summary>
/// A stream to write to, of which some errors mean that nobody reads any more, and writing goes on for nobody.
/// </summary>
internal sealed class ForgivingStream(Stream stream, Func<IOException, bool> isForgiven, bool leavesOpen = false)
    : Stream
{
    private bool _isGone;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_isGone)
        {
            return;
        }

        try
        {
            stream.Write(buffer);
        }
        catch (IOException e) when (isForgiven(e))
        {
            _isGone = true;
        }
    }

    public override void Flush()
    {
        if (_isGone)
        {
            return;
        }

        try
        {
            stream.Flush();
        }
        catch (IOException e) when (isForgiven(e))
        {
            _isGone = true;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leavesOpen)
        {
            Close(stream);
        }

        base.Dispose(disposing);
    }

    // What is still in a buffer is written when a stream closes.
    private void Close(Stream inner)
    {
        try
        {
            inner.Dispose();
        }
        catch (IOException e) when (_isGone || isForgiven(e))
        {
            _isGone = true;
        }
    }
}
