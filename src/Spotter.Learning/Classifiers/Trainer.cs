using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Networks.Operations;

namespace Spotter.Learning.Classifiers;

/// <summary>Fits a classifier to pictures.</summary>
/// <param name="options">How.</param>
/// <example>
/// <code>
/// var trainer = new Trainer(new TrainingOptions { Epochs = 10 });
/// TrainingResult result = trainer.Fit(classifier, split.Train, split.Validation);
/// </code>
/// </example>
public sealed class Trainer(TrainingOptions options)
{
    private const long ShuffleStream = 0x5348;
    private const int ProbePictures = 32;

    /// <summary>How.</summary>
    internal TrainingOptions Options => options;

    /// <summary>
    /// Changes the classifier's weights until the epochs are done, early stopping ends them, or the caller cancels.
    /// </summary>
    /// <param name="classifier">What learns. It is ready for use afterwards, and must not be used meanwhile.</param>
    /// <param name="train">Pictures to learn from.</param>
    /// <param name="validation">Pictures to look at after each epoch; null for none.</param>
    /// <param name="progress">Told after every batch, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the run after the batch in progress, with a checkpoint if there is a path
    /// for it; no exception.</param>
    /// <exception cref="ArgumentException">Options, classifier and pictures do not fit together.</exception>
    /// <exception cref="InvalidDataException">The checkpoint to resume from is damaged or belongs to another
    /// run.</exception>
    /// <exception cref="TrainingDivergedException">A number became infinite or none; the classifier has the weights of
    /// the last good epoch.</exception>
    public TrainingResult Fit(
        ImageClassifier classifier,
        ImageDataset train,
        ImageDataset? validation = null,
        IProgress<TrainingProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        using TrainingRun run = Begin(classifier, train, validation);
        return run.Execute(progress, cancellationToken);
    }

    /// <summary>Finds out whether options, classifier and pictures fit together, without training.</summary>
    /// <exception cref="ArgumentException">They do not; the message says where.</exception>
    internal void Check(ImageClassifier classifier, ImageDataset train, ImageDataset? validation)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(train);
        options.Check();
        classifier.RequireFit(train);
        if (validation is not null)
        {
            classifier.RequireFit(validation);
        }

        if (options.EarlyStopping is not null && validation is null)
        {
            throw new ArgumentException("early stopping needs validation pictures", nameof(validation));
        }

        options.Loss.Check(classifier.Network.OutputShape.Channels);
    }

    /// <summary>All but the training itself: checks, and reads the checkpoint to go on from.</summary>
    /// <exception cref="ArgumentException">Options, classifier and pictures do not fit together.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or belongs to another run.</exception>
    internal TrainingRun Begin(ImageClassifier classifier, ImageDataset train, ImageDataset? validation)
    {
        Check(classifier, train, validation);
        int threads = WorkerTeam.ThreadsFor(options.Threads);

        // Without validation a few training pictures tell whether the network answers numbers at all.
        ImageDataset looked = validation
            ?? train.Select([.. Enumerable.Range(0, Math.Min(train.Count, ProbePictures))]);
        return Begin(
            new TrainingMaterial(
                classifier.Network,
                new ImageSampleReader(train, classifier.Normalization, threads, options.Augmentation, options.Seed),
                train.Count,
                train.ClassNames.Count,
                $"pictures of {train.ImageShape}",
                validation is not null,
                () => Evaluator.Run(classifier, looked, options.Loss, threads)
            )
        );
    }

    /// <summary>The same for whatever samples.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is damaged or belongs to another run.</exception>
    internal TrainingRun Begin(TrainingMaterial material)
    {
        var run = new TrainingRun(options, material);
        try
        {
            run.Resume();
            return run;
        }
        catch
        {
            run.Dispose();
            throw;
        }
    }

    /// <summary>The order of an epoch: a new shuffle each, from the seed alone.</summary>
    internal static int[] OrderOf(TrainingOptions options, int epoch, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        if (options.Shuffle)
        {
            new RandomStream(options.Seed, ShuffleStream, epoch).Shuffle(order);
        }

        return order;
    }
}
