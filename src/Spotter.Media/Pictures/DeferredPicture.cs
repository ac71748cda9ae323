using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Pictures;

/// <summary>A picture file in memory, decoded at the size that is asked for.</summary>
internal sealed class DeferredPicture : IDeferredPixels
{
    private readonly byte[] _encoded;
    private readonly string _format;
    private readonly string _name;
    private readonly PictureLoadOptions _options;

    private DeferredPicture(byte[] encoded, string format, string name, PictureLoadOptions options, bool hasColor)
    {
        (_encoded, _format, _name, _options) = (encoded, format, name, options);
        HasColor = hasColor;
    }

    /// <inheritdoc/>
    public bool HasColor { get; }

    /// <summary>The picture, of which the header is read.</summary>
    /// <param name="encoded">The whole file.</param>
    /// <param name="format">One that <see cref="PictureDecoder.Reduces"/>.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">The limit on pixels.</param>
    /// <exception cref="PictureException">The header is damaged, or claims too much.</exception>
    public static unsafe Frame Open(byte[] encoded, string format, string name, PictureLoadOptions options)
    {
        fixed (byte* bytes = encoded)
        {
            (BoxSize size, bool hasColor) = PictureDecoder.ReadHeader(bytes, encoded.Length, format, name, options);
            return new Frame(new DeferredPicture(encoded, format, name, options, hasColor), size.Width, size.Height);
        }
    }

    /// <inheritdoc/>
    public unsafe (Frame Pixels, int Factor) Decode(int mostReduced)
    {
        fixed (byte* bytes = _encoded)
        {
            return PictureDecoder.Decode(bytes, _encoded.Length, _format, _name, _options, mostReduced);
        }
    }
}
