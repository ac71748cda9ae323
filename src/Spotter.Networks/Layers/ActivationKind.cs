namespace Spotter.Networks.Layers;

/// <summary>The function that follows a layer.</summary>
public enum ActivationKind
{
    /// <summary>y = x.</summary>
    Linear,

    /// <summary>y = max(x, 0).</summary>
    ReLU,

    /// <summary>y = x where positive, else slope * x.</summary>
    LeakyReLU,

    /// <summary>
    /// y = x times the normal distribution function of x (Hendrycks and Gimpel, 2016; the exact form).
    /// </summary>
    GELU,

    /// <summary>y = 1 / (1 + e^-x).</summary>
    Sigmoid,

    /// <summary>y = tanh x.</summary>
    Tanh,

    /// <summary>y_i = e^x_i / sum over the features of e^x: shares that add up to 1.</summary>
    Softmax,
}
