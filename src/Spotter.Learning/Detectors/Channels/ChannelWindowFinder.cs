using Spotter.Learning.Detectors.Mining;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>A window of a scene that a model takes for an object.</summary>
/// <param name="Box">Where the object would be.</param>
/// <param name="Score">How sure the model is.</param>
/// <param name="Cells">The window's cells, as the search saw them.</param>
internal sealed record FoundWindow(Box Box, double Score, sbyte[] Cells);

/// <summary>Searches scenes with the engine that users run. Of windows that overlap the surest counts.</summary>
/// <param name="model">The model so far.</param>
/// <param name="round">Rounds begin with different sizes, for most look at each scene but once.</param>
internal sealed class ChannelWindowFinder(ChannelModel model, int round = 0) : IWindowFinder<FoundWindow>
{
    /// <summary>
    /// The smallest object of each pass, in parts of its size in the window: each pass sees sizes between.
    /// </summary>
    public static readonly double[] SmallestSizes = [0.6, 0.5, 1];

    private readonly ChannelSearch _search = new(model, KernelWidths.Widest);

    public SceneWindows<FoundWindow> Find(Scene scene, int pass, int most, RandomStream random)
    {
        (List<FoundWindow> all, long searched) = Search(scene, SmallestSizes[(pass + round) % SmallestSizes.Length]);
        int passed = all.Count;
        List<FoundWindow> windows = Suppress(all);
        for (int i = 0; i < most && windows.Count > most; i++)
        {
            int other = i + random.NextInt(windows.Count - i);
            (windows[i], windows[other]) = (windows[other], windows[i]);
        }

        return new SceneWindows<FoundWindow>(windows.Count > most ? windows[..most] : windows, passed, searched);
    }

    /// <summary>
    /// What a search as users run it finds in a scene: the scores of its finds, and those of all windows.
    /// </summary>
    public (List<double> Finds, List<double> Windows, long Searched) Scores(Scene scene)
    {
        (List<FoundWindow> all, long searched) = Search(scene, null);
        List<Candidate> finds = [.. all.Select(static window => new Candidate(window.Box, window.Score))];
        WindowGrouping.Group(finds, 0);
        return ([.. finds.Select(static find => find.Score)], [.. all.Select(static window => window.Score)], searched);
    }

    // The smallest object is in parts of its size in the window; null leaves it to the engine.
    private (List<FoundWindow> Windows, long Searched) Search(Scene scene, double? smallest)
    {
        GrayImage gray = scene.Frame.Gray;
        var sinks = new List<Sink>();
        var settings = new ChannelSearchSettings(
            ChannelDetector.DefaultScaleFactor,
            smallest is { } share
                ? new BoxSize(0, Math.Max((int)Math.Round(model.ObjectSize.Height * share), 1))
                : default,
            default,
            1
        );
        long searched = _search.Run(gray.View, settings, NewSink, CancellationToken.None);
        return (
            [.. sinks.SelectMany(static sink => sink.Found).Where(window => !SceneObjects.Meets(scene, window.Box))],
            searched
        );

        IWindowSink NewSink()
        {
            sinks.Add(new Sink(model));
            return sinks[^1];
        }
    }

    private static List<FoundWindow> Suppress(List<FoundWindow> windows)
    {
        windows.Sort(
            static (a, b) =>
                Detection.Order.Compare(new Detection(a.Box, a.Score, ""), new Detection(b.Box, b.Score, ""))
        );
        var kept = new List<FoundWindow>();
        foreach (FoundWindow window in windows)
        {
            if (!kept.Exists(other => WindowGrouping.Overlaps(other.Box, window.Box)))
            {
                kept.Add(window);
            }
        }

        return kept;
    }

    private sealed class Sink(ChannelModel model) : IWindowSink
    {
        // The model of the first round lets whole textures pass.
        private const int MostHeld = 2000;

        public List<FoundWindow> Found { get; } = [];

        public void Add(in ChannelLevel level, in WindowHit hit, CellBytes cells)
        {
            if (Found.Count == MostHeld)
            {
                return;
            }

            ChannelGeometry geometry = model.Geometry;
            var copy = new sbyte[geometry.Columns * geometry.Rows * ChannelLayout.Count];
            cells.CopyWindow(hit.X, hit.Y, geometry, copy);
            Found.Add(new FoundWindow(ObjectBox.Of(model, level, hit), hit.Score, copy));
        }
    }
}
