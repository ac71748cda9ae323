// K. Sung, T. Poggio: Example-based learning for view-based human face detection, PAMI 1998 (bootstrapping of false
// alarms); P. Viola, M. Jones, CVPR 2001, section 4 (each stage learns from what the stages before let through).

using Spotter.Networks;

namespace Spotter.Learning.Detectors.Mining;

/// <summary>
/// Collects negatives from scenes on all threads. What is collected depends on the seed alone, never on the number of
/// threads, and the search always ends:
/// every scene is visited a fixed number of times at most.
/// </summary>
internal sealed class SceneMiner<TWindow>(ISceneSource scenes, Func<IWindowFinder<TWindow>> createFinder, int threads)
{
    // A scene may give this many times its even share, at least the smallest share, so that a few do not make up all.
    private const int SharesPerScene = 4;
    private const int SmallestShare = 16;

    /// <param name="request">What to collect.</param>
    /// <param name="progress">Told the share of the wanted windows, or of the visits, that is done: 0 to 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    public MinedWindows<TWindow> Mine(
        MiningRequest request,
        Action<double>? progress,
        CancellationToken cancellationToken
    )
    {
        int most = Math.Max(
            SmallestShare,
            (int)Math.Min((long)SharesPerScene * request.Wanted / Math.Max(scenes.Count, 1), request.Wanted) + 1
        );
        var run = new Run(request, Visits(request), most, progress);
        int workers = Math.Clamp(threads, 1, Math.Max(run.VisitCount, 1));
        if (workers == 1)
        {
            Work(run, cancellationToken);
        }
        else
        {
            Parallel.For(0, workers, _ => Work(run, cancellationToken));
        }

        cancellationToken.ThrowIfCancellationRequested();
        return run.Result();
    }

    // Pass by pass, each in an order of its own.
    private Visit[] Visits(MiningRequest request)
    {
        var visits = new List<Visit>(request.Passes * scenes.Count);
        int[] order = new int[scenes.Count];
        for (int pass = 0; pass < request.Passes; pass++)
        {
            for (int i = 0; i < order.Length; i++)
            {
                order[i] = i;
            }

            new RandomStream(request.Seed, request.Stage, pass).Shuffle(order);
            foreach (int scene in order)
            {
                if (pass < (request.PassesOfScenes?[scene] ?? request.Passes))
                {
                    visits.Add(new Visit(scene, pass));
                }
            }
        }

        return [.. visits];
    }

    private void Work(Run run, CancellationToken cancellationToken)
    {
        IWindowFinder<TWindow> finder = createFinder();
        while (!cancellationToken.IsCancellationRequested && run.Next() is { } index)
        {
            (int sceneIndex, int pass) = run.VisitAt(index);
            SceneWindows<TWindow> found = new([], 0, 0);
            if (scenes.Load(sceneIndex) is { } scene)
            {
                var random = new RandomStream(run.Request.Seed ^ ~run.Request.Stage, sceneIndex, pass);
                found = finder.Find(
                    SceneView.Of(scene, pass % SceneView.Count),
                    pass / SceneView.Count,
                    run.Most,
                    random
                );
            }

            run.Finish(index, found);
        }
    }

    private readonly record struct Visit(int Scene, int Pass);

    // Results count in the order of the visits; what lies behind the visit that completes the number is dropped.
    private sealed class Run(MiningRequest request, Visit[] visits, int most, Action<double>? progress)
    {
        private readonly Lock _lock = new();
        private readonly SceneWindows<TWindow>?[] _results = new SceneWindows<TWindow>?[visits.Length];
        private readonly List<TWindow> _windows = [];
        private int _next;
        private int _counted;
        private long _passed;
        private long _searched;

        public MiningRequest Request => request;

        public int Most => most;

        public int VisitCount => visits.Length;

        private bool IsComplete => _windows.Count >= request.Wanted || _searched >= request.MostSearched;

        public Visit VisitAt(int index) => visits[index];

        public int? Next()
        {
            lock (_lock)
            {
                return IsComplete || _next == visits.Length ? null : _next++;
            }
        }

        public void Finish(int index, SceneWindows<TWindow> found)
        {
            lock (_lock)
            {
                _results[index] = found;
                while (!IsComplete && _counted < visits.Length && _results[_counted] is { } result)
                {
                    _results[_counted++] = null;
                    _windows.AddRange(result.Windows.Take(request.Wanted - _windows.Count));
                    _passed += result.Passed;
                    _searched += result.Searched;
                }

                double collected = (double)_windows.Count / request.Wanted;
                double searched = Math.Max((double)_searched / request.MostSearched, (double)_counted / visits.Length);
                progress?.Invoke(Math.Min(Math.Max(collected, searched), 1));
            }
        }

        public MinedWindows<TWindow> Result() => new(_windows, _passed, _searched);
    }
}

/// <summary>What to collect.</summary>
/// <param name="Wanted">How many windows.</param>
/// <param name="Passes">How often each scene is visited at most.</param>
/// <param name="MostSearched">After so many windows the search ends with what it has.</param>
/// <param name="Seed">The seed of the training.</param>
/// <param name="Stage">Stages trained so far; with the seed it decides about the order.</param>
internal readonly record struct MiningRequest(int Wanted, int Passes, long MostSearched, long Seed, int Stage)
{
    /// <summary>
    /// How often each scene is visited at most, where some are worth fewer passes than others; null means all of them.
    /// </summary>
    public IReadOnlyList<int>? PassesOfScenes { get; init; }
}

/// <summary>What was collected.</summary>
/// <param name="Windows">At most as many as were wanted.</param>
/// <param name="Passed">Windows that passed, in the scenes that were visited.</param>
/// <param name="Searched">Windows that were looked at.</param>
internal sealed record MinedWindows<TWindow>(IReadOnlyList<TWindow> Windows, long Passed, long Searched);
