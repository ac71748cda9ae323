using Spotter.Applications;
using Spotter.Learning.Datasets;
using Spotter.Media;
using Spotter.Networks;
using Spotter.Vision.Images;

namespace Spotter.Workshop.Classifiers;

/// <summary>Brings picture files to the size that a network takes. Training and classifying use the same way.</summary>
public static class PictureFit
{
    private const int LargestSide = 64;

    /// <summary>Scales a picture to what a classifier takes, whatever its proportions.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="classifier">What takes it.</param>
    /// <param name="inverts">Whether it is turned to its negative, for dark things on a bright ground.</param>
    public static BgrImage Fit(BgrImage image, IImageClassifier classifier, bool inverts)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(classifier);
        return ClassifiedFinds.Fit(image, classifier, inverts);
    }

    /// <summary>
    /// Decodes a picture and scales it to the size that was asked for, else to its own, no side longer than 64.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or decoded; the message names it.</exception>
    internal static DecodedPicture Decode(string path, PictureShape shape)
    {
        BgrImage image = Picture.Load(path).Bgr;
        (int width, int height) = shape is { Width: { } w, Height: { } h } ? (w, h) : Limit(image.Width, image.Height);
        return new DecodedPicture(Fit(image, width, height), ContentHash.Of(image));
    }

    private static BgrImage Fit(BgrImage image, int width, int height) =>
        image.Width == width && image.Height == height ? image : image.Resize(width, height);

    private static (int Width, int Height) Limit(int width, int height)
    {
        double scale = Math.Min(1, (double)LargestSide / Math.Max(width, height));
        return (Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(height * scale)));
    }
}
