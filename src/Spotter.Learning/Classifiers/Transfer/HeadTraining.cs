using Spotter.Learning.Datasets;
using Spotter.Learning.Losses;
using Spotter.Learning.Optimizers;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Networks.Operations;
using Spotter.Networks.Weights;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Classifiers.Transfer;

/// <summary>
/// Learns classes from what a backbone knows of pictures: one layer of weights on features that are made once, so that
/// some sixty pictures a class are enough and minutes become seconds.
/// </summary>
internal sealed class HeadTraining
{
    // A view less than the whole: a corner with nine tenths of either side.
    private const double CornerShare = 0.9;

    private readonly IBackbone _backbone;
    private readonly Sequential _head;
    private readonly FeatureScale _scale;
    private readonly FeatureSet _train;
    private readonly FeatureSet? _validation;

    private HeadTraining(IBackbone backbone, Sequential head, FeatureSet train, FeatureSet? validation)
    {
        _backbone = backbone;
        _head = head;
        _train = train;
        _validation = validation;
        _scale = FeatureScale.Of(train);
    }

    /// <summary>How a head is trained unless something else is asked for: little data, one layer, held small.</summary>
    public static TrainingOptions Options { get; } =
        new()
        {
            Epochs = 60,
            BatchSize = 32,
            Optimizer = new AdamW(0.003, WeightDecay: 0.3),
            Schedule = new CosineDecay(),
        };

    /// <summary>Makes the features of all pictures, on all cores.</summary>
    /// <param name="backbone">What knows pictures.</param>
    /// <param name="train">What is learned from: the whole picture and its corners.</param>
    /// <param name="validation">What is looked at after each epoch; null for none.</param>
    /// <param name="seed">Of the first weights.</param>
    /// <param name="cache">Keeps features.</param>
    /// <param name="cancellationToken">Stops between pictures.</param>
    /// <exception cref="OperationCanceledException">The caller asked to stop.</exception>
    public static HeadTraining Prepare(
        IBackbone backbone,
        ImageDataset train,
        ImageDataset? validation,
        int seed,
        FeatureCache cache,
        CancellationToken cancellationToken
    )
    {
        FeatureSet learned = Read(backbone, train, withCorners: true, cache, cancellationToken);
        FeatureSet? looked = validation is null
            ? null
            : Read(backbone, validation, withCorners: false, cache, cancellationToken);
        cache.Save();
        var head = new Sequential(
            TensorShape.Features(backbone.FeatureCount),
            [new Dense(train.ClassNames.Count) { Name = "head" }],
            seed
        );
        return new HeadTraining(backbone, head, learned, looked);
    }

    /// <summary>The run that trains the head.</summary>
    /// <param name="options">How.</param>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or belongs to another run.</exception>
    public TrainingRun Begin(TrainingOptions options)
    {
        int threads = WorkerTeam.ThreadsFor(options.Threads);
        FeatureSet looked = _validation ?? _train;
        int classes = _head.OutputShape.Channels;
        return new Trainer(options).Begin(
            new TrainingMaterial(
                _head,
                new FeatureReader(_train, _scale, takesAllViews: true, options.Seed),
                _train.Count,
                classes,
                $"pictures by {_backbone.FeatureCount} features",
                _validation is not null,
                () =>
                    Evaluator.RunSamples(
                        _head,
                        new FeatureReader(looked, _scale, takesAllViews: false),
                        looked.Count,
                        classes,
                        options.Loss,
                        threads,
                        SoftmaxOperation.Apply
                    )
            )
        );
    }

    /// <summary>The weights of the head for features as the backbone gives them.</summary>
    /// <returns>Features x classes, and a number a class.</returns>
    public (float[] Kernel, float[] Bias) Weights()
    {
        float[] kernel = _head.Parameters.First(static one => one.Name == "head/kernel").ToArray();
        float[] bias = _head.Parameters.First(static one => one.Name == "head/bias").ToArray();
        _scale.Fold(kernel, bias);
        return (kernel, bias);
    }

    private static FeatureSet Read(
        IBackbone backbone,
        ImageDataset pictures,
        bool withCorners,
        FeatureCache cache,
        CancellationToken cancellationToken
    )
    {
        int views = withCorners ? 5 : 1;
        int width = backbone.FeatureCount;
        var values = new float[checked(pictures.Count * views * width)];
        var parallel = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(0, pictures.Count, parallel, i =>
        {
            int view = 0;
            foreach (byte[] pixels in Views(pictures, i, withCorners))
            {
                float[] features = cache.Of(ContentHash.Of(pixels, pictures.ImageShape), () =>
                {
                    var made = new float[width];
                    backbone.Read(pixels, made);
                    return made;
                });
                features.CopyTo(values.AsSpan(((i * views) + view++) * width));
            }
        });
        return new FeatureSet(values, pictures.Labels.ToArray(), views, width);
    }

    private static IEnumerable<byte[]> Views(ImageDataset pictures, int index, bool withCorners)
    {
        yield return pictures.Image(index).ToArray();
        if (!withCorners)
        {
            yield break;
        }

        TensorShape shape = pictures.ImageShape;
        foreach (bool isRight in (bool[])[false, true])
        {
            foreach (bool isLow in (bool[])[false, true])
            {
                yield return Corner(pictures.Image(index), shape, isRight, isLow);
            }
        }
    }

    // A corner, brought to the size of the whole.
    private static byte[] Corner(ReadOnlySpan<byte> picture, TensorShape shape, bool isRight, bool isLow)
    {
        int channels = shape.Channels;
        int width = Math.Max(1, (int)(shape.Width * CornerShare));
        int height = Math.Max(1, (int)(shape.Height * CornerShare));
        int left = isRight ? shape.Width - width : 0;
        int top = isLow ? shape.Height - height : 0;
        byte[] corner = new byte[shape.Length];
        for (int y = 0; y < shape.Height; y++)
        {
            LinearTap row = LinearTap.Resized(y, height, shape.Height);
            ReadOnlySpan<byte> upper = picture[((top + row.First) * shape.Width * channels)..];
            ReadOnlySpan<byte> lower = picture[((top + row.Second) * shape.Width * channels)..];
            for (int x = 0; x < shape.Width; x++)
            {
                LinearTap column = LinearTap.Resized(x, width, shape.Width);
                int first = (left + column.First) * channels;
                int second = (left + column.Second) * channels;
                for (int channel = 0; channel < channels; channel++)
                {
                    double value = row.Mix(
                        column.Mix(upper[first + channel], upper[second + channel]),
                        column.Mix(lower[first + channel], lower[second + channel])
                    );
                    corner[(((y * shape.Width) + x) * channels) + channel] = (byte)Math.Round(value);
                }
            }
        }

        return corner;
    }
}
