using SkiaSharp;
using Spotter.Media.Pictures;
using Spotter.Media.Video.Nut;

namespace Spotter.Media.Video.Inputs;

/// <summary>
/// An animated WebP as a NUT stream of whole pictures, made while it is read: few versions of ffmpeg read the file
/// itself.
/// </summary>
internal sealed class AnimationStream : Stream
{
    private readonly Lock _gate = new();
    private readonly SKData _data;
    private readonly SKCodec _codec;
    private readonly SKImageInfo _info;
    private readonly Scratch _canvas;
    private readonly byte[] _bgr;
    private readonly MemoryStream _waiting = new();
    private readonly NutWriter _nut;
    private TimeSpan _time;
    private int _next;
    private bool _isDisposed;

    private AnimationStream(SKData data, SKCodec codec)
    {
        (_data, _codec) = (data, codec);
        _info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        _canvas = new Scratch(_info.BytesSize64);
        _bgr = new byte[checked(_info.Width * _info.Height * 3)];
        _nut = new NutWriter(_waiting, NutFormat.PackedBgr, _info.Width, _info.Height, (1, 1), 25);
        _waiting.Position = 0;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="VideoException">It cannot be read, or is larger than pictures may be.</exception>
    public static AnimationStream Open(string path)
    {
        SKData? data = SKData.Create(path);
        SKCodec? codec = data is null ? null : SKCodec.Create(data);
        if (
            data is null
            || codec is null
            || (long)codec.Info.Width * codec.Info.Height > PictureLoadOptions.Default.MaxPixels
        )
        {
            codec?.Dispose();
            data?.Dispose();
            throw new VideoException(
                SpotterErrorKind.Damaged,
                $"{path}: its WebP header is damaged or claims too many pixels; get the file again"
            );
        }

        return new AnimationStream(data, codec);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        lock (_gate)
        {
            return !_isDisposed && (_waiting.Position < _waiting.Length || Advance()) ? _waiting.Read(buffer) : 0;
        }
    }

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        // Whoever feeds the decoder may still be reading when nobody wants more pictures.
        lock (_gate)
        {
            if (disposing && !_isDisposed)
            {
                _isDisposed = true;
                _codec.Dispose();
                _data.Dispose();
                _canvas.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>The next picture; false after the last, or where the rest is damaged.</summary>
    private unsafe bool Advance()
    {
        SKCodecFrameInfo[] frames = _codec.FrameInfo;
        if (_next >= frames.Length)
        {
            return false;
        }

        // The canvas holds the picture before, which most frames change only in part. Others want an older one: Skia
        // makes it anew.
        var options =
            frames[_next].RequiredFrame == _next - 1 ? new SKCodecOptions(_next, _next - 1) : new SKCodecOptions(_next);
        if (_codec.GetPixels(_info, (IntPtr)_canvas.Pointer, _info.RowBytes, options) is not SKCodecResult.Success)
        {
            return false;
        }

        for (int y = 0; y < _info.Height; y++)
        {
            OnWhite(
                _canvas.Slice((long)y * _info.RowBytes, _info.RowBytes),
                _bgr.AsSpan(y * _info.Width * 3, _info.Width * 3)
            );
        }

        _waiting.SetLength(0);
        _nut.WriteHeader(_time, _bgr.Length);
        _nut.WritePixels(_bgr);
        _waiting.Position = 0;

        // Browsers show what has no duration for a tenth of a second.
        _time += TimeSpan.FromMilliseconds(frames[_next].Duration > 10 ? frames[_next].Duration : 100);
        _next++;
        return true;
    }

    // The canvas stays as it is: the next picture is laid over it.
    private static void OnWhite(ReadOnlySpan<byte> bgra, Span<byte> bgr)
    {
        for (int i = 0; i < bgra.Length / 4; i++)
        {
            int white = 255 - bgra[(i * 4) + 3];
            bgr[i * 3] = (byte)Math.Min(bgra[i * 4] + white, 255);
            bgr[(i * 3) + 1] = (byte)Math.Min(bgra[(i * 4) + 1] + white, 255);
            bgr[(i * 3) + 2] = (byte)Math.Min(bgra[(i * 4) + 2] + white, 255);
        }
    }
}
