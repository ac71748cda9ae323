using System.Globalization;
using SkiaSharp;
using Spotter.Media.Pictures;
using Spotter.Networks.Text;
using Spotter.Vision;

namespace Spotter.Media.Drawing.Stickers;

/// <summary>
/// A picture with transparent parts that is put on faces: scaled to them and turned with them. Immutable and safe to
/// share between threads.
/// </summary>
/// <example>
/// <code>
/// var drawing = new AnnotatorOptions
/// {
///     Style = DrawStyle.Labels,
///     Stickers = [Sticker.Parse("hat"), Sticker.Parse("nose.png@nose")],
/// };
/// frame.Draw(Detector.Faces().Detect(frame), drawing).Save("party.jpg");
/// </code>
/// </example>
public sealed class Sticker
{
    private const long MostPixels = 50_000_000;

    // On larger faces it is drawn larger than it is; nobody sees that.
    private const int LongestSide = 1024;

    internal Sticker(SKImage image, StickerPlace place, StickerFit fit, double scale = 1)
    {
        (Image, Place, Fit, Scale) = (image, place, fit, scale);
    }

    /// <summary>The stickers that Spotter draws itself.</summary>
    public static IReadOnlyList<string> BuiltInNames => StickerArt.Names;

    /// <summary>Where it sits.</summary>
    public StickerPlace Place { get; }

    /// <summary>How large it is: 1 as usual at its place, 2 twice as wide and high; 0.1 to 10.</summary>
    public double Scale { get; }

    internal SKImage Image { get; }

    internal StickerFit Fit { get; }

    /// <summary>
    /// Reads <c>NAME</c> or <c>FILE</c>, with <c>@PLACE</c> and <c>:SCALE</c> behind it or not: <c>hat</c>,
    /// <c>hat.png@head</c>, <c>ears.png@head:1.5</c>. Without a place a built-in sticker sits where it belongs, and a
    /// picture on the head.
    /// </summary>
    /// <param name="text">A built-in name is never looked for as a file; <c>./hat</c> is one.</param>
    /// <exception cref="FormatException">The place or the scale is none, or the name is neither built in nor a
    /// file.</exception>
    /// <exception cref="PictureException">The file cannot be read as a picture.</exception>
    public static Sticker Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = text.LastIndexOf('@');

        // A file may have an @ in its name.
        if (at >= 0 && File.Exists(text))
        {
            at = -1;
        }

        (string name, string where) = at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
        (StickerPlace? place, double scale) = ReadPlace(where, isGiven: at >= 0);
        if (StickerArt.Find(name) is { } builtIn)
        {
            return new Sticker(
                builtIn.Image,
                place ?? builtIn.Place,
                place is null || place == builtIn.Place ? builtIn.Fit : StickerFit.Of(place.Value),
                scale
            );
        }

        if (!File.Exists(name))
        {
            throw new FormatException(
                $"\"{name}\" is no sticker"
                    + NearestName.Hint(
                        name,
                        StickerArt.Names,
                        $"use {string.Join(", ", StickerArt.Names)} or a picture file, such as hat.png@head"
                    )
            );
        }

        return Load(name, place ?? StickerPlace.Head, scale);
    }

    /// <summary>Reads a picture file.</summary>
    /// <param name="path">A .png or .webp with transparent parts, or any other picture.</param>
    /// <param name="place">Where it sits.</param>
    /// <param name="scale">How large, 0.1 to 10; 1 fits a picture that holds the thing and nothing around it.</param>
    /// <exception cref="PictureException">The file cannot be read as a picture.</exception>
    public static Sticker Load(string path, StickerPlace place = StickerPlace.Head, double scale = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Enum.IsDefined(place))
        {
            throw new ArgumentOutOfRangeException(nameof(place), place, $"place must be {Places}, got {place}");
        }

        if (scale is not (>= 0.1 and <= 10))
        {
            throw new ArgumentOutOfRangeException(nameof(scale), scale, $"scale must be 0.1 to 10, got {scale}");
        }

        return new Sticker(Decode(path), place, StickerFit.Of(place), scale);
    }

    /// <summary>Where the sticker's corners lie: its pixels, in pixels of the picture that it is put on.</summary>
    internal SKMatrix MatrixOn(in FacePose face)
    {
        double width = Fit.Width * Scale * face.Unit;
        double pixel = width / Image.Width;
        Point at = face.At(
            Place switch
            {
                StickerPlace.Nose => face.Nose,
                StickerPlace.Mouth => face.Mouth,
                _ => face.Eyes,
            },
            0,
            Fit.Down
        );
        var matrix = SKMatrix.CreateTranslation(-Image.Width / 2f, (float)(-Image.Height * Fit.AnchorY));
        matrix = matrix.PostConcat(SKMatrix.CreateScale((float)pixel, (float)pixel));
        matrix = matrix.PostConcat(SKMatrix.CreateRotation((float)face.Angle));
        return matrix.PostConcat(SKMatrix.CreateTranslation(Tame(at.X), Tame(at.Y)));
    }

    /// <summary>The pixels that the sticker can touch.</summary>
    internal Box BoundsOn(in FacePose face)
    {
        SKRect rect = MatrixOn(face).MapRect(new SKRect(0, 0, Image.Width, Image.Height));
        int left = (int)Math.Floor(rect.Left) - 1;
        int top = (int)Math.Floor(rect.Top) - 1;
        return new Box(left, top, (int)Math.Ceiling(rect.Right) + 1 - left, (int)Math.Ceiling(rect.Bottom) + 1 - top);
    }

    private static string Places =>
        string.Join(", ", Enum.GetNames<StickerPlace>().Select(static name => name.ToLowerInvariant()));

    private static (StickerPlace? Place, double Scale) ReadPlace(string text, bool isGiven)
    {
        if (!isGiven)
        {
            return (null, 1);
        }

        string[] parts = text.Split(':');
        StickerPlace? place = Array.Find(Enum.GetNames<StickerPlace>(), name =>
            name.Equals(parts[0], StringComparison.OrdinalIgnoreCase)
        )
            is { } known
            ? Enum.Parse<StickerPlace>(known)
            : throw new FormatException($"\"{parts[0]}\" is no place for a sticker; use {Places}");
        if (parts.Length == 1)
        {
            return (place, 1);
        }

        return
            parts.Length == 2
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double scale)
            && scale is >= 0.1 and <= 10
            ? (place, scale)
            : throw new FormatException($"\"{text[(parts[0].Length + 1)..]}\" is no size of a sticker; use 0.1 to 10");
    }

    private static SKImage Decode(string path)
    {
        using SKCodec? codec = OpenCodec(path);
        if (codec is null)
        {
            throw PictureException.About(path, "is no picture that a sticker can be made of; use a .png");
        }

        SKImageInfo info = codec.Info;
        if ((long)info.Width * info.Height > MostPixels)
        {
            throw PictureException.About(path, $"has {info.Width}x{info.Height} pixels; make the sticker smaller");
        }

        var wanted = new SKImageInfo(info.Width, info.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        using var bitmap = new SKBitmap(wanted);
        if (codec.GetPixels(wanted, bitmap.GetPixels()) != SKCodecResult.Success)
        {
            throw PictureException.About(path, "is damaged or cut short; get the file again");
        }

        double shrink = (double)LongestSide / Math.Max(info.Width, info.Height);
        if (shrink >= 1)
        {
            bitmap.SetImmutable();
            return SKImage.FromBitmap(bitmap);
        }

        var smaller = new SKImageInfo(
            Math.Max(1, (int)Math.Round(info.Width * shrink)),
            Math.Max(1, (int)Math.Round(info.Height * shrink)),
            SKColorType.Bgra8888,
            SKAlphaType.Premul
        );
        using SKBitmap resized = bitmap.Resize(
            smaller,
            new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)
        );
        resized.SetImmutable();
        return SKImage.FromBitmap(resized);
    }

    private static SKCodec? OpenCodec(string path)
    {
        try
        {
            return SKCodec.Create(new MemoryStream(File.ReadAllBytes(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PictureException.About(path, $"cannot be read: {e.Message.Split('\n', 2)[0].Trim()}", e);
        }
    }

    private static float Tame(double place) => (float)Math.Clamp(place, -4_000_000, 4_000_000);
}
