using System.Runtime.InteropServices;
using Spotter.Vision.Cascades;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;

namespace Spotter.Vision.Detectors;

/// <summary>
/// One search through one picture: what it works in, and how it is shared between threads. Searches are pooled; one
/// serves one call at a time.
/// </summary>
internal sealed unsafe class CascadeSearch(CascadeModel model, ScannerFactory factory)
{
    // Parts a thread: enough that threads end at about the same time, few enough that the rows which two parts both
    // need cost little.
    private const int PartsPerThread = 6;

    private readonly List<PyramidLevel> _levels = [];
    private readonly List<Part> _parts = [];
    private readonly List<List<Candidate>> _found = [];
    private readonly List<ILevelScanner> _scanners = [];
    private readonly RectangleGrouping _grouping = new();
    private byte* _pixels;
    private int _width;
    private int _height;
    private int _stride;
    private int _nextPart;

    /// <summary>The candidates of the last <see cref="Run"/>, grouped and not yet clipped to the picture.</summary>
    public List<Candidate> Candidates { get; } = [];

    public void Run(ImageView<byte> gray, in CascadeSearchSettings settings, CancellationToken cancellationToken)
    {
        ScalePyramid.Build(
            new BoxSize(gray.Width, gray.Height),
            model.WindowSize,
            settings.ScaleFactor,
            settings.MinSize,
            settings.MaxSize,
            _levels
        );
        Divide(settings.Threads);
        int threads = Math.Min(settings.Threads, _parts.Count);
        while (_scanners.Count < threads)
        {
            _scanners.Add(factory.Create());
        }

        ScanParts(gray, threads, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        Candidates.Clear();
        for (int i = 0; i < _parts.Count; i++)
        {
            Candidates.AddRange(_found[i]);
        }

        _grouping.Group(Candidates, settings.MinNeighbors);
    }

    private void ScanParts(ImageView<byte> gray, int threads, CancellationToken cancellationToken)
    {
        fixed (byte* pixels = &gray.Origin)
        {
            _pixels = pixels;
            (_width, _height, _stride) = (gray.Width, gray.Height, gray.Stride);
            _nextPart = 0;
            if (threads == 1)
            {
                Work(0, cancellationToken);
            }
            else
            {
                // Cancellation makes each thread stop by itself.
                Parallel.For(0, threads, thread => Work(thread, cancellationToken));
            }
        }
    }

    // Large levels are cut into bands of rows. Candidates are put together part by part, so neither the cuts nor the
    // number of threads change their order.
    private void Divide(int threads)
    {
        _parts.Clear();
        long all = 0;
        foreach (PyramidLevel level in _levels)
        {
            all += Windows(level);
        }

        long target = Math.Max(threads == 1 ? all : all / (threads * PartsPerThread), 1);
        for (int i = 0; i < _levels.Count; i++)
        {
            PyramidLevel level = _levels[i];
            int mostBands = Math.Max(level.RowEnd / (2 * model.WindowSize.Height), 1);
            int bands = (int)Math.Min((Windows(level) + target - 1) / target, mostBands);
            for (int band = 0; band < bands; band++)
            {
                int first = RowOf(level, band, bands);
                int end = band == bands - 1 ? level.RowEnd : RowOf(level, band + 1, bands);
                _parts.Add(new Part(i, new RowRange(first, end)));
            }
        }

        while (_found.Count < _parts.Count)
        {
            _found.Add([]);
        }
    }

    private static int RowOf(in PyramidLevel level, int band, int bands) =>
        (int)((long)level.WindowRows * band / bands) * level.Step;

    private static long Windows(in PyramidLevel level) => (long)level.WindowsAcross * level.WindowRows;

    private void Work(int thread, CancellationToken cancellationToken)
    {
        ILevelScanner scanner = _scanners[thread];
        var image = new ImageView<byte>(
            new ReadOnlySpan<byte>(_pixels, ((_height - 1) * _stride) + _width),
            _width,
            _height,
            _stride
        );
        while (!cancellationToken.IsCancellationRequested)
        {
            int part = Interlocked.Increment(ref _nextPart) - 1;
            if (part >= _parts.Count)
            {
                scanner.Finish();
                return;
            }

            List<Candidate> found = _found[part];
            found.Clear();
            scanner.Scan(image, CollectionsMarshal.AsSpan(_levels)[_parts[part].Level], _parts[part].Rows, found);
        }
    }

    private readonly record struct Part(int Level, RowRange Rows);
}

/// <summary>Options with every default filled in.</summary>
internal readonly record struct CascadeSearchSettings(
    double ScaleFactor,
    int MinNeighbors,
    BoxSize MinSize,
    BoxSize MaxSize,
    int Threads
);
