using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Networks.Graphs;

/// <summary>
/// A network as it runs after training: what a batch normalisation does is part of the weights before it, an activation
/// part of the layer before it, and dropout is gone. The weights are those of the moment it was made; plans for all
/// sizes of picture share them. Immutable.
/// </summary>
internal sealed class FoldedGraph
{
    private readonly NetworkGraph _network;
    private readonly List<BuiltLayer> _layers = [];
    private readonly int[] _values;
    private readonly List<int>[] _readers;

    public FoldedGraph(NetworkGraph network)
    {
        _network = network;
        IReadOnlyList<BuiltLayer> built = network.Built;
        _values = new int[built.Count + 1];
        _readers = [.. Enumerable.Range(0, built.Count + 1).Select(static _ => new List<int>())];
        foreach ((int index, BuiltLayer layer) in built.Index())
        {
            foreach (int source in layer.Sources)
            {
                _readers[source].Add(index);
            }
        }

        var isFolded = new bool[built.Count];
        for (int i = 0; i < built.Count; i++)
        {
            if (!isFolded[i])
            {
                Append(i, isFolded);
            }
        }

        Outputs = [.. network.Outputs.Select(output => _values[output])];
    }

    public TensorShape InputShape => _network.InputShape;

    /// <summary>The values that come out, as <see cref="BuiltLayer.Sources"/> count them.</summary>
    public IReadOnlyList<int> Outputs { get; }

    /// <summary>Weights in the forms that kernels want.</summary>
    public PreparedFilters Filters { get; } = new();

    /// <summary>The layers with their shapes for that input.</summary>
    /// <exception cref="ArgumentException">The network does not take it; the message names the layer.</exception>
    public IReadOnlyList<BuiltLayer> LayersFor(TensorShape input)
    {
        if (input == InputShape)
        {
            return _layers;
        }

        // Messages speak of the layers as they were before.
        _ = _network.BuiltFor(input);
        return BuiltLayer.Reshape(_layers, input);
    }

    private void Append(int index, bool[] isFolded)
    {
        BuiltLayer layer = _network.Built[index];
        int[] sources = [.. layer.Sources.Select(source => _values[source])];
        if (layer.Layer is Dropout || IsAddedAlone(index))
        {
            _values[index + 1] = sources[0];
            return;
        }

        if (layer.Layer is Add add && layer.Sources.Any(IsAddedAloneValue))
        {
            // The upsampled one comes second.
            int far = IsAddedAloneValue(layer.Sources[1]) ? 1 : 0;
            TensorShape half = _network.Built[layer.Sources[far] - 1].Input;
            layer = layer with { Layer = new UpSampledAdd(add.Activation), Inputs = [layer.Output, half] };
            sources = [sources[1 - far], sources[far]];
        }

        int last = index;
        if (IsLinear(layer.Layer))
        {
            if (OnlyReader(last) is { } reader && _network.Built[reader].Layer is BatchNormalization normalization)
            {
                layer = Fold(layer, normalization, _network.Built[reader].Parameters);
                last = Take(reader, isFolded);
            }

            if (
                OnlyReader(last) is { } next
                && _network.Built[next].Layer is Activation activation
                && activation.Function != ActivationKind.Softmax
            )
            {
                layer = layer with { Ending = new Ending(activation.Function, activation.Slope) };
                last = Take(next, isFolded);
            }
        }

        _layers.Add(layer with { Sources = sources });
        _values[last + 1] = _layers.Count;
    }

    // An upsampling that goes into a sum of it and something else, and nowhere else; of two, the second.
    private bool IsAddedAlone(int index) =>
        IsUpSamplingForOne(index)
        && _network.Built[OnlyReader(index)!.Value] is { Layer: Add, Sources.Count: 2 } sum
        && (sum.Sources[1] == index + 1 || sum.Sources[1] == 0 || !IsUpSamplingForOne(sum.Sources[1] - 1));

    private bool IsUpSamplingForOne(int index) =>
        _network.Built[index].Layer is UpSampling2D && OnlyReader(index) is not null;

    private bool IsAddedAloneValue(int value) => value > 0 && IsAddedAlone(value - 1);

    private static int Take(int reader, bool[] isFolded)
    {
        isFolded[reader] = true;
        return reader;
    }

    private int? OnlyReader(int index) =>
        _readers[index + 1] is [var reader] && !_network.Outputs.Contains(index + 1) ? reader : null;

    private static bool IsLinear(Layer layer) =>
        layer
            is Conv2D { Activation: ActivationKind.Linear }
                or DepthwiseConv2D { Activation: ActivationKind.Linear }
                or Dense { Activation: ActivationKind.Linear };

    // gamma (w x + b - mean) / deviation + beta, with the factor in w and all the rest in b.
    private static BuiltLayer Fold(
        BuiltLayer layer,
        BatchNormalization normalization,
        IReadOnlyList<Parameter> statistics
    )
    {
        (Parameter kernel, Parameter bias) = (layer.Parameters[0], layer.Parameters[1]);
        float[] weights = kernel.ToArray();
        float[] shifts = bias.ToArray();
        float[][] numbers = [.. statistics.Select(static parameter => parameter.ToArray())];
        for (int column = 0; column < kernel.Columns; column++)
        {
            double factor = numbers[0][column] / Math.Sqrt((double)numbers[3][column] + normalization.Epsilon);
            shifts[column] = (float)((shifts[column] - (double)numbers[2][column]) * factor + numbers[1][column]);
            for (int i = column; i < weights.Length; i += kernel.Columns)
            {
                weights[i] = (float)(weights[i] * factor);
            }
        }

        return layer with
        {
            Parameters = [kernel.WithValues(weights), bias.WithValues(shifts)],
        };
    }
}

/// <summary>The function that ends a layer.</summary>
/// <param name="Function">Not <see cref="ActivationKind.Softmax"/> for pictures.</param>
/// <param name="Slope">Of <see cref="ActivationKind.LeakyReLU"/> below zero.</param>
internal readonly record struct Ending(ActivationKind Function, float Slope)
{
    /// <summary>
    /// What a value below zero is multiplied by; null where the function has more to it than that. y = max(x, f x).
    /// </summary>
    public float? Factor =>
        Function switch
        {
            ActivationKind.Linear => 1,
            ActivationKind.ReLU => 0,
            ActivationKind.LeakyReLU => Slope,
            _ => null,
        };
}
