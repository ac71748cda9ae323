using Spotter.Networks.Layers;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Operations;

/// <summary>What every way to compute a convolution needs to know.</summary>
/// <param name="Window">How the filters slide.</param>
/// <param name="Kernel">(kernel height, kernel width, channels, filters).</param>
/// <param name="Bias">(filters).</param>
/// <param name="HasRelu">Whether negative sums become 0.</param>
internal sealed record ConvolutionParts(Window Window, Parameter Kernel, Parameter Bias, bool HasRelu);
