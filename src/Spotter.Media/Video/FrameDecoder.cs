using System.Diagnostics.CodeAnalysis;
using Spotter.Media.Video.Nut;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>Turns what one run of ffmpeg delivers into pictures in pooled arrays.</summary>
internal sealed class FrameDecoder(Stream stream, PixelMode pixels, YuvMatrix matrix, FramePool pool)
{
    private readonly NutReader _nut = new(stream);
    private byte[] _planes = [];

    public int Width => _nut.Width;

    public int Height => _nut.Height;

    /// <summary>Reads the next picture; false at the end.</summary>
    /// <param name="picture">The pixels.</param>
    /// <param name="time">When it is shown, since the start of this run.</param>
    public bool TryRead([NotNullWhen(true)] out FramePixels? picture, out TimeSpan time)
    {
        picture = null;
        if (!_nut.TryReadHeader(out time, out int length))
        {
            return false;
        }

        int expected = pixels == PixelMode.Gray ? Width * Height : YuvConversion.Length(Width, Height);
        if (length != expected)
        {
            throw new InvalidDataException(
                $"the decoder sent a picture of {length} bytes, expected {expected} for {Width}x{Height}"
            );
        }

        picture = pixels == PixelMode.Gray ? ReadGray() : ReadColor(length);
        return true;
    }

    private FramePixels ReadGray()
    {
        byte[] gray = pool.Rent(Width * Height);
        _nut.ReadPicture(gray);
        YuvConversion.ToGray(gray, gray);
        return new FramePixels(null, new GrayImage(gray, Width, Height));
    }

    private FramePixels ReadColor(int length)
    {
        if (_planes.Length != length)
        {
            _planes = GC.AllocateUninitializedArray<byte>(length);
        }

        _nut.ReadPicture(_planes);
        byte[] gray = pool.Rent(Width * Height);
        byte[] bgr = pool.Rent(Width * Height * 3);
        YuvConversion.ToGray(_planes.AsSpan(0, gray.Length), gray);
        YuvConversion.ToBgr(_planes, Width, Height, matrix, bgr);
        return new FramePixels(new BgrImage(bgr, Width, Height), new GrayImage(gray, Width, Height));
    }
}
