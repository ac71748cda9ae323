using SkiaSharp;
using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Networks.Files;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media;

/// <summary>What can be done with a picture: draw on it, cut from it, resize it, write it.</summary>
public static class PictureExtensions
{
    /// <summary>A copy of the picture with the detections drawn on it.</summary>
    /// <param name="image">The picture; it is not changed.</param>
    /// <param name="detections">What to draw; the first are drawn on top.</param>
    /// <param name="options">How to draw; null means the defaults.</param>
    public static BgrImage DrawCopy(
        this BgrImage image,
        IReadOnlyList<Detection> detections,
        AnnotatorOptions? options = null
    ) => new Annotator(options).DrawCopy(image, detections);

    /// <summary>A copy of a part of the picture, clipped to the picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="box">The part, in pixels of the picture.</param>
    /// <exception cref="ArgumentException">The box holds no pixel of the picture.</exception>
    public static BgrImage Crop(this BgrImage image, Box box)
    {
        ArgumentNullException.ThrowIfNull(image);
        return PictureGeometry.Crop(image, box);
    }

    /// <summary>A copy in another size, smoothed.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public static BgrImage Resize(this BgrImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        return PictureGeometry.Resize(image, width, height);
    }

    /// <summary>The picture at most <paramref name="maxWidth"/> pixels wide, in its own proportions.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="maxWidth">Pixels a row, at least 1.</param>
    /// <returns>A smaller copy; the picture itself where it is narrow enough.</returns>
    public static BgrImage LimitWidth(this BgrImage image, int maxWidth)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWidth, 1);
        return image.Width <= maxWidth
            ? image
            : PictureGeometry.Resize(
                image,
                maxWidth,
                Math.Max(1, (int)Math.Round((double)image.Height * maxWidth / image.Width))
            );
    }

    /// <summary>
    /// The frame at most <paramref name="maxWidth"/> pixels wide, in its own proportions and at its own place in the
    /// video.
    /// </summary>
    /// <param name="frame">The frame.</param>
    /// <param name="maxWidth">Pixels a row, at least 1.</param>
    /// <returns>A smaller copy; the frame itself where it is narrow enough.</returns>
    public static Frame LimitWidth(this Frame frame, int maxWidth)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxWidth, 1);
        return frame.Width <= maxWidth ? frame : frame.Like(frame.Bgr.LimitWidth(maxWidth));
    }

    /// <summary>Writes the picture in the format that the extension names: .jpg, .jpeg, .png or .webp.</summary>
    /// <remarks>The file appears whole or not at all; a missing folder is made, an old file replaced.</remarks>
    /// <param name="frame">The picture.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <exception cref="PictureException">The extension is another, or the file cannot be written.</exception>
    public static void Save(this Frame frame, string path, PictureSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        frame.Bgr.Save(path, options);
    }

    /// <summary>Writes the picture in the format that the extension names: .jpg, .jpeg, .png or .webp.</summary>
    /// <remarks>The file appears whole or not at all; a missing folder is made, an old file replaced.</remarks>
    /// <param name="image">The picture.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <exception cref="PictureException">The extension is another, or the file cannot be written.</exception>
    public static void Save(this BgrImage image, string path, PictureSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(path);
        PictureFormat format = PictureEncoder.FormatOf(path);
        using SKData data = PictureEncoder.Encode(image, format, options ?? PictureSaveOptions.Default, path);
        try
        {
            WholeFile.Write(path, data.AsSpan());
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw PictureException.About(path, $"cannot be written: {e.Message.Split('\n', 2)[0].Trim()}", e);
        }
    }

    /// <summary>The bytes of a picture file.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="format">The format.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <exception cref="PictureException">The format holds no picture of this size.</exception>
    public static byte[] Encode(this BgrImage image, PictureFormat format, PictureSaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        using SKData data = PictureEncoder.Encode(image, format, options ?? PictureSaveOptions.Default, "the picture");
        return data.ToArray();
    }
}
