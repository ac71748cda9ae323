using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media;

/// <summary>
/// Reads pictures: JPEG, PNG, WebP, BMP, the first frame of GIF, and, where the ffmpeg program is installed, the first
/// page of TIFF, HEIC and AVIF; told apart by content and never by name.
/// </summary>
/// <remarks>
/// <para>The picture comes as it is shown: EXIF rotation is applied, and boxes found in it are in those pixels. Samples
/// of 16 bits are brought to 8, and CMYK becomes BGR. Colours are brought to sRGB from the profile that a file holds. A
/// gray file gives a frame whose gray plane is the file's own.</para>
/// <para>Transparent pixels are laid on white. OpenCV's IMREAD_COLOR drops the alpha channel instead and shows
/// whatever colour the file holds under it, often black or leftovers that nobody has ever seen; here a detector sees
/// what a viewer on a white page shows.</para>
/// <para>All methods may be called from several threads at once.</para>
/// </remarks>
public static class Picture
{
    /// <summary>Reads a picture file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <exception cref="PictureException">There is no such file, it cannot be read, or it is no whole picture within
    /// the limit.</exception>
    public static Frame Load(string path, PictureLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        using FileStream file = Open(path);
        return Load(file, options, path);
    }

    /// <summary>Reads a picture from a stream, from where it stands to its end.</summary>
    /// <param name="stream">The bytes of a picture file; it is not closed.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <param name="name">What messages call the picture; null for "the picture".</param>
    /// <exception cref="PictureException">The stream cannot be read, or holds no whole picture within the
    /// limit.</exception>
    public static unsafe Frame Load(Stream stream, PictureLoadOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= PictureLoadOptions.Default;
        name ??= Unnamed;
        try
        {
            using EncodedPicture encoded = EncodedPicture.Read(stream, name, options);
            return PictureDecoder.Decode(encoded.Pointer, encoded.Length, encoded.Format, name, options);
        }
        catch (Exception e) when (SpotterException.IsBare(e))
        {
            throw PictureException.About(name, $"cannot be read: {FirstLine(e)}", e);
        }
    }

    /// <summary>Reads a picture that is in memory already.</summary>
    /// <param name="encoded">The bytes of a picture file.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <param name="name">What messages call the picture; null for "the picture".</param>
    /// <exception cref="PictureException">The bytes are no whole picture within the limit.</exception>
    public static unsafe Frame Load(ReadOnlySpan<byte> encoded, PictureLoadOptions? options = null, string? name = null)
    {
        name ??= Unnamed;
        if (encoded.IsEmpty)
        {
            throw PictureException.About(name, "is empty (0 bytes); get the file again");
        }

        ReadOnlySpan<byte> head = encoded[..Math.Min(encoded.Length, PictureSignature.Length)];
        string format = PictureSignature.Recognise(head)
            ?? throw PictureException.About(name, PictureSignature.Refuse(head));
        fixed (byte* bytes = encoded)
        {
            return PictureDecoder.Decode(bytes, encoded.Length, format, name, options ?? PictureLoadOptions.Default);
        }
    }

    /// <summary>Reads the size of a picture file, as shown, without decoding its pixels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <exception cref="PictureException">There is no such file, it cannot be read, or it is no picture within the
    /// limit.</exception>
    public static BoxSize ReadSize(string path, PictureLoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        options ??= PictureLoadOptions.Default;
        try
        {
            using FileStream file = Open(path);
            using EncodedPicture encoded = EncodedPicture.Read(file, path, options);
            return PictureDecoder.SizeOf(encoded, path, options);
        }
        catch (Exception e) when (SpotterException.IsBare(e))
        {
            throw PictureException.About(path, $"cannot be read: {FirstLine(e)}", e);
        }
    }

    /// <summary>Reads the bytes of a picture file, without decoding them.</summary>
    /// <exception cref="PictureException">As <see cref="Load(string, PictureLoadOptions?)"/>.</exception>
    internal static EncodedPicture Read(string path, PictureLoadOptions options)
    {
        using FileStream file = Open(path);
        return Read(file, options, path);
    }

    /// <summary>Reads the bytes of a picture from a stream, without decoding them.</summary>
    /// <exception cref="PictureException">As <see cref="Load(string, PictureLoadOptions?)"/>.</exception>
    internal static EncodedPicture Read(Stream stream, PictureLoadOptions options, string name)
    {
        try
        {
            return EncodedPicture.Read(stream, name, options);
        }
        catch (Exception e) when (SpotterException.IsBare(e))
        {
            throw PictureException.About(name, $"cannot be read: {FirstLine(e)}", e);
        }
    }

    private const string Unnamed = "the picture";

    private static FileStream Open(string path)
    {
        if (path.Length == 0)
        {
            throw PictureException.About("\"\"", "is no file name; name a picture");
        }

        if (Directory.Exists(path))
        {
            throw PictureException.About(path, "is a folder, not a picture; name the pictures in it");
        }

        try
        {
            // Reads go straight into the decoder's buffer in large pieces; a second buffer would only copy.
            return new FileStream(
                path,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                bufferSize: 0,
                FileOptions.SequentialScan
            );
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw PictureException.About(path, "there is no such file; check the name", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw PictureException.About(path, "may not be read; check its permissions", e);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            throw PictureException.About(path, $"cannot be opened: {FirstLine(e)}", e);
        }
    }

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();
}
