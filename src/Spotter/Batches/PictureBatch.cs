using System.Diagnostics;
using Spotter.Files;
using Spotter.Media.Pictures;
using Spotter.Results;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Batches;

/// <summary>
/// Searches many pictures: as many at a time as there are threads, results in the order of the inputs, memory
/// independent of how many there are. One picture that cannot be read is a problem in its place and the others go on.
/// </summary>
internal sealed class PictureBatch
{
    // Results wait here for a slower picture before them. They hold no pixels, so a generous number costs nothing and
    // keeps all threads busy behind one large picture.
    private const int ResultsAheadPerThread = 16;

    private readonly IDetector _detector;
    private readonly BatchOptions _options;
    private readonly IReadOnlyList<IPictureSink> _sinks;
    private readonly IReadOnlyList<IResultWriter> _writers;

    /// <param name="detector">What to look for.</param>
    /// <param name="options">Settings; null means the defaults.</param>
    /// <param name="sinks">What to make of each picture.</param>
    /// <param name="writers">Where results go. They are completed at the end of a run, and disposed by their
    /// owner.</param>
    public PictureBatch(
        IDetector detector,
        BatchOptions? options,
        IReadOnlyList<IPictureSink> sinks,
        IReadOnlyList<IResultWriter> writers
    )
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(sinks);
        ArgumentNullException.ThrowIfNull(writers);
        _detector = detector;
        _options = options ?? new BatchOptions();
        _sinks = sinks;
        _writers = writers;
    }

    /// <summary>What keeps a record of the work; null for nobody.</summary>
    public IBatchJournal? Journal { get; init; }

    /// <summary>How many of the first pictures are worked on one at a time, before the others.</summary>
    public int Alone { get; init; }

    /// <summary>Works through the pictures.</summary>
    /// <param name="sources">The pictures.</param>
    /// <param name="progress">Told after each picture, on the calling thread.</param>
    /// <param name="cancellationToken">
    /// Ends the run after the pictures that are being worked on; what was written by then is completed, and the summary
    /// says that the run was interrupted.
    /// </param>
    /// <exception cref="IOException">A writer could not write.</exception>
    public BatchSummary Run(
        IReadOnlyList<PictureSource> sources,
        Action<BatchProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(sources);
        var clock = Stopwatch.StartNew();
        int threads = _options.Detection.Threads ?? Environment.ProcessorCount;
        int workers = Math.Clamp(sources.Count, 1, threads);
        DetectionOptions detection = _options.Detection with { Threads = Math.Max(1, threads / workers) };
        var summary = new BatchSummary(sources.Count, 0, 0, 0, 0, TimeSpan.Zero);
        foreach (PictureOutcome outcome in InOrder(sources, workers, detection, cancellationToken))
        {
            if (outcome.Result is { } result)
            {
                foreach (IResultWriter writer in _writers)
                {
                    writer.Write(outcome.Source, result);
                }
            }

            Journal?.End(outcome);
            summary = Add(summary, outcome) with { Elapsed = clock.Elapsed };
            progress?.Invoke(new BatchProgress(summary.Done, summary.Total, summary.Elapsed, outcome));
        }

        foreach (IResultWriter writer in _writers)
        {
            writer.Complete();
        }

        return summary with
        {
            Elapsed = clock.Elapsed,
        };
    }

    private static BatchSummary Add(BatchSummary summary, PictureOutcome outcome) =>
        summary with
        {
            Done = summary.Done + 1,
            Failed = summary.Failed + (outcome.Problem is null ? 0 : 1),
            Missing = summary.Missing + (outcome.Source.Problem is null ? 0 : 1),
            Detections = summary.Detections + (outcome.Result?.Detections.Count ?? 0),
        };

    private IEnumerable<PictureOutcome> InOrder(
        IReadOnlyList<PictureSource> sources,
        int workers,
        DetectionOptions detection,
        CancellationToken cancellationToken
    )
    {
        // Limited schedulers rather than the pool alone: as many decoded pictures are in memory as there are workers.
        // Writing may wait for a disk, so as many again write while others search.
        int places = _sinks.Count > 0 ? 2 * workers : workers;
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, places).ConcurrentScheduler;
        using var searching = new SemaphoreSlim(workers);
        using var reading = new ReadAhead(sources, _options, places, cancellationToken);
        var stages = new Stages(reading, searching, detection, cancellationToken);
        var waiting = new Queue<Task<PictureOutcome?>>();
        int next = 0;
        try
        {
            while (next < sources.Count || waiting.Count > 0)
            {
                while (next < sources.Count && waiting.Count < (next <= Alone ? 1 : places * ResultsAheadPerThread))
                {
                    int index = next++;
                    waiting.Enqueue(
                        Task.Factory.StartNew(
                            () => Process(sources[index], index, stages),
                            CancellationToken.None,
                            TaskCreationOptions.DenyChildAttach,
                            scheduler
                        )
                    );
                }

                if (waiting.Dequeue().GetAwaiter().GetResult() is not { } outcome)
                {
                    yield break;
                }

                yield return outcome;
            }
        }
        finally
        {
            // Nobody may be left writing a file when the run is over; what ended it is known already.
            Task.WhenAll(waiting).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
        }
    }

    /// <summary>Null where the run was interrupted before the picture was finished.</summary>
    private PictureOutcome? Process(PictureSource source, int index, Stages stages)
    {
        if (stages.CancellationToken.IsCancellationRequested)
        {
            return null;
        }

        Journal?.Begin(source);
        if (source.Problem is not null)
        {
            return new PictureOutcome(source, null, source.Problem);
        }

        try
        {
            string? note = null;
            PictureLoadOptions loading = _options.Loading with { OnNote = told => note = told };
            (PictureResult result, Frame frame) = Search(source, index, loading, stages);
            foreach (IPictureSink sink in _sinks)
            {
                stages.CancellationToken.ThrowIfCancellationRequested();
                sink.Accept(source, result, frame);
            }

            return new PictureOutcome(source, result, null) { Note = note };
        }
        catch (OperationCanceledException) when (stages.CancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (IOException e) when (Journal is null || !FullDisk.Is(e))
        {
            return new PictureOutcome(source, null, e.Message);
        }
        catch (IOException e)
        {
            // It says nothing about this picture, which another try may answer.
            throw new SpotterException(SpotterErrorKind.Damaged, $"{e.Message}; go on with --resume", e);
        }
        catch (OutOfMemoryException)
        {
            return new PictureOutcome(source, null, $"{source.Name}: too large for the free memory; reduce it first");
        }
#pragma warning disable CA1031 // one picture that trips over a fault of the program must not cost the other thousand
        catch (Exception e)
#pragma warning restore CA1031
        {
            return new PictureOutcome(
                source,
                null,
                $"{source.Name}: a fault of the program ({e.GetType().Name}: {e.Message}); please report it"
            )
            {
                Fault = e,
            };
        }
    }

    private (PictureResult Result, Frame Frame) Search(
        PictureSource source,
        int index,
        PictureLoadOptions loading,
        Stages stages
    )
    {
        using EncodedPicture encoded = stages.Reading.Take(index);
        stages.Searching.Wait(stages.CancellationToken);
        try
        {
            // Where nothing is made of the picture, the detector alone says how many of its pixels are needed.
            Frame frame = encoded.Decode(loading, defers: _sinks.Count == 0);
            if (
                RegionCheck.Complain(stages.Detection, source.Name, "the picture", frame.Width, frame.Height) is
                { } outside
            )
            {
                throw new PictureException(outside);
            }

            long start = Stopwatch.GetTimestamp();
            IReadOnlyList<Detection> found = _detector.Detect(frame, stages.Detection, stages.CancellationToken);
            TimeSpan time = Stopwatch.GetElapsedTime(start) - frame.DecodingTime;
            return (new PictureResult(source.Name, frame.Width, frame.Height, found, time.TotalMilliseconds), frame);
        }
        finally
        {
            stages.Searching.Release();
        }
    }

    /// <summary>What a picture passes on its way.</summary>
    private sealed record Stages(
        ReadAhead Reading,
        SemaphoreSlim Searching,
        DetectionOptions Detection,
        CancellationToken CancellationToken
    );
}
