using System.Runtime.Intrinsics;
using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels.Lanes;
using Spotter.Vision.Kernels.Scalar;
using Spotter.Vision.Kernels.Vectors;

namespace Spotter.Vision.Kernels;

/// <summary>Makes scanners for a model, with the widest kernels that the processor has.</summary>
internal sealed class ScannerFactory(CascadeModel model)
{
    // Sums of squares must fit 31 bits for the vector kernels: 255^2 times this many pixels.
    private const long MaxVectorArea = int.MaxValue / (255 * 255);

    private readonly Lazy<ShapedCascade> _shaped = new(() => new ShapedCascade(model));

    /// <summary>Lanes of the widest kernels for this model on this processor; 1 means the scalar definition.</summary>
    public int WidestLanes
    {
        get
        {
            (int width, int height) = model.WindowSize;
            return (long)width * height > MaxVectorArea ? 1
                : Lanes512.IsSupported ? Lanes512.Count
                : Lanes256.IsSupported ? Lanes256.Count
                : Lanes128.IsSupported ? Lanes128.Count
                : 1;
        }
    }

    public ILevelScanner Create() => Create(WidestLanes);

    /// <param name="lanes">16, 8 or 4, or 1 for the scalar definition.</param>
    public ILevelScanner Create(int lanes) =>
        lanes switch
        {
            16 => new VectorScanner<Lanes512, Vector512<int>, Vector512<float>>(_shaped.Value),
            8 => new VectorScanner<Lanes256, Vector256<int>, Vector256<float>>(_shaped.Value),
            4 => new VectorScanner<Lanes128, Vector128<int>, Vector128<float>>(_shaped.Value),
            _ => new ScalarScanner(model),
        };
}
