using Spotter.Learning.Detectors;
using Spotter.Studio.Classifiers;
using Spotter.Studio.Detecting;
using Spotter.Studio.Hosting;
using Spotter.Studio.Labels;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Detectors;

namespace Spotter.Studio.Detectors;

/// <summary>
/// Trains detectors on drawn boxes, one at a time, in the background. A finished one is a model of the studio like any
/// other; its run stays when the studio closes.
/// </summary>
internal sealed class DetectorTrainingService(
    DataFolders folders,
    Storage storage,
    Veil veil,
    LabelStore labels,
    OwnNetworks networks,
    TrainingService classifiers,
    StudioLog log,
    StudioLifetime lifetime
) : IDisposable
{
    private const string Kind = "network";
    private const string LabelsFile = "labels.json";
    private const string NetworkExtension = ".network";
    private const int MostSteps = 20_000;
    private const int FewestLabelled = 5;

    // So few steps of so few samples teach what is easy to see, in minutes: the network knows pictures already.
    private const int BatchSize = 8;
    private const int StepsAPicture = 6;
    private const int FewestSteps = 150;
    private const int UsualMost = 3000;

    private readonly Lock _lock = new();
    private DetectorWork? _work;

    /// <summary>What is trained now, or was last; null before the first.</summary>
    public DetectorWork? Latest
    {
        get
        {
            lock (_lock)
            {
                return _work;
            }
        }
    }

    public IReadOnlyList<RunFolder> Runs => classifiers.Runs.ListDetectors();

    /// <exception cref="ProblemException">There is none of this name.</exception>
    public RunFolder Get(string name) =>
        Runs.FirstOrDefault(run => run.Name == name)
        ?? throw ProblemException.NotFound("there is no such run; GET /api/v1/detector-runs lists them");

    /// <summary>What is trained now, or was last, with its figures.</summary>
    public DetectorTrainingAnswer Describe(DetectorWork? work = null)
    {
        work ??= Latest;
        RunFolder? run = work?.Run is { } name ? Runs.FirstOrDefault(candidate => candidate.Name == name) : null;
        try
        {
            return DetectorTrainingAnswer.Of(work, run is null ? [] : DetectorMeasurement.ReadAll(run));
        }
        catch (Exception e) when (e is RunException or IOException)
        {
            return DetectorTrainingAnswer.Of(work, []);
        }
    }

    /// <summary>Begins to learn from the pictures that are done.</summary>
    /// <exception cref="ProblemException">There is too little to learn from, or something else is trained.</exception>
    public DetectorWork Start(DetectorRunRequest request)
    {
        StoredLabels set = labels.Get(
            request.Labels ?? throw ProblemException.BadRequest("labels: name a set of them")
        );
        if (request.Steps is < 1 or > MostSteps)
        {
            throw ProblemException.BadRequest($"steps must be 1 to {MostSteps}, got {request.Steps}");
        }

        StoredPicture[] done = [.. set.List().Where(static picture => picture.IsDone)];
        int withBoxes = done.Count(static picture => picture.Boxes.Count > 0);
        if (withBoxes < FewestLabelled)
        {
            throw ProblemException.BadRequest(
                $"{withBoxes} pictures with boxes are done, and {FewestLabelled} are the least to learn from; draw more"
            );
        }

        int steps = request.Steps ?? Math.Clamp(done.Length * StepsAPicture, FewestSteps, UsualMost);
        return Begin(set, steps, resumes: false);
    }

    /// <summary>Goes on where the latest training was stopped.</summary>
    /// <exception cref="ProblemException">There is nothing to go on with, or something else is trained.</exception>
    public DetectorWork Resume() =>
        Latest is { State: DetectorWorkState.Stopped } stopped
            ? Begin(labels.Get(stopped.Set.Id), stopped.Steps, resumes: true)
            : throw ProblemException.Conflict("no training of a detector was stopped; start one");

    public void Stop()
    {
        if (Latest is not { HasEnded: false } work)
        {
            throw ProblemException.Conflict("no detector is being trained");
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

    public void Dispose()
    {
        if (Latest is { } work)
        {
            work.Stop();
            work.Ended.Wait();
            work.Dispose();
        }
    }

    private DetectorWork Begin(StoredLabels set, int steps, bool resumes)
    {
        lock (_lock)
        {
            if (_work is { HasEnded: false } || classifiers.Latest is { HasEnded: false })
            {
                throw ProblemException.Conflict("something else is being trained; stop it or wait for it");
            }

            storage.CheckRoom(Storage.BytesPerFile);
            Directory.CreateDirectory(set.Training);
            if (!resumes)
            {
                LabelExport.WriteCoco(set, Path.Combine(set.Folder, LabelsFile));
            }

            _work?.Dispose();
            return _work = new DetectorWork(
                set,
                steps,
                new DetectorTrainingOptions
                {
                    Labels = [Path.Combine(set.Folder, LabelsFile)],
                    Output = Path.Combine(set.Training, $"{NameOf(set)}{NetworkExtension}"),
                    Kind = Kind,
                    Steps = steps,
                    BatchSize = BatchSize,
                    Runs = folders.Runs,
                    Resume = resumes,
                },
                (file, title, about) => networks.Keep(file, title, about),
                veil,
                log,
                lifetime.Stopping
            );
        }
    }

    private static string NameOf(StoredLabels set)
    {
        string name = string.Concat(
                set.Title.Select(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')
            )
            .Trim('-');
        return name.Length == 0 ? "detector" : name;
    }
}

/// <summary>What is to be trained.</summary>
internal sealed record DetectorRunRequest
{
    /// <summary>The id of a set of labelled pictures.</summary>
    public string? Labels { get; init; }

    /// <summary>Steps of the training, 1 to 20,000; by the number of pictures unless given.</summary>
    public int? Steps { get; init; }
}
