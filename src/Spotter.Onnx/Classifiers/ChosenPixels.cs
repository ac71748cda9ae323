using Spotter.Onnx.Graphs;

namespace Spotter.Onnx.Classifiers;

/// <summary>What a network's pixels are, and who says so.</summary>
/// <param name="Range">What they are.</param>
/// <param name="Source">Who says so; null where it is assumed.</param>
/// <param name="Reason">Why it is assumed; empty where it is not.</param>
internal sealed record ChosenPixels(PixelRange Range, string? Source, string Reason)
{
    private const int ImageNetClasses = 1000;

    /// <param name="path">The file, which was checked.</param>
    /// <param name="shape">The network.</param>
    /// <param name="input">How it takes pictures.</param>
    /// <param name="given">What a user says; null for nothing.</param>
    public static ChosenPixels For(string path, NetworkShape shape, ClassifierInput input, PixelRange? given)
    {
        if (given is { } chosen)
        {
            return new ChosenPixels(chosen, "as given", "");
        }

        if (Stated(shape) is { } stated)
        {
            return stated;
        }

        if (input.Tensor.Type is ElementType.UInt8 or ElementType.Int32)
        {
            return new ChosenPixels(PixelRange.Bytes, "its input takes whole numbers", "");
        }

        return GraphStart.RangeOf(path, input.Tensor.Name) is { } range
            ? new ChosenPixels(range, "as its first steps show", "")
            : Assumed(shape, input);
    }

    // What a file's own properties say.
    private static ChosenPixels? Stated(NetworkShape shape)
    {
        if (shape.Metadata.ContainsKey("spotter.class_names"))
        {
            return new ChosenPixels(PixelRange.Bytes, "as Spotter writes networks", "");
        }

        // The properties for pictures of the ONNX format.
        if (shape.Metadata.TryGetValue("Image.NominalPixelRange", out string? nominal))
        {
            PixelRange? range = nominal switch
            {
                "NominalRange_0_255" => PixelRange.Bytes,
                "Normalized_0_1" => PixelRange.ZeroToOne,
                "Normalized_1_1" => PixelRange.MinusOneToOne,
                _ => null,
            };
            if (range is { } said)
            {
                return new ChosenPixels(said, "as its property Image.NominalPixelRange says", "");
            }
        }

        return
            shape.Metadata.TryGetValue("description", out string? description)
            && description.StartsWith("Ultralytics", StringComparison.Ordinal)
            ? new ChosenPixels(PixelRange.ZeroToOne, "as Ultralytics' networks take them", "")
            : null;
    }

    private static ChosenPixels Assumed(NetworkShape shape, ClassifierInput input)
    {
        if (input.Shape.Channels == 1)
        {
            return new ChosenPixels(PixelRange.ZeroToOne, null, "most networks for gray pictures do");
        }

        if (shape.Producer.Contains("caffe", StringComparison.OrdinalIgnoreCase))
        {
            return new ChosenPixels(PixelRange.Caffe, null, "it comes from Caffe");
        }

        if (input.Layout == PictureLayout.ChannelsFirst)
        {
            return new ChosenPixels(PixelRange.ImageNet, null, "most networks of PyTorch's layout do");
        }

        return ClassOutput
            .Candidates(shape)
            .Any(static output => output.Dimensions is [.., ImageNetClasses or (ImageNetClasses + 1)])
            ? new ChosenPixels(PixelRange.MinusOneToOne, null, "most of Keras' networks for ImageNet do")
            : new ChosenPixels(PixelRange.ZeroToOne, null, "most networks of its layout do");
    }
}
