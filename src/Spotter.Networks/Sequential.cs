using Spotter.Networks.Graphs;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;

namespace Spotter.Networks;

/// <summary>A network whose layers follow one another, with its weights.</summary>
/// <example>
/// <code>
/// var network = new Sequential(TensorShape.Image(28, 28, 1),
/// [
///     new Flatten(),
///     new Dense(128, ActivationKind.ReLU),
///     new Dense(10),
/// ]);
/// Console.WriteLine(network.Summary());
/// </code>
/// </example>
public sealed class Sequential : NetworkGraph
{
    /// <summary>Checks the shapes and makes the first weights.</summary>
    /// <param name="input">The shape of a sample.</param>
    /// <param name="layers">At least one layer, none with <see cref="Layer.Inputs"/>.</param>
    /// <param name="seed">Networks of the same layers and seed begin with the same weights.</param>
    /// <exception cref="ArgumentException">A layer does not fit onto the one before; the message names it.</exception>
    public Sequential(TensorShape input, IReadOnlyList<Layer> layers, int seed = 0)
        : this(input, layers, new ParameterFactory(seed)) { }

    private Sequential(TensorShape input, IReadOnlyList<Layer> layers, ParameterFactory factory)
        : base(input, layers, outputs: null, factory)
    {
        if (Layers.Index().FirstOrDefault(static entry => entry.Item.Inputs is not null) is (var index, { } layer))
        {
            throw new ArgumentException(
                $"layer {index + 1} ({layer.Name ?? layer.Kind}) names its inputs: that makes a NetworkGraph"
            );
        }
    }

    /// <summary>The shape that comes out.</summary>
    public TensorShape OutputShape => Built[^1].Output;

    /// <summary>A network whose weights are zero until they are read.</summary>
    internal static Sequential CreateEmpty(TensorShape input, IReadOnlyList<Layer> layers, long parameterBudget) =>
        new(input, layers, new ParameterFactory(seed: null, parameterBudget));

    /// <summary>Runs the network as it is used after training (no dropout, running averages).</summary>
    /// <param name="samples">Count samples after another, each <see cref="NetworkGraph.InputShape"/> in row-major
    /// order, already normalised.</param>
    /// <param name="count">Samples, at least 1.</param>
    /// <param name="threads">Threads to use; 0 takes one a core.</param>
    /// <returns>Count x <see cref="OutputShape"/> numbers.</returns>
    /// <exception cref="ArgumentException">The span does not hold that many samples.</exception>
    public float[] Predict(ReadOnlySpan<float> samples, int count = 1, int threads = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (samples.Length != (long)count * InputShape.Length)
        {
            throw new ArgumentException(
                $"{count} samples of {InputShape} are {(long)count * InputShape.Length} numbers, got {samples.Length}",
                nameof(samples)
            );
        }

        using var runner = new InferencePlan(this, Math.Min(count, InferencePlan.PreferredBatch), threads);
        var outputs = new float[count * OutputShape.Length];
        runner.Run(samples, count, outputs);
        return outputs;
    }
}
