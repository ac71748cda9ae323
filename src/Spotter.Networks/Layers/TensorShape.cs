using System.Globalization;

namespace Spotter.Networks.Layers;

/// <summary>
/// The shape of one sample between two layers: a picture of height x width x channels, or a plain list of features.
/// </summary>
public readonly record struct TensorShape
{
    private TensorShape(int height, int width, int channels, bool isImage)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if ((long)height * width * channels > 1 << 28)
        {
            throw new ArgumentException($"a sample of {height} x {width} x {channels} numbers is too large");
        }

        Height = height;
        Width = width;
        Channels = channels;
        IsImage = isImage;
    }

    /// <summary>Rows; 1 for features.</summary>
    public int Height { get; }

    /// <summary>Pixels a row; 1 for features.</summary>
    public int Width { get; }

    /// <summary>Numbers a pixel, or the number of features.</summary>
    public int Channels { get; }

    /// <summary>Whether the sample has rows and columns.</summary>
    public bool IsImage { get; }

    /// <summary>Numbers a sample.</summary>
    public int Length => Height * Width * Channels;

    /// <summary>A picture of height x width pixels with that many channels, each at least 1.</summary>
    public static TensorShape Image(int height, int width, int channels) => new(height, width, channels, isImage: true);

    /// <summary>A list of features, at least 1.</summary>
    public static TensorShape Features(int count) => new(1, 1, count, isImage: false);

    /// <summary>For example <c>28 x 28 x 1</c> or <c>784</c>.</summary>
    public override string ToString() =>
        IsImage
            ? string.Create(CultureInfo.InvariantCulture, $"{Height} x {Width} x {Channels}")
            : Channels.ToString(CultureInfo.InvariantCulture);
}
