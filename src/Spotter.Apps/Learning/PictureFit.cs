using Spotter.Learning.Datasets;
using Spotter.Media;
using Spotter.Vision.Images;

namespace Spotter.Apps.Learning;

/// <summary>Brings picture files to the size that a network takes. Training and classifying use the same way.</summary>
public static class PictureFit
{
    private const int Looked = 20;
    private const int LargestSide = 64;

    /// <summary>Decodes a picture and scales it, whatever its proportions.</summary>
    /// <exception cref="IOException">The file cannot be read or decoded; the message names it.</exception>
    public static BgrImage Load(string path, int width, int height) => Fit(Picture.Load(path).Bgr, width, height);

    /// <summary>Scales a picture, whatever its proportions.</summary>
    public static BgrImage Fit(BgrImage image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        return image.Width == width && image.Height == height ? image : image.Resize(width, height);
    }

    /// <summary>The size of the first readable picture, no side longer than 64, and whether one of the first twenty has colour.</summary>
    internal static (int Width, int Height, bool HasColor) Probe(IEnumerable<string> pictures, DatasetRequest request)
    {
        (int Width, int Height)? size = request is { Width: { } width, Height: { } height } ? (width, height) : null;
        bool? color = request.Gray is { } gray ? !gray : null;
        if (size is null || color is null)
        {
            bool hasColor = false;
            foreach (BgrImage image in pictures.Select(TryLoad).OfType<BgrImage>().Take(Looked))
            {
                size ??= Limit(image.Width, image.Height);
                hasColor |= HasColor(image);
            }

            color ??= hasColor;
        }

        (int w, int h) = size ?? throw new DatasetException($"{request.Source}: holds no picture that can be read; a data set is a folder with a folder of pictures for each class, or a .csv that names files");
        return (w, h, color.Value);
    }

    private static (int Width, int Height) Limit(int width, int height)
    {
        double scale = Math.Min(1, (double)LargestSide / Math.Max(width, height));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }

    private static BgrImage? TryLoad(string path)
    {
        try
        {
            return Picture.Load(path).Bgr;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool HasColor(BgrImage image)
    {
        ReadOnlySpan<byte> pixels = image.Pixels.AsSpan(0, image.Width * image.Height * 3);
        for (int i = 0; i < pixels.Length; i += 3)
        {
            if (pixels[i] != pixels[i + 1] || pixels[i] != pixels[i + 2])
            {
                return true;
            }
        }

        return false;
    }
}
