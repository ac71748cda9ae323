using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Operations;

/// <summary>What every way to compute a convolution needs to know.</summary>
/// <param name="Window">How the filters slide.</param>
/// <param name="Kernel">(kernel height, kernel width, channels, filters).</param>
/// <param name="Bias">(filters).</param>
/// <param name="Factor">What sums below zero are multiplied by: 1 for no function, 0 for ReLU, 0 to 1.</param>
internal sealed record ConvolutionParts(Window Window, Parameter Kernel, Parameter Bias, float Factor)
{
    /// <summary>Whether negative sums become 0.</summary>
    public bool HasRelu => Factor == 0;
}
