using Spotter.Learning.Augmentation;
using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Networks.Layers;
using Spotter.Studio.Datasets;
using Spotter.Studio.Hosting;
using Spotter.Workshop.Classifiers;

namespace Spotter.Studio.Classifiers;

/// <summary>Trains, one run at a time, in the background; runs stay when the studio closes.</summary>
internal sealed class TrainingService(
    DataFolders folders,
    Storage storage,
    Veil veil,
    DatasetStore datasets,
    StudioLog log,
    StudioLifetime lifetime
) : IDisposable
{
    public const int MostEpochs = 1000;

    private readonly Lock _lock = new();
    private TrainingWork? _work;

    public RunRepository Runs { get; } = new(folders.Runs);

    /// <summary>What is trained now, or was last; null before the first.</summary>
    public TrainingWork? Latest
    {
        get
        {
            lock (_lock)
            {
                return _work;
            }
        }
    }

    /// <exception cref="ProblemException">There is none of this name.</exception>
    public RunFolder Get(string name) =>
        Runs.List().FirstOrDefault(run => run.Name == name) ?? throw ProblemException.NotFound("there is no such run");

    /// <summary>Begins a run.</summary>
    /// <exception cref="ProblemException">Another one is being trained, or the request asks for what there is
    /// not.</exception>
    public TrainingWork Start(RunRequest request)
    {
        bool isAuto = request.Preset == "auto" && request.Layers is null;
        ClassifierPreset preset = ClassifierPreset.Find(
            isAuto || request.Preset is null ? ClassifierPreset.Mlp.Name : request.Preset
        )
            ?? throw ProblemException.BadRequest(
                $"preset must be one of {string.Join(", ", ClassifierPreset.All.Select(static known => known.Name))} "
                    + $"or auto"
            );
        CheckEpochs(request.Epochs);
        CheckLayers(request.Layers);
        TrainingOptions Adjust(TrainingOptions options) =>
            options with
            {
                Epochs = request.Epochs ?? options.Epochs,
                Augmentation = request.Augmentation is { } text ? Changes(text) : options.Augmentation,
            };
        _ = request.Augmentation is { } changes ? Changes(changes) : null;
        bool isKnown = KnownDataset.Find(request.Dataset ?? "") is not null;
        StoredDataset? stored = isKnown ? null : datasets.Get(request.Dataset ?? "");
        if (stored is not null && stored.Count().Count < 2)
        {
            throw ProblemException.BadRequest("the data set has fewer than two classes; add pictures of another");
        }

        var wanted = new ClassifierRequest
        {
            Dataset = new DatasetRequest
            {
                Source = stored?.Pictures ?? request.Dataset!,
                Folder = isKnown ? request.Folder : null,
            },
            Preset = preset,
            Layers = request.Layers,
            Backbone = isAuto ? "auto" : null,
            Adjust = request.Epochs is null && request.Augmentation is null ? null : Adjust,
            BalanceClasses = request.BalanceClasses,
            Name = isAuto
                ? stored?.Title ?? request.Dataset
                : $"{stored?.Title ?? request.Dataset}-{(request.Layers is null ? preset.Name : "layers")}",
        };
        return Begin(stop => TrainingSession.Create(wanted, Runs, null, stop));
    }

    /// <summary>Goes on with a run.</summary>
    /// <exception cref="ProblemException">Another one is being trained, or the run is finished.</exception>
    public TrainingWork Resume(RunFolder run, int? epochs)
    {
        CheckEpochs(epochs);
        if (run.ReadResult() is { } result && (epochs ?? 0) <= result.Epochs)
        {
            throw ProblemException.Conflict(
                $"the run is finished after {result.Epochs} epochs; ask for more to train it further"
            );
        }

        return Begin(stop => TrainingSession.Resume(run, epochs, cancellationToken: stop));
    }

    public void Stop(RunFolder run)
    {
        TrainingWork? work = Latest;
        if (work?.RunName != run.Name || work.HasEnded)
        {
            throw ProblemException.Conflict("this run is not being trained");
        }

        work.Stop();
    }

    public void Remove(RunFolder run)
    {
        if (run.State == RunState.Running)
        {
            throw ProblemException.Conflict("this run is being trained; stop it first");
        }

        storage.Remove(run.FullPath);
    }

    /// <summary>Ends what is trained, which leaves a checkpoint to go on from.</summary>
    public void Dispose()
    {
        if (Latest is { } work)
        {
            work.Stop();
            work.Ended.Wait();
            work.Dispose();
        }
    }

    private static void CheckEpochs(int? epochs)
    {
        if (epochs is < 1 or > MostEpochs)
        {
            throw ProblemException.BadRequest($"epochs must be 1 to {MostEpochs}, got {epochs}");
        }
    }

    private static void CheckLayers(string? layers)
    {
        try
        {
            if (layers is not null)
            {
                _ = LayerNotation.Parse(layers, classes: 2);
            }
        }
        catch (FormatException e)
        {
            throw ProblemException.BadRequest($"layers: {e.Message}");
        }
    }

    private static ImageAugmentation? Changes(string text)
    {
        try
        {
            return AugmentationNotation.Parse(text);
        }
        catch (FormatException e)
        {
            throw ProblemException.BadRequest($"augmentation: {e.Message}");
        }
    }

    private TrainingWork Begin(Func<CancellationToken, TrainingSession> open)
    {
        lock (_lock)
        {
            if (_work is { HasEnded: false })
            {
                throw ProblemException.Conflict("another run is being trained; stop it or wait for it");
            }

            storage.CheckRoom(Storage.BytesPerFile);
            _work?.Dispose();
            _work = new TrainingWork(open, veil, log, lifetime.Stopping);
            return _work;
        }
    }
}
