namespace Spotter.Vision.Images;

/// <summary>A gray picture in its own memory: one byte a pixel, 0 black to 255 white.</summary>
public sealed class GrayImage
{
    /// <summary>Makes a black picture.</summary>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public GrayImage(int width, int height)
        : this(new byte[PixelBuffer.CheckedLength(width, height, 1)], width, height) { }

    /// <summary>Takes over <paramref name="pixels"/>; the picture and the caller share the array.</summary>
    /// <param name="pixels">Height x width bytes, row-major, without padding.</param>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <exception cref="ArgumentException">The array is too short.</exception>
    public GrayImage(byte[] pixels, int width, int height)
    {
        PixelBuffer.Check(pixels, width, height, 1);
        Pixels = pixels;
        Width = width;
        Height = height;
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Height x width bytes, row-major.</summary>
    public byte[] Pixels { get; }

    /// <summary>The picture as a view, without copying.</summary>
    public ImageView<byte> View => new(Pixels, Width, Height, Width);
}
