namespace Spotter.Media.Tests.Pictures;

/// <summary>A stream as a pipe is: of unknown length, giving few bytes at a time.</summary>
internal sealed class TrickleStream(byte[] content, bool endless = false) : Stream
{
    private long _position;

    public long BytesGiven => _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int left = endless ? int.MaxValue : content.Length - (int)_position;
        int count = Math.Min(Math.Min(buffer.Length, left), endless ? 1 << 20 : 7);
        for (int i = 0; i < count; i++)
        {
            buffer[i] = content[(int)((_position + i) % content.Length)];
        }

        _position += count;
        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
