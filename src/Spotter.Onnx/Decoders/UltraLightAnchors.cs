// Linzaer: Ultra-Light-Fast-Generic-Face-Detector-1MB, vision/ssd/config/fd_config.py and generate_priors.

namespace Spotter.Onnx.Decoders;

/// <summary>
/// The boxes from which Ultra-Light networks start: squares of two or three sizes at each cell of four grids. What such
/// a network answers lies near them, one answer an anchor, in their order; that tells its outputs from others of the
/// same shape.
/// </summary>
internal static class UltraLightAnchors
{
    // In sizes of the anchor: five times the step of the networks' own offsets, a tenth.
    private const double Near = 0.5;
    private const double Most = 0.75;

    private static readonly (int Stride, int[] Sizes)[] Levels =
    [
        (8, [10, 16, 24]),
        (16, [32, 48]),
        (32, [64, 96]),
        (64, [128, 192, 256]),
    ];

    /// <summary>How many anchors an input has.</summary>
    public static int Count(NetworkInput input) =>
        Levels.Sum(level => Cells(input.Width, level.Stride) * Cells(input.Height, level.Stride) * level.Sizes.Length);

    /// <summary>Whether most boxes lie where their anchors do.</summary>
    /// <param name="boxes">Corners as parts of the input, an anchor after the other.</param>
    /// <param name="input">The input.</param>
    public static bool AreNear(ReadOnlySpan<float> boxes, NetworkInput input)
    {
        int anchor = 0;
        int near = 0;
        foreach ((int stride, int[] sizes) in Levels)
        {
            int across = Cells(input.Width, stride);
            for (int cell = 0; cell < across * Cells(input.Height, stride); cell++)
            {
                double x = ((cell % across) + 0.5) * stride;
                double y = ((cell / across) + 0.5) * stride;
                foreach (int size in sizes)
                {
                    ReadOnlySpan<float> box = boxes.Slice(4 * anchor++, 4);
                    double awayX = Math.Abs(((box[0] + box[2]) / 2 * input.Width) - x);
                    double awayY = Math.Abs(((box[1] + box[3]) / 2 * input.Height) - y);
                    near += Math.Max(awayX, awayY) <= Near * size ? 1 : 0;
                }
            }
        }

        return near > Most * anchor;
    }

    private static int Cells(int length, int stride) => (length + stride - 1) / stride;
}
