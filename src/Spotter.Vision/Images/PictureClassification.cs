using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Vision.Images;

/// <summary>Classifies pictures as this library holds them.</summary>
/// <example>
/// <code>
/// ImageClassifier classifier = ImageClassifier.Load("clothes.network");
/// ClassScore best = classifier.Classify(image)[0];
/// </code>
/// </example>
public static class PictureClassification
{
    /// <summary>Classifies a gray picture of the network's size.</summary>
    /// <param name="classifier">What classifies.</param>
    /// <param name="image">The picture.</param>
    /// <returns>All classes, the most probable first.</returns>
    /// <exception cref="ArgumentException">The picture has another size, or the network takes colour.</exception>
    public static IReadOnlyList<ClassScore> Classify(this IImageClassifier classifier, GrayImage image)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(image);
        TensorShape input = classifier.InputShape;
        if (input.Channels != 1 || image.Width != input.Width || image.Height != input.Height)
        {
            throw new ArgumentException(
                $"the network takes {input}, got a gray picture of {image.Height} x {image.Width}",
                nameof(image)
            );
        }

        return classifier.Classify(image.Pixels.AsSpan(0, input.Length));
    }

    /// <summary>Classifies a picture of the network's size; a gray network sees it in gray.</summary>
    /// <param name="classifier">What classifies.</param>
    /// <param name="image">The picture.</param>
    /// <returns>All classes, the most probable first.</returns>
    /// <exception cref="ArgumentException">The picture has another size.</exception>
    public static IReadOnlyList<ClassScore> Classify(this IImageClassifier classifier, BgrImage image) =>
        classifier.Classify(PixelsFor(classifier, image));

    /// <summary>Classifies a frame of the network's size, in gray or in colour as the network takes it.</summary>
    /// <param name="classifier">What classifies.</param>
    /// <param name="frame">The frame.</param>
    /// <returns>All classes, the most probable first.</returns>
    /// <exception cref="ArgumentException">The frame has another size.</exception>
    public static IReadOnlyList<ClassScore> Classify(this IImageClassifier classifier, Frame frame)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(frame);
        return classifier.InputShape.Channels == 1 ? classifier.Classify(frame.Gray) : classifier.Classify(frame.Bgr);
    }

    private static byte[] PixelsFor(IImageClassifier classifier, BgrImage image)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(image);
        TensorShape input = classifier.InputShape;
        if (image.Width != input.Width || image.Height != input.Height)
        {
            throw new ArgumentException(
                $"the network takes {input}, got a picture of {image.Height} x {image.Width}",
                nameof(image)
            );
        }

        var pixels = new byte[input.Length];
        WritePixels(image, pixels);
        return pixels;
    }

    /// <summary>Writes a picture in gray or as red, green, blue, by the length of the target.</summary>
    internal static void WritePixels(BgrImage image, Span<byte> target)
    {
        int area = image.Width * image.Height;
        if (target.Length == area)
        {
            image.ToGray().Pixels.AsSpan(0, area).CopyTo(target);
            return;
        }

        ReadOnlySpan<byte> source = image.Pixels.AsSpan(0, area * 3);
        for (int i = 0; i < source.Length; i += 3)
        {
            (target[i], target[i + 1], target[i + 2]) = (source[i + 2], source[i + 1], source[i]);
        }
    }
}
