namespace Spotter.Vision.Images;

/// <summary>A colour picture in its own memory: three bytes a pixel in the order blue, green, red.</summary>
public sealed class BgrImage
{
    /// <summary>Makes a black picture.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public BgrImage(int width, int height)
        : this(new byte[PixelBuffer.CheckedLength(width, height, 3)], width, height) { }

    /// <summary>Takes over <paramref name="pixels"/>; the picture and the caller share the array.</summary>
    /// <param name="pixels">Height x width x 3 bytes, row-major, without padding.</param>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentException">The array is too short.</exception>
    public BgrImage(byte[] pixels, int width, int height)
    {
        PixelBuffer.Check(pixels, width, height, 3);
        Pixels = pixels;
        Width = width;
        Height = height;
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Height x width x 3 bytes (blue, green, red), row-major.</summary>
    public byte[] Pixels { get; }

    /// <summary>
    /// The picture in gray, with the weights of ITU-R BT.601 (0.299 red, 0.587 green, 0.114 blue) in the 15-bit fixed
    /// point that OpenCV's BGR2GRAY uses, so that both give the same bytes.
    /// </summary>
    public GrayImage ToGray()
    {
        var gray = new GrayImage(Width, Height);
        GrayConversion.FromBgr(Pixels.AsSpan(0, Width * Height * 3), gray.Pixels);
        return gray;
    }

    /// <summary>Writes the pixels as another library wants them.</summary>
    /// <param name="destination">
    /// Receives rows from the top, <paramref name="strideBytes"/> apart; what lies between them stays as it is.
    /// </param>
    /// <param name="layout">
    /// What the bytes of a pixel are to be; <see cref="PixelLayout.Nv12"/> and <see cref="PixelLayout.Yuyv"/> are not
    /// written.
    /// </param>
    /// <param name="strideBytes">
    /// Bytes from the start of a row to that of the next; 0 where nothing lies between rows.
    /// </param>
    /// <exception cref="ArgumentException">The destination is too short, or the layout is not written.</exception>
    public void CopyTo(Span<byte> destination, PixelLayout layout, int strideBytes = 0) =>
        PixelTransfer.FromBgr(this, destination, layout, strideBytes);
}
