using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Learning.Boosting.Channels;

/// <summary>A window of a scene that a model takes for an object.</summary>
/// <param name="Box">Where the object would be.</param>
/// <param name="Score">How sure the model is.</param>
/// <param name="Cells">The window's cells; null where they were not asked for.</param>
internal readonly record struct MinedWindow(Box Box, double Score, sbyte[]? Cells);

/// <summary>Searches scenes for false alarms with the engine that users run.</summary>
internal sealed class NegativeMiner(ChannelModel model, ChannelTrainingOptions options)
{
    private readonly ChannelSearchSettings _settings = new(Math.Pow(2, 1 / 8.0), default, default, 1);

    /// <summary>False alarms of each scene; of those that overlap, the surest.</summary>
    /// <param name="scenes">Pictures without the object.</param>
    /// <param name="isMirrored">Whether to mirror the scenes first.</param>
    /// <param name="smallest">Smallest object, in parts of the size that it has in the window.</param>
    /// <param name="most">Most windows a scene, 0 for all without their cells.</param>
    /// <param name="progress">Is told the number of scenes done.</param>
    /// <param name="cancellationToken">Stops between scenes.</param>
    public List<MinedWindow>[] Mine(
        IReadOnlyList<GrayImage> scenes, bool isMirrored, double smallest, int most, Action<int> progress, CancellationToken cancellationToken)
    {
        var found = new List<MinedWindow>[scenes.Count];
        var searches = new ThreadLocal<ChannelSearch>(() => new ChannelSearch(model, KernelWidths.Widest));
        ChannelSearchSettings settings = _settings with
        {
            MinSize = new BoxSize((int)Math.Round(model.ObjectSize.Width * smallest), 0),
        };
        int done = 0;
        Parallel.For(0, scenes.Count, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancellationToken }, i =>
        {
            var sinks = new List<MinedSink>();
            GrayImage scene = isMirrored ? Mirror(scenes[i]) : scenes[i];
            searches.Value!.Run(scene.View, settings, NewSink, cancellationToken);
            List<MinedWindow> windows = Suppress([.. sinks.SelectMany(static sink => sink.Found)]);
            found[i] = most > 0 && windows.Count > most ? windows[..most] : windows;
            progress(Interlocked.Increment(ref done));

            IWindowSink NewSink()
            {
                sinks.Add(new MinedSink(model, most > 0));
                return sinks[^1];
            }
        });
        return found;
    }

    private static List<MinedWindow> Suppress(List<MinedWindow> windows)
    {
        windows.Sort(static (a, b) => Detection.Order.Compare(new Detection(a.Box, a.Score, ""), new Detection(b.Box, b.Score, "")));
        var kept = new List<MinedWindow>();
        foreach (MinedWindow window in windows)
        {
            if (!kept.Exists(other => WindowGrouping.Overlaps(other.Box, window.Box)))
            {
                kept.Add(window);
            }
        }

        return kept;
    }

    private static GrayImage Mirror(GrayImage picture)
    {
        var mirrored = new GrayImage(picture.Width, picture.Height);
        for (int y = 0; y < picture.Height; y++)
        {
            Span<byte> row = mirrored.Pixels.AsSpan(y * picture.Width, picture.Width);
            picture.View.Row(y).CopyTo(row);
            row.Reverse();
        }

        return mirrored;
    }

    private sealed class MinedSink(ChannelModel model, bool withCells) : IWindowSink
    {
        private const int MostHeld = 2000;

        public List<MinedWindow> Found { get; } = [];

        public void Add(in ChannelLevel level, BoxSize margin, in WindowHit hit, CellBytes cells)
        {
            if (withCells && Found.Count >= MostHeld)
            {
                return;
            }

            sbyte[]? copy = null;
            if (withCells)
            {
                copy = new sbyte[model.Geometry.Columns * model.Geometry.Rows * ChannelLayout.Count];
                cells.CopyWindow(hit.X, hit.Y, model.Geometry, copy);
            }

            Found.Add(new MinedWindow(ObjectBox.Of(model, level, margin, hit), hit.Sum * ChannelTree.ScoreUnit, copy));
        }
    }
}
