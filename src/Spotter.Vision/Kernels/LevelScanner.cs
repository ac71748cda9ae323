using System.Runtime.Intrinsics;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels.Lanes;
using Spotter.Vision.Kernels.Scalar;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Kernels;

/// <summary>Chooses the widest kernels that the processor has.</summary>
internal static class LevelScanner
{
    // Sums of squares must fit 31 bits for the vector kernels: 255^2 times this many pixels.
    private const long MaxVectorArea = int.MaxValue / (255 * 255);

    public static ILevelScanner Create(CascadeModel model) => Create(model, WidestFor(model));

    /// <param name="model">The model.</param>
    /// <param name="lanes">16, 8 or 4 lanes, or 1 for the scalar definition.</param>
    public static ILevelScanner Create(CascadeModel model, int lanes) => lanes switch
    {
        16 => new VectorScanner<Lanes512, Vector512<int>, Vector512<float>>(model),
        8 => new VectorScanner<Lanes256, Vector256<int>, Vector256<float>>(model),
        4 => new VectorScanner<Lanes128, Vector128<int>, Vector128<float>>(model),
        _ => new ScalarScanner(model),
    };

    public static int WidestFor(CascadeModel model)
    {
        (int width, int height) = model.WindowSize;
        return (long)width * height > MaxVectorArea ? 1
            : Lanes512.IsSupported ? Lanes512.Count
            : Lanes256.IsSupported ? Lanes256.Count
            : Lanes128.IsSupported ? Lanes128.Count
            : 1;
    }
}
