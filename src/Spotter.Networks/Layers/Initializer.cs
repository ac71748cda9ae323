namespace Spotter.Networks.Layers;

/// <summary>How the weights of a layer begin.</summary>
public enum Initializer
{
    /// <summary>
    /// Uniform within sqrt(6 / (inputs + outputs)) (Glorot and Bengio, 2010): for sigmoid, tanh, softmax.
    /// </summary>
    GlorotUniform,

    /// <summary>Normal with variance 2 / (inputs + outputs).</summary>
    GlorotNormal,

    /// <summary>Uniform within sqrt(6 / inputs) (He and others, 2015): for ReLU and its kin.</summary>
    HeUniform,

    /// <summary>Normal with variance 2 / inputs.</summary>
    HeNormal,

    /// <summary>All zeros.</summary>
    Zeros,
}
