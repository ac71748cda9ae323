namespace Spotter.Sources.Archives;

/// <summary>
/// A stream over what is read in parts. It asks for little where reading jumps, as through the headers of an archive,
/// and for more and more where it goes on.
/// </summary>
internal sealed class RangeStream(IByteRanges ranges) : Stream
{
    private const int Least = 1 << 14;
    private const int Most = 1 << 20;

    private byte[] _buffer = [];
    private long _start;
    private long _position;
    private int _window = Least;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => ranges.Length;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position >= Length || buffer.Length == 0)
        {
            return 0;
        }

        if (_position < _start || _position >= _start + _buffer.Length)
        {
            Fill();
        }

        int from = (int)(_position - _start);
        int count = Math.Min(buffer.Length, _buffer.Length - from);
        _buffer.AsSpan(from, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) =>
        Position =
            origin == SeekOrigin.Begin ? offset
            : origin == SeekOrigin.Current ? _position + offset
            : Length + offset;

    public override void Flush() { }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void Fill()
    {
        bool goesOn = _buffer.Length > 0 && _position == _start + _buffer.Length;
        _window = goesOn ? Math.Min(2 * _window, Most) : Least;
        _buffer = new byte[Math.Min(_window, Length - _position)];
        _start = _position;
        ranges.Read(_start, _buffer, CancellationToken.None);
    }
}
