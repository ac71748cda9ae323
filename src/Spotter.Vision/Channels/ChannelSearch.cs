using System.Runtime.InteropServices;
using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Images;

namespace Spotter.Vision.Channels;

/// <summary>
/// One search through one picture: what it works in, and how it is shared between threads. Searches are pooled; one
/// serves one call at a time.
/// </summary>
internal sealed unsafe class ChannelSearch(ChannelModel model, KernelWidth width)
{
    // Strips a thread: enough that threads end at about the same time; the rows that two strips both need cost little.
    private const int StripsPerThread = 2;

    // Bounds what a thread works in to about 100 MB, however large the picture.
    private const int MaxCellsPerStrip = 1 << 20;

    private readonly ChannelPlan _plan = new();
    private readonly OctaveImages _images = new();
    private readonly List<ChannelStrip> _strips = [];
    private readonly List<StripSearch> _workers = [];
    private int _nextStrip;

    public ChannelModel Model => model;

    /// <summary>Judges all windows.</summary>
    /// <param name="gray">The picture.</param>
    /// <param name="settings">Sizes, scales, threads.</param>
    /// <param name="sink">Makes what receives the windows of a strip; called for each, in a fixed order, before the
    /// search.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>How many windows there were.</returns>
    public long Run(
        ImageView<byte> gray,
        in ChannelSearchSettings settings,
        Func<IWindowSink> sink,
        CancellationToken cancellationToken
    )
    {
        _plan.Build(new BoxSize(gray.Width, gray.Height), model, settings);
        if (_plan.Levels.Count == 0)
        {
            return 0;
        }

        Divide(settings.Threads);
        IWindowSink[] sinks = new IWindowSink[_strips.Count];
        for (int i = 0; i < sinks.Length; i++)
        {
            sinks[i] = sink();
        }

        int threads = Math.Min(settings.Threads, _strips.Count);
        while (_workers.Count < threads)
        {
            _workers.Add(new StripSearch(model, width));
        }

        fixed (byte* pixels = &gray.Origin)
        {
            _images.Build(gray, pixels, _plan.Octaves[^1].Octave);
            _nextStrip = 0;
            if (threads == 1)
            {
                Work(0, sinks, cancellationToken);
            }
            else
            {
                // Cancellation makes each thread stop by itself.
                Parallel.For(0, threads, thread => Work(thread, sinks, cancellationToken));
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return _plan.Levels.Sum(static level => level.Windows.Count);
    }

    private void Divide(int threads)
    {
        _strips.Clear();
        long all = 0;
        foreach (ChannelOctave octave in _plan.Octaves)
        {
            all += Cells(octave);
        }

        long target =
            threads == 1 ? MaxCellsPerStrip : Math.Clamp(all / (threads * StripsPerThread), 1, MaxCellsPerStrip);
        for (int i = 0; i < _plan.Octaves.Count; i++)
        {
            ChannelOctave octave = _plan.Octaves[i];

            // Strips lower than a window would compute more rows twice than once.
            long most = Math.Max(octave.Cells.Height / model.Geometry.Rows, 1);
            int strips = (int)Math.Min((Cells(octave) + target - 1) / target, most);
            for (int strip = 0; strip < strips; strip++)
            {
                _strips.Add(new ChannelStrip(i, strip, strip + 1, strips));
            }
        }
    }

    private static long Cells(in ChannelOctave octave) => (long)octave.Cells.Width * octave.Cells.Height;

    private void Work(int thread, IWindowSink[] sinks, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            int strip = Interlocked.Increment(ref _nextStrip) - 1;
            if (strip >= _strips.Count)
            {
                return;
            }

            _workers[thread].Run(_images, _plan, CollectionsMarshal.AsSpan(_strips)[strip], sinks[strip]);
        }
    }
}
