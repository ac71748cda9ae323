using Spotter.Networks;

namespace Spotter.Onnx.Classifiers;

/// <summary>What a network takes for the bytes 0..255 of a picture.</summary>
public enum PixelRange
{
    /// <summary>0 to 1.</summary>
    ZeroToOne,

    /// <summary>-1 to 1.</summary>
    MinusOneToOne,

    /// <summary>
    /// 0 to 1, then each channel less ImageNet's mean (0.485, 0.456, 0.406) and over its deviation (0.229, 0.224,
    /// 0.225), as PyTorch's networks are trained. Gray takes the mean of the three.
    /// </summary>
    ImageNet,

    /// <summary>0 to 255, as they are: the network does the rest itself.</summary>
    Bytes,

    /// <summary>
    /// 0 to 255, blue first, less the mean of each channel (103.939, 116.779, 123.68), as Caffe's networks and
    /// Keras' ResNet50 and VGG16 are trained.
    /// </summary>
    Caffe,
}

/// <summary>The numbers of ranges, and what they are called.</summary>
internal static class PixelRanges
{
    private static readonly double[] Mean = [0.485, 0.456, 0.406];
    private static readonly double[] Deviation = [0.229, 0.224, 0.225];
    private static readonly double[] CaffeMean = [123.68, 116.779, 103.939];

    /// <summary>How bytes become numbers; of channels red, green, blue, also where the network wants blue
    /// first.</summary>
    public static PixelNormalization NormalizationOf(PixelRange range, int channels)
    {
        (double[] scales, double[] offsets) = range switch
        {
            PixelRange.MinusOneToOne => (All(1 / 127.5), All(-1)),
            PixelRange.ImageNet => (
                [.. Deviation.Select(static deviation => 1 / (255 * deviation))],
                [.. Mean.Zip(Deviation).Select(static pair => -pair.First / pair.Second)]
            ),
            PixelRange.Bytes => (All(1), All(0)),
            PixelRange.Caffe => (All(1), [.. CaffeMean.Select(static mean => -mean)]),
            _ => (All(1 / 255.0), All(0)),
        };
        return channels == 1
            ? new PixelNormalization([(float)scales.Average()], [(float)offsets.Average()])
            : new PixelNormalization([.. scales.Select(ToFloat)], [.. offsets.Select(ToFloat)]);
    }

    /// <summary>Whether a network of that range takes blue first.</summary>
    public static bool IsBlueFirst(PixelRange range) => range == PixelRange.Caffe;

    /// <summary>As it is called on the command line and in files.</summary>
    public static string NameOf(PixelRange range) =>
        range switch
        {
            PixelRange.MinusOneToOne => "-1-1",
            PixelRange.ImageNet => "imagenet",
            PixelRange.Bytes => "0-255",
            PixelRange.Caffe => "caffe",
            _ => "0-1",
        };

    private static double[] All(double value) => [value, value, value];

    private static float ToFloat(double value) => (float)value;
}
