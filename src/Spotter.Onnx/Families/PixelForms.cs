using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>What pictures look like to the networks of a family, as their makers' own programs prepare them.</summary>
internal static class PixelForms
{
    private static readonly float[] ImageNetMean = [123.675f, 116.28f, 103.53f];
    private static readonly float[] ImageNetScale = [1 / 58.395f, 1 / 57.12f, 1 / 57.375f];

    /// <summary>Red first, 0 to 1, in the middle of gray.</summary>
    public static PixelForm Ultralytics { get; } =
        PixelForm.Uniform(isRgb: true, mean: 0, scale: 1f / 255) with
        {
            Fit = InputFit.Centred,
            Padding = 114,
        };

    /// <summary>Blue first, 0 to 255, at the top left of gray.</summary>
    public static PixelForm YoloX { get; } = PixelForm.Uniform(isRgb: false, mean: 0, scale: 1) with { Padding = 114 };

    /// <summary>Blue first, 0 to 255, at the top left of black.</summary>
    public static PixelForm YuNet { get; } = PixelForm.Uniform(isRgb: false, mean: 0, scale: 1);

    /// <summary>Red first, -1 to 1, at the top left of black.</summary>
    public static PixelForm UltraLight { get; } = PixelForm.Uniform(isRgb: true, mean: 127, scale: 1f / 128);

    /// <inheritdoc cref="UltraLight"/>
    public static PixelForm Scrfd { get; } = PixelForm.Uniform(isRgb: true, mean: 127.5f, scale: 1f / 128);

    /// <summary>Red first, -1 to 1, in the middle of black.</summary>
    public static PixelForm BlazeFace { get; } =
        PixelForm.Uniform(isRgb: true, mean: 127.5f, scale: 1 / 127.5f) with
        {
            Fit = InputFit.Centred,
        };

    /// <summary>Blue first, 0 to 255 without the mean of ImageNet, at the top left.</summary>
    public static PixelForm RetinaFace { get; } = new(IsRgb: false, [104, 117, 123], [1, 1, 1]);

    /// <summary>Blue first, of ImageNet's mean and spread, at the top left of black.</summary>
    public static PixelForm NanoDet { get; } =
        new(IsRgb: false, [.. ImageNetMean.Reverse()], [.. ImageNetScale.Reverse()]);

    /// <summary>The same, stretched.</summary>
    public static PixelForm NanoDetPlus { get; } = NanoDet with { Fit = InputFit.Stretched };

    /// <summary>Red first, of ImageNet's mean and spread, stretched.</summary>
    public static PixelForm ImageNet { get; } =
        new(IsRgb: true, ImageNetMean, ImageNetScale) { Fit = InputFit.Stretched };

    /// <summary>Red first, of ImageNet's mean and spread, at the top left of black.</summary>
    public static PixelForm MmDetection { get; } = new(IsRgb: true, ImageNetMean, ImageNetScale);

    /// <summary>Blue first, of ImageNet's mean and spread, at the top left of gray.</summary>
    public static PixelForm RtmDet { get; } = NanoDet with { Padding = 114 };

    /// <summary>Blue first, 0 to 1, stretched.</summary>
    public static PixelForm FastestDet { get; } =
        PixelForm.Uniform(isRgb: false, mean: 0, scale: 1f / 255) with
        {
            Fit = InputFit.Stretched,
        };

    /// <summary>Red first, 0 to 1, stretched.</summary>
    public static PixelForm Stretched { get; } = FastestDet with { IsRgb = true };

    /// <summary>Red first, 0 to 255, at the top left of black.</summary>
    public static PixelForm Own { get; } = YuNet with { IsRgb = true };

    /// <summary>Red first, 0 to 255, stretched.</summary>
    public static PixelForm TensorFlow { get; } =
        PixelForm.Uniform(isRgb: true, mean: 0, scale: 1) with
        {
            Fit = InputFit.Stretched,
        };
}
