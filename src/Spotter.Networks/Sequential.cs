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
public sealed class Sequential
{
    /// <summary>Checks the shapes and makes the first weights.</summary>
    /// <param name="input">The shape of a sample.</param>
    /// <param name="layers">At least one layer.</param>
    /// <param name="seed">Networks of the same layers and seed begin with the same weights.</param>
    /// <exception cref="ArgumentException">A layer does not fit onto the one before; the message names it.</exception>
    public Sequential(TensorShape input, IReadOnlyList<Layer> layers, int seed = 0)
        : this(input, layers, new ParameterFactory(seed)) { }

    private Sequential(TensorShape input, IReadOnlyList<Layer> layers, ParameterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException("a network needs at least one layer", nameof(layers));
        }

        InputShape = input;
        Layers = [.. layers];
        Built = new NetworkBuilder(factory).Build(Layers, input);
        Parameters = factory.All;
    }

    /// <summary>The shape of a sample that goes in.</summary>
    public TensorShape InputShape { get; }

    /// <summary>The shape that comes out.</summary>
    public TensorShape OutputShape => Built[^1].Output;

    /// <summary>The descriptions that the network was built from.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>All parameters in the order of the layers.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>How many numbers training changes.</summary>
    public long TrainableCount =>
        Parameters.Where(parameter => parameter.IsTrainable).Sum(parameter => (long)parameter.Count);

    internal IReadOnlyList<BuiltLayer> Built { get; }

    /// <summary>A network whose weights are zero until they are read.</summary>
    internal static Sequential CreateEmpty(TensorShape input, IReadOnlyList<Layer> layers, long parameterBudget) =>
        new(input, layers, new ParameterFactory(seed: null, parameterBudget));

    /// <summary>A table of the layers, their output shapes and how many parameters each has.</summary>
    public string Summary() => NetworkSummary.Format(this);

    /// <summary>Runs the network as it is used after training (no dropout, running averages).</summary>
    /// <param name="samples">Count samples after another, each <see cref="InputShape"/> in row-major order, already
    /// normalised.</param>
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
