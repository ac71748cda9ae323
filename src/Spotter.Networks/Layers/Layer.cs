using System.Text.Json.Serialization;
using Spotter.Networks.Graphs;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Layers;

/// <summary>
/// The description of a layer: what it computes and how wide it is, without weights. Descriptions are immutable; a
/// <see cref="NetworkGraph"/> checks their shapes and owns the weights.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "layer")]
[JsonDerivedType(typeof(Flatten), "flatten")]
[JsonDerivedType(typeof(Dense), "dense")]
[JsonDerivedType(typeof(Conv2D), "conv2d")]
[JsonDerivedType(typeof(DepthwiseConv2D), "depthwise_conv2d")]
[JsonDerivedType(typeof(MaxPooling2D), "max_pooling2d")]
[JsonDerivedType(typeof(AveragePooling2D), "average_pooling2d")]
[JsonDerivedType(typeof(GlobalAveragePooling2D), "global_average_pooling2d")]
[JsonDerivedType(typeof(BatchNormalization), "batch_normalization")]
[JsonDerivedType(typeof(Dropout), "dropout")]
[JsonDerivedType(typeof(Activation), "activation")]
[JsonDerivedType(typeof(Residual), "residual")]
[JsonDerivedType(typeof(Add), "add")]
[JsonDerivedType(typeof(Concatenate), "concatenate")]
[JsonDerivedType(typeof(UpSampling2D), "up_sampling2d")]
public abstract record Layer
{
    private protected Layer() { }

    /// <summary>
    /// What others call it as one of their <see cref="Inputs"/>, and the first part of the names of its parameters:
    /// 1 to 64 letters, digits, <c>_</c>, <c>-</c> or <c>.</c>. Null takes its kind and a number, for example
    /// <c>conv2d_1</c>.
    /// </summary>
    [JsonPropertyOrder(-2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Name { get; init; }

    /// <summary>
    /// The layers before it whose outputs it takes, in order, by name; <c>input</c> is what goes into the network. Null
    /// takes the layer that stands before it.
    /// </summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>What the layer is called in names of parameters and in messages, for example <c>dense</c>.</summary>
    [JsonIgnore]
    internal abstract string Kind { get; }

    /// <summary>The shape that comes out.</summary>
    /// <exception cref="ArgumentException">The layer does not take that shape, or one of its own numbers is out of
    /// range.</exception>
    internal abstract TensorShape OutputShape(TensorShape input);

    /// <summary>The shape that comes out of several inputs; most layers take one.</summary>
    /// <exception cref="ArgumentException">The layer does not take them.</exception>
    internal virtual TensorShape OutputShape(IReadOnlyList<TensorShape> inputs) =>
        inputs.Count == 1
            ? OutputShape(inputs[0])
            : throw new ArgumentException($"takes one input, got {inputs.Count}; Add and Concatenate take several");

    /// <summary>Adds the layer's parameters for that input, weights first.</summary>
    internal virtual void AddParameters(ParameterFactory factory, TensorShape input) { }

    private protected static void RequireImage(TensorShape input, string what)
    {
        if (!input.IsImage)
        {
            throw new ArgumentException($"{what} takes a picture (height x width x channels), got {input} features");
        }
    }

    private protected static void RequireSeveral(IReadOnlyList<TensorShape> inputs, string what)
    {
        if (inputs.Count < 2)
        {
            throw new ArgumentException($"{what} takes two inputs or more, got {inputs.Count}; name them in Inputs");
        }
    }

    private protected static void RequireAtLeast(int value, int least, string name)
    {
        if (value < least)
        {
            throw new ArgumentException($"{name} must be at least {least}, got {value}");
        }
    }

    private protected static void RequireShare(double value, string name)
    {
        if (!(value >= 0 && value < 1))
        {
            throw new ArgumentException($"{name} must be at least 0 and below 1, got {value}");
        }
    }

    private protected static void RequireActivation(ActivationKind activation)
    {
        if (!Enum.IsDefined(activation))
        {
            throw new ArgumentException($"unknown activation {activation}");
        }
    }
}
