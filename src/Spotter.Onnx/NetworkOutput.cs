using Microsoft.ML.OnnxRuntime;

namespace Spotter.Onnx;

/// <summary>An output of a network while it runs, as floats whatever its elements are.</summary>
internal sealed class NetworkOutput
{
    private readonly OrtValue? _value;
    private readonly ReadOnlyMemory<float> _copy;

    /// <summary>Floats that stay where the runtime has them.</summary>
    public NetworkOutput(string name, OrtValue value, int[] dimensions)
    {
        Name = name;
        _value = value;
        Dimensions = dimensions;
    }

    public NetworkOutput(string name, ReadOnlyMemory<float> data, int[] dimensions)
    {
        Name = name;
        _copy = data;
        Dimensions = dimensions;
    }

    public NetworkOutput(string name, float[] data)
        : this(name, data, [data.Length]) { }

    public string Name { get; }

    /// <summary>Its extents in this run; none is open. Of texts, how many there are.</summary>
    public int[] Dimensions { get; }

    /// <summary>Its numbers, row-major; empty for texts.</summary>
    public ReadOnlySpan<float> Data => _value is null ? _copy.Span : _value.GetTensorDataAsSpan<float>();

    /// <summary>Its elements where they are texts, as the labels of scikit-learn's classifiers; else empty.</summary>
    public IReadOnlyList<string> Texts { get; init; } = [];

    /// <summary>
    /// The names of the columns where it is a list of maps (scikit-learn's probabilities): <see cref="Data"/> is then
    /// (rows, columns). Else empty.
    /// </summary>
    public IReadOnlyList<string> Columns { get; init; } = [];
}

/// <summary>What goes into an input, as floats whatever its elements are.</summary>
/// <param name="Name">Of the input.</param>
/// <param name="Data">Row-major; may be longer than the extents say.</param>
/// <param name="Dimensions">The extents, none open.</param>
internal readonly record struct NetworkValue(string Name, float[] Data, int[] Dimensions);
