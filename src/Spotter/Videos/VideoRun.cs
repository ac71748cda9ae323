using System.Diagnostics;
using System.Threading.Channels;
using Spotter.Applications;
using Spotter.Files;
using Spotter.Media.Video;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Videos;

/// <summary>
/// One run through a video: decode, search, follow, draw, encode. The stages run at the same time with short queues
/// between them, so that every processor has work and memory does not grow with the length of the video.
/// </summary>
/// <remarks>
/// Of a file, several frames are searched at a time, each on one thread; that is faster than several threads on one
/// frame. Of a live source it is one frame at a time on all threads: what is shown must be now.
/// </remarks>
public sealed class VideoRun : IDisposable
{
    private const int FramesBeforeDrawing = 3;

    private readonly VideoSource _source;
    private readonly string? _inputCopy;
    private readonly VideoRunPlan _plan;
    private readonly VideoRunOptions _options;
    private readonly Action<VideoProgress>? _progress;
    private readonly StageTimes _times = new();
    private readonly CancellationTokenSource _failed = new();
    private readonly FrameFollower _follower;
    private readonly Outputs _outputs;
    private readonly Stopwatch _clock = new();
    private DetectionOptions _detection = DetectionOptions.Default;
    private VideoReader _reader = null!;
    private VideoWriter? _writer;
    private long? _total;
    private string? _problem;

    private VideoRun(VideoRunPlan plan, VideoSource source, Action<VideoProgress>? progress)
    {
        VideoRunOptions options = plan.Options;
        _plan = plan;
        _source = source;
        _inputCopy = PlaceForInput(options.Output);
        _options = options;
        _progress = progress;
        _follower = new FrameFollower(source.DisplayName, plan, _times);
        _outputs = options.Outputs ?? new Outputs();
    }

    /// <summary>Runs through a video that a user named.</summary>
    /// <exception cref="FileNotFoundException">There is no such source.</exception>
    /// <exception cref="ArgumentException">The source is not one video; or crops or a journal are asked for
    /// without tracking.</exception>
    /// <inheritdoc
    /// cref="RunAsync(Application, VideoSource, VideoRunOptions, Action{VideoProgress}, CancellationToken)"/>
    public static Task<VideoSummary> RunAsync(
        Application application,
        Source source,
        VideoRunOptions? options = null,
        Action<VideoProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        return RunAsync(application, source.Video, options, progress, cancellationToken);
    }

    /// <summary>Runs through a video.</summary>
    /// <param name="application">What to look for, how to track it and how to draw it.</param>
    /// <param name="source">The video.</param>
    /// <param name="options">What to read and to write; null writes nothing.</param>
    /// <param name="progress">Told after each frame, in order, from one thread at a time.</param>
    /// <param name="cancellationToken">Ends the run early: the frames in work are finished, and files are
    /// whole.</param>
    /// <exception cref="ArgumentException">Crops or a journal are asked for without tracking.</exception>
    /// <exception cref="OutputException">An output is an input, or another hand's.</exception>
    /// <exception cref="VideoException">The video cannot be opened, an output not be written, or a view not be
    /// shown.</exception>
    public static async Task<VideoSummary> RunAsync(
        Application application,
        VideoSource source,
        VideoRunOptions? options = null,
        Action<VideoProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(source);
        options ??= new VideoRunOptions();
        if (options.Crops is not null && application.Tracking is null)
        {
            throw new ArgumentException("crops are one of each identity, so they need tracking", nameof(options));
        }

        if (options.Journal is not null && application.Tracking is null)
        {
            throw new ArgumentException("a journal is of identities, so it needs tracking", nameof(options));
        }

        using var run = new VideoRun(new VideoRunPlan(application.AsDrawn(), options), source, progress);
        try
        {
            return await run.RunAsync(cancellationToken);
        }
        finally
        {
            run.DeleteInputCopy();
        }
    }

    /// <summary>
    /// Where what comes through a pipe is kept for its sound while the run lasts: beside the video that is written.
    /// </summary>
    private static string? PlaceForInput(string? output)
    {
        if (output is null)
        {
            return null;
        }

        string? folder = Path.GetDirectoryName(Path.GetFullPath(output));
        return Path.Combine(Directory.Exists(folder) ? folder : Path.GetTempPath(), $".{Guid.NewGuid():N}.input");
    }

    private void DeleteInputCopy()
    {
        try
        {
            if (_inputCopy is { } path)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Left behind under a hidden name; the result does not depend on it.
        }
    }

    /// <summary>
    /// Releases what a run needed;
    /// <see cref="RunAsync(Application, VideoSource, VideoRunOptions, Action{VideoProgress}, CancellationToken)"/>
    /// does it.
    /// </summary>
    public void Dispose() => _failed.Dispose();

    private async Task<VideoSummary> RunAsync(CancellationToken cancellationToken)
    {
        ClaimOutputs();
        if (_options.Seen is { } seen && !_plan.NeedsColor)
        {
            return Follow(seen, cancellationToken);
        }

        VideoReadOptions reading = _options.Reading with
        {
            Pixels = _plan.NeedsColor ? PixelMode.Color : PixelMode.Gray,
            Stride = _options.Seen is null ? _plan.ReadStride : 1,
            KeepInputAs = _inputCopy,
        };
        _reader = await VideoReader.OpenAsync(_source, reading, _options.Input, cancellationToken);
        await using VideoReader reader = _reader;
        _total = ExpectedFrames(reading);
        (int width, int height) = (reader.Info.Width, reader.Info.Height);
        if (RegionCheck.Complain(_options.Detection, _source.DisplayName, "its frames", width, height) is { } outside)
        {
            throw new VideoException(SpotterErrorKind.Usage, outside);
        }

        _detection = _plan.DetectionOf(width, height);
        _writer = _options.Output is { } path ? new VideoWriter(path, WriterOptions(reading)) : null;
        await using VideoWriter? writer = _writer;
        _clock.Start();

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _failed.Token);
        Task<bool> closed = StopWhenClosedAsync(stop);
        var presenter = new FramePresenter(_plan, reader, writer, _times, _outputs);
        await PumpAsync(presenter, stop.Token);

        CompleteResults();
        if (writer is { FrameCount: > 0 })
        {
            await writer.CompleteAsync();
            _outputs.Note(writer.Path);
        }

        await CancelAsync(stop);
        bool isClosed = await closed;
        return new VideoSummary(_follower.Frames, _follower.Detections, _follower.Identities, _clock.Elapsed)
        {
            IsInterrupted = cancellationToken.IsCancellationRequested,
            IsClosed = isClosed,
            Problem = _problem ?? _options.Seen?.Problem,
            Warnings =
            [
                .. new[]
                {
                    _plan.Objection,
                    _problem is null ? reader.Warning : null,
                    writer?.Warning,
                }.OfType<string>(),
            ],
            Dropped = reader.FramesDropped,
            Hidden = _follower.Hidden,
            Crops = presenter.CropsWritten,
            Smallest = _detection.MinSize,
            Stages = _times.Means,
        };
    }

    /// <summary>Follows what other tasks found, where nobody needs the pixels: the video is not read at all.</summary>
    private VideoSummary Follow(SeenFrames seen, CancellationToken cancellationToken)
    {
        _clock.Start();
        _total = seen.Count;
        foreach (SearchedFrame frame in seen.All(_plan.ReadStride))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            FrameResult result = _follower.Follow(frame);
            Write(result);
            Tell(result);
        }

        CompleteResults();
        return new VideoSummary(_follower.Frames, _follower.Detections, _follower.Identities, _clock.Elapsed)
        {
            IsInterrupted = cancellationToken.IsCancellationRequested,
            Problem = seen.Problem,
            Hidden = _follower.Hidden,
            Stages = _times.Means,
        };
    }

    private void CompleteResults()
    {
        _options.Journal?.Complete(_options.Monitors);
        foreach (IFrameWriter results in _options.Writers)
        {
            results.Complete();
        }
    }

    /// <summary>Before anything is read: nothing that was there is lost for want of a look.</summary>
    private void ClaimOutputs()
    {
        _outputs.AddInputs(
            _source.Kind switch
            {
                VideoSourceKind.File => [_source.Location],
                VideoSourceKind.StandardInput => [FileIdentity.StandardInput],
                _ => [],
            }
        );
        if (_options.Output is { } video)
        {
            _outputs.Claim(video);
            OutputException.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(video))!);
        }

        if (_options.Crops is { } stem)
        {
            _outputs.ClaimNumbered(
                _plan.Application.Detector.Labels.Select(label => TrackCrops.StemOf(stem, label)),
                TrackCrops.Extension
            );
        }
    }

    /// <summary>True when the viewer closed the view; the run then ends.</summary>
    private async Task<bool> StopWhenClosedAsync(CancellationTokenSource stop)
    {
        if (_options.View is not { } view)
        {
            return false;
        }

        try
        {
            await view.Closed.WaitAsync(stop.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        finally
        {
            await CancelAsync(stop);
        }
    }

    private static async Task CancelAsync(CancellationTokenSource stop)
    {
        try
        {
            await stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The run is over already; there is nothing to stop.
        }
    }

    private async Task PumpAsync(FramePresenter presenter, CancellationToken stop)
    {
        int threads = _options.Detection.Threads ?? Environment.ProcessorCount;
        int workers = _reader.IsLive ? 1 : threads;
        var searched = Channel.CreateBounded<Task<SearchedFrame>>(
            new BoundedChannelOptions(workers) { SingleWriter = true, SingleReader = true }
        );
        var followed = Channel.CreateBounded<FollowedFrame>(
            new BoundedChannelOptions(FramesBeforeDrawing) { SingleWriter = true, SingleReader = true }
        );
        Task[] stages =
        [
            StageAsync(() => SearchAsync(searched.Writer, threads / workers, stop), searched.Writer),
            StageAsync(() => FollowAsync(searched.Reader, followed.Writer), followed.Writer),
            StageAsync<FollowedFrame>(() => presenter.PresentAsync(followed.Reader, stop), null),
        ];
        await Task.WhenAll(stages);
    }

    /// <summary>A stage that fails ends the others too; one that ends lets the next finish what it has.</summary>
    private async Task StageAsync<T>(Func<Task> stage, ChannelWriter<T>? next)
    {
        try
        {
            // Off the caller's thread: the stages must run beside each other from the first frame on.
            await Task.Run(stage);
            next?.TryComplete();
        }
        catch (Exception e)
        {
            next?.TryComplete(e is ChannelClosedException ? null : e);
            await CancelAsync(_failed);
            throw;
        }
    }

    private async Task SearchAsync(ChannelWriter<Task<SearchedFrame>> next, int threads, CancellationToken stop)
    {
        DetectionOptions detection = _detection with { Threads = Math.Max(1, threads) };
        Func<Frame, SearchedFrame?>? seen = _options.Seen?.Beside(_source.DisplayName, _plan.ReadStride == 1);
        int stride = _plan.SearchStride;
        long count = 0;
        try
        {
            await foreach (Frame frame in _reader.WithCancellation(stop))
            {
                if (seen is not null)
                {
                    if (seen(frame) is not { } found)
                    {
                        _reader.Recycle(frame);
                    }
                    else if (!await WriteAsync(next, Task.FromResult(found)))
                    {
                        return;
                    }

                    continue;
                }

                Task<SearchedFrame> search =
                    count++ % stride == 0
                        ? Task.Run(() => Search(frame, detection), CancellationToken.None)
                        : Task.FromResult(new SearchedFrame(frame, null, 0));
                if (!await WriteAsync(next, search))
                {
                    return;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Interrupted: the frames on their way are finished.
        }
        catch (VideoException e)
        {
            _problem = e.Message;
        }
    }

    /// <summary>False where the stage after has failed and takes no more.</summary>
    private async Task<bool> WriteAsync<T>(ChannelWriter<T> next, T item)
    {
        try
        {
            await next.WriteAsync(item, _failed.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private SearchedFrame Search(Frame frame, DetectionOptions detection)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            IReadOnlyList<Detection> found = _plan.Application.Detector.Detect(frame, detection, _failed.Token);
            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            _times.Add("detect", milliseconds);
            return new SearchedFrame(frame, found, milliseconds);
        }
#pragma warning disable CA1031 // whatever kept a frame from being searched, nothing in it may be shown
        catch (Exception e) when (_options.FailsClosed && e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new SearchedFrame(
                frame,
                null,
                Stopwatch.GetElapsedTime(start).TotalMilliseconds,
                $"{e.GetType().Name}: {e.Message}"
            );
        }
    }

    /// <summary>What was found without what only a tracker may use.</summary>
    private static IReadOnlyList<Detection> Counted(in SearchedFrame searched) =>
        [.. (searched.Detections ?? []).Where(static detection => !detection.IsWeak)];

    private async Task FollowAsync(ChannelReader<Task<SearchedFrame>> frames, ChannelWriter<FollowedFrame> next)
    {
        await foreach (Task<SearchedFrame> search in frames.ReadAllAsync())
        {
            SearchedFrame searched = await search;
            FrameResult result = _follower.Follow(searched);
            Write(result);
            if (!_plan.NeedsColor)
            {
                _reader.Recycle(searched.Frame);
            }
            else if (!await WriteAsync(next, new FollowedFrame(searched.Frame, result, Counted(searched))))
            {
                return;
            }

            Tell(result);
        }
    }

    private void Write(FrameResult result)
    {
        _options.Journal?.Write(result, _options.Distance);
        foreach (IFrameWriter writer in _options.Writers)
        {
            writer.Write(result);
        }
    }

    private void Tell(FrameResult result) =>
        _progress?.Invoke(new VideoProgress(_follower.Frames, _total, _clock.Elapsed, result));

    private VideoWriterOptions WriterOptions(VideoReadOptions reading) =>
        new()
        {
            // A stride leaves gaps, not a slower video: the times of the frames stay.
            SoundOf = reading.Loop ? null : _reader,
            HidesSource = _plan.Hides,
            Start = reading.Start,
            FrameRate = (reading.FramesPerSecond ?? _reader.Info.PeakFrameRate) / reading.Stride,
        };

    private long? ExpectedFrames(VideoReadOptions reading)
    {
        if (reading.Loop || _reader.IsLive || _reader.Info.Duration is not { } length || _reader.Info.FrameRate <= 0)
        {
            return null;
        }

        TimeSpan rest = length > reading.Start ? length - reading.Start : TimeSpan.Zero;
        TimeSpan wanted = reading.Duration is { } duration && duration < rest ? duration : rest;
        double rate = reading.FramesPerSecond ?? _reader.Info.FrameRate;
        return Math.Max(1, (long)Math.Round(wanted.TotalSeconds * rate / reading.Stride));
    }
}
