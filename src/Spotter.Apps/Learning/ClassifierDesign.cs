using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Networks;
using Spotter.Learning.Training;

namespace Spotter.Apps.Learning;

/// <summary>Makes of a request and its data the whole configuration of a run.</summary>
internal static class ClassifierDesign
{
    /// <exception cref="ArgumentException">Network, options and data do not fit together; the message says where.</exception>
    /// <exception cref="FormatException">The layers cannot be read.</exception>
    public static RunConfiguration Make(ClassifierRequest request, ClassifierData data)
    {
        ImageDataset train = data.Train;
        NetworkDescription network = Describe(request, train);
        TrainingOptions options = data.MirrorsKeepClass ? request.Preset.Options : request.Preset.OptionsWithoutMirroring;
        options = request.Adjust?.Invoke(options) ?? options;
        options = options with
        {
            Loss = Fit(options.Loss, network, request.BalanceClasses ? train.Balance().BalancingWeights() : null),

            // Kept as a number: a run repeats itself only with as many threads.
            Threads = options.Threads == 0 ? Environment.ProcessorCount : options.Threads,
        };
        options.Check();
        if (options.EarlyStopping is not null && data.Validation is null)
        {
            throw new ArgumentException("stopping early needs validation pictures; keep some apart with --validation");
        }

        return new RunConfiguration(
            DateTimeOffset.Now,
            request.Dataset,
            train.ClassNames,
            request.Network is not null ? "network" : request.Layers ?? request.Preset.Name,
            network,
            request.Standardize ? PixelNormalization.Standard(train) : PixelNormalization.ZeroToOne(train.ImageShape.Channels),
            options,
            request.TensorBoard);
    }

    private static NetworkDescription Describe(ClassifierRequest request, ImageDataset train)
    {
        TensorShape shape = train.ImageShape;
        int classes = train.ClassNames.Count;
        int[] input = [shape.Height, shape.Width, shape.Channels];
        if (request.Network is { } given)
        {
            return given.Input.SequenceEqual(input)
                ? given
                : throw new ArgumentException($"the network takes {string.Join(" x ", given.Input)}, but the pictures are {shape}; change its input or use --size");
        }

        IReadOnlyList<Layer> layers = request.Layers is { } text ? LayerNotation.Parse(text, classes) : request.Preset.Layers(classes);
        return new NetworkDescription(input, layers);
    }

    // A network says by its last layer what it gives, and the loss must read it so.
    private static Loss Fit(Loss loss, NetworkDescription network, IReadOnlyList<float>? weights)
    {
        ActivationKind last = network.Layers[^1] switch
        {
            Dense dense => dense.Activation,
            Activation activation => activation.Function,
            _ => ActivationKind.Linear,
        };
        if (network.Layers.OfType<Dense>().LastOrDefault() is { Units: 1 })
        {
            return new BinaryCrossEntropy(FromLogits: last != ActivationKind.Sigmoid);
        }

        return loss is SparseCategoricalCrossEntropy sparse
            ? sparse with { FromLogits = last != ActivationKind.Softmax, ClassWeights = weights ?? sparse.ClassWeights }
            : loss;
    }
}
