using Spotter.Learning.Classifiers;
using Spotter.Learning.Classifiers.Transfer;
using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Workshop.Classifiers;

/// <summary>Makes of a request and its data the whole configuration of a run.</summary>
internal static class ClassifierDesign
{
    /// <exception cref="ArgumentException">Network, options and data do not fit together; the message says
    /// where.</exception>
    /// <exception cref="FormatException">The layers cannot be read.</exception>
    public static RunConfiguration Make(ClassifierRequest request, ClassifierData data, IBackbone? backbone = null)
    {
        ImageDataset train = data.Train;
        NetworkDescription network = backbone is null
            ? Describe(request, train)
            : TransferLearning.Describe(backbone, train.ClassNames.Count);
        RequireUnits(network, train.ClassNames.Count);
        TrainingOptions options =
            backbone is not null ? HeadTraining.Options
            : data.MirrorsKeepClass ? request.Preset.OptionsWithMirroring
            : request.Preset.Options;
        options = request.Adjust?.Invoke(options) ?? options;
        options = options with
        {
            Loss = Fit(options.Loss, network, request.BalanceClasses ? train.Balance().BalancingWeights() : null),

            // Kept as a number: a run repeats itself only with as many threads.
            Threads = WorkerTeam.ThreadsFor(options.Threads),
        };
        options.Check();
        if (backbone is null)
        {
            MemoryNeed.Check(network, Math.Min(options.BatchSize, train.Count));
        }

        if (options.EarlyStopping is not null && data.Validation is null)
        {
            throw new ArgumentException("stopping early needs validation pictures; keep some apart with --validation");
        }

        return new RunConfiguration(
            DateTimeOffset.Now,
            request.Dataset,
            train.ClassNames,
            NameOf(backbone) ?? (request.Network is not null ? "network" : request.Layers ?? request.Preset.Name),
            network,
            backbone is not null ? TransferLearning.NormalizationOf(backbone)
                : request.Standardize ? train.StandardNormalization()
                : PixelNormalization.ZeroToOne(train.ImageShape.Channels),
            options,
            request.TensorBoard,
            backbone is OnnxBackbone ? Path.GetFullPath(request.Backbone!) : NameOf(backbone),
            request.BackboneLayer,
            request.BackbonePixels
        );

        string? NameOf(IBackbone? one) =>
            one switch
            {
                null => null,
                TrunkBackbone => TransferLearning.BuiltIn,
                _ => Path.GetFileNameWithoutExtension(request.Backbone),
            };
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
                : throw new ArgumentException(
                    $"the network takes {string.Join(" x ", given.Input)}, but the pictures are {shape}; change its "
                        + $"input or use --size"
                );
        }

        IReadOnlyList<Layer> layers = request.Layers is { } text
            ? LayerNotation.Parse(text, classes)
            : request.Preset.Layers(classes);
        return new NetworkDescription(input, layers);
    }

    private static void RequireUnits(NetworkDescription network, int classes)
    {
        (int index, Layer last) = network
            .Layers.Index()
            .LastOrDefault(static entry => entry.Item is not (Dropout or Flatten or Activation));
        if (last is Dense { Units: var units } && units != classes && (classes != 2 || units != 1))
        {
            throw new ArgumentException(
                $"layer {index + 1} (dense): units must be {classes}, one a class{(classes == 2 ? ", or 1" : "")}, "
                    + $"got {units}"
            );
        }
    }

    // A network says by its last layer what it gives, and the loss must read it so.
    private static Loss Fit(Loss loss, NetworkDescription network, IReadOnlyList<float>? weights)
    {
        ActivationKind last = ImageClassifier.LastFunctionOf(network.Layers);
        string place = $"layer {network.Layers.Count}";
        if (network.Layers.LastOrDefault(static layer => layer is Dense) is Dense { Units: 1 })
        {
            return last is ActivationKind.Sigmoid or ActivationKind.Linear
                ? new BinaryCrossEntropy(last == ActivationKind.Linear, SmoothingOf(loss), weights)
                : throw new ArgumentException(
                    $"{place}: one unit tells two classes apart through sigmoid or linear, not through {last}"
                );
        }

        if (last == ActivationKind.Sigmoid)
        {
            throw new ArgumentException(
                $"{place}: activation Sigmoid is for one unit, which tells two classes apart; end in linear or "
                    + $"softmax for a unit a class"
            );
        }

        return loss is SparseCategoricalCrossEntropy sparse
            ? sparse with
            {
                FromLogits = last != ActivationKind.Softmax,
                ClassWeights = weights ?? sparse.ClassWeights,
            }
            : loss;
    }

    private static float SmoothingOf(Loss loss) =>
        loss switch
        {
            SparseCategoricalCrossEntropy sparse => sparse.LabelSmoothing,
            BinaryCrossEntropy binary => binary.LabelSmoothing,
            _ => 0,
        };
}
