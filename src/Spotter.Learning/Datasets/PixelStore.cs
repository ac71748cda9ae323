using Spotter.Vision.Images;

namespace Spotter.Learning.Datasets;

/// <summary>
/// Gathers pictures of one size, in gray until the first one of colour comes: where the choice is free, a single
/// picture of colour makes all of them colour, and what was gray before loses nothing by it.
/// </summary>
internal sealed class PixelStore
{
    private readonly string _name;
    private readonly int _capacity;
    private readonly bool _isChannelsFixed;
    private byte[] _pixels;
    private int _count;

    /// <param name="name">For messages.</param>
    /// <param name="capacity">Pictures that may come.</param>
    /// <param name="width">Pixels a row of every picture.</param>
    /// <param name="height">Rows of every picture.</param>
    /// <param name="channels">1 or 3; null for as many as the pictures need.</param>
    public PixelStore(string name, int capacity, int width, int height, int? channels)
    {
        _name = name;
        _capacity = capacity;
        Width = width;
        Height = height;
        Channels = channels ?? 1;
        _isChannelsFixed = channels is not null;
        _pixels = Allocate();
    }

    public int Width { get; }

    public int Height { get; }

    public int Channels { get; private set; }

    public void Add(BgrImage image)
    {
        if (image.Width != Width || image.Height != Height)
        {
            throw new ArgumentException(
                $"the loader gave {image.Width} x {image.Height} pixels instead of {Width} x {Height}"
            );
        }

        if (!_isChannelsFixed && Channels == 1 && ContentHash.HasColor(image.Pixels.AsSpan(0, Width * Height * 3)))
        {
            TurnToColor();
        }

        int length = Width * Height * Channels;
        PictureClassification.WritePixels(image, _pixels.AsSpan(_count * length, length));
        _count++;
    }

    public byte[] ToArray()
    {
        int length = _count * Width * Height * Channels;
        return length == _pixels.Length ? _pixels : _pixels[..length];
    }

    private void TurnToColor()
    {
        byte[] gray = _pixels;
        Channels = 3;
        _pixels = Allocate();
        for (int i = 0; i < _count * Width * Height; i++)
        {
            _pixels.AsSpan(i * 3, 3).Fill(gray[i]);
        }
    }

    private byte[] Allocate()
    {
        long length = (long)_capacity * Width * Height * Channels;
        return length <= Array.MaxLength
            ? new byte[length]
            : throw new DatasetException(
                $"{_name}: {_capacity} pictures of {Height} x {Width} x {Channels} do not fit into memory; choose a "
                    + $"smaller size"
            );
    }
}
