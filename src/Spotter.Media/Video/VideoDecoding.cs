using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using Spotter.Media.Video.Inputs;
using Spotter.Networks.Text;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>
/// The life of one source: runs of the decoder, one for a file, as many as it takes for a network stream.
/// </summary>
internal sealed class VideoDecoding(
    VideoSource source,
    VideoReadOptions options,
    VideoInfo? probed,
    bool live,
    ToolInput input,
    PipedInput? piped,
    FramePool pool,
    ChannelWriter<Frame> frames
)
{
    // Frames that are out of order or at one time, as broken files have them, are no clock that has begun again.
    private static readonly TimeSpan ClockStep = TimeSpan.FromSeconds(0.5);

    private readonly TaskCompletionSource<VideoInfo> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stopwatch _clock = new();
    private long _decoded;
    private TimeSpan _step;
    private TimeSpan _lastTime = TimeSpan.FromTicks(-1);

    /// <summary>Completes with the first frame, or fails with the reason why there is none.</summary>
    public Task<VideoInfo> Opened => _opened.Task;

    public string? Warning { get; private set; }

    private bool MayReconnect => live && source.Kind == VideoSourceKind.Url;

    /// <summary>Delivers all frames and completes the channel; never throws.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Exception? error = null;
        try
        {
            error = live
                ? await RunLiveAsync(stop).ConfigureAwait(false)
                : await RunFileAsync(stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Disposed while waiting; whoever still reads gets the end.
        }
#pragma warning disable CA1031 // whatever went wrong belongs to the reader of the frames, not to this background task
        catch (Exception e)
#pragma warning restore CA1031
        {
            error = e;
        }

        if (error is null && options.MayBeEmpty && probed is not null)
        {
            _opened.TrySetResult(probed);
        }

        if (error is not null)
        {
            _opened.TrySetException(error);
            _ = _opened.Task.Exception; // seen: the reader gets it from the channel
        }
        else
        {
            _opened.TrySetCanceled(CancellationToken.None);
        }

        frames.TryComplete(error);
    }

    private async Task<Exception?> RunFileAsync(CancellationToken stop)
    {
        RunEnd end = await RunOnceAsync(stop).ConfigureAwait(false);
        return stop.IsCancellationRequested ? null : Judge(end);
    }

    private async Task<Exception?> RunLiveAsync(CancellationToken stop)
    {
        TimeSpan delay = options.ReconnectDelay;
        int tries = 0;
        Tell(VideoStateKind.Connecting);
        while (true)
        {
            long before = _decoded;
            RunEnd end = await RunOnceAsync(stop).ConfigureAwait(false);
            if (stop.IsCancellationRequested)
            {
                return null;
            }

            if (_decoded > before)
            {
                (delay, tries) = (options.ReconnectDelay, 0);
            }

            // An address that never answered is a mistake to report, not a stream that was lost.
            if (_decoded == 0)
            {
                return end.Stalled
                    ? new VideoException(
                        SpotterErrorKind.Missing,
                        $"{source.DisplayName}: no picture came within {options.StallTimeout.TotalSeconds:0.#} s"
                    )
                    : ToolMessages.Explain(source, end.Complaints);
            }

            string reason =
                end.Stalled
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"no picture for {options.StallTimeout.TotalSeconds:0.#} s"
                    )
                : end.Complaints.Any ? ToolMessages.Explain(end.Complaints).Meaning
                : "the stream ended";
            Tell(VideoStateKind.Lost, reason: reason);
            if (!MayReconnect || tries >= options.MaxReconnects)
            {
                SpotterErrorKind problem =
                    source.Kind == VideoSourceKind.Camera ? SpotterErrorKind.Device : SpotterErrorKind.Missing;
                return new VideoException(problem, $"{source.DisplayName} was lost after {_decoded} frames: {reason}");
            }

            tries++;
            Tell(VideoStateKind.Retrying, delay);
            await Task.Delay(delay, stop).ConfigureAwait(false);
            delay = TimeSpan.FromTicks(Math.Min(delay.Ticks * 2, options.MaxReconnectDelay.Ticks));
            Tell(VideoStateKind.Connecting);
        }
    }

    private async Task<RunEnd> RunOnceAsync(CancellationToken stop)
    {
        List<string> arguments = DecoderArguments.For(input, piped is not null, options, probed, live);
        ToolProcess process = ToolProcess.Start(
            FfmpegPrograms.Ffmpeg,
            arguments,
            Reach(),
            takesInput: piped is not null
        );
        await using (process.ConfigureAwait(false))
        {
            using CancellationTokenRegistration killing = stop.Register(process.Kill);
            if (piped is not null)
            {
                _ = FeedAsync(piped, process, stop);
            }

            bool stalled = false;
            using var watchdog = new Timer(
                _ =>
                {
                    stalled = true;
                    process.Kill();
                },
                null,
                Patience,
                Timeout.InfiniteTimeSpan
            );
            string? broken = null;
            try
            {
                await PumpAsync(process.Output, watchdog, stop).ConfigureAwait(false);
            }
            catch (Exception e) when (e is EndOfStreamException or InvalidDataException or IOException)
            {
                broken = e.Message;
            }

            watchdog.Change(Timeout.Infinite, Timeout.Infinite);
            if (broken is not null)
            {
                process.Kill();
            }

            int exitCode = await process.WaitAsync(CancellationToken.None).ConfigureAwait(false);
            return new RunEnd(exitCode, process.Complaints, stalled);
        }
    }

    // Besides the input what the filters and the decoder need.
    private ToolReach? Reach() =>
        input.Reach is { } reach
            ? reach with
            {
                Files = probed?.WideColor is { } colors ? [.. reach.Files, colors.Table] : reach.Files,
                Graphics = options.HardwareDecoder is not null,
            }
            : null;

    // What comes through a pipe comes when it comes.
    private TimeSpan Patience =>
        live ? options.StallTimeout
        : piped is null ? options.DecoderPatience
        : Timeout.InfiniteTimeSpan;

    private async Task PumpAsync(Stream output, Timer watchdog, CancellationToken stop)
    {
        var decoder = new FrameDecoder(
            output,
            options.Pixels,
            probed is { WideColor: null } ? probed.Matrix
                : probed is null ? YuvMatrix.Bt601
                : YuvMatrix.Bt709,
            pool
        );
        TimeSpan runStart =
            live ? _clock.Elapsed
            : probed is null ? options.Start
            : probed.ClockMayRestart ? probed.WayTo(options.Start).Seek
            : -probed.StartTime;
        TimeSpan? first = null;
        while (decoder.TryRead(out FramePixels? picture, out TimeSpan time))
        {
            if (live && first is null)
            {
                _clock.Start();
                Tell(VideoStateKind.Connected);
            }

            // A live stream's clock begins anywhere; a file's begins at the start of the file.
            first ??= live ? time : TimeSpan.Zero;
            TimeSpan timestamp = runStart + time - first.Value;
            if (timestamp < _lastTime - ClockStep)
            {
                // The clock has begun again: what comes follows what was.
                TimeSpan gap = _lastTime + _step - timestamp;
                (runStart, timestamp) = (runStart + gap, timestamp + gap);
            }

            _step = _lastTime < TimeSpan.Zero || timestamp <= _lastTime ? _step : timestamp - _lastTime;
            _lastTime = timestamp > _lastTime ? timestamp : _lastTime + TimeSpan.FromTicks(10);
            Frame frame = picture.Place(_decoded * options.Stride, _lastTime, pool);
            _decoded++;
            _opened.TrySetResult(Describe(decoder));

            // Whoever takes the frames of a file may take long.
            watchdog.Change(live ? options.StallTimeout : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            await frames.WriteAsync(frame, stop).ConfigureAwait(false);
            watchdog.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    private static async Task FeedAsync(PipedInput piped, ToolProcess process, CancellationToken stop)
    {
        try
        {
            await piped.CopyToAsync(process.Input, stop).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The decoder has all that it wants, or has failed; its exit code tells which.
        }

        process.CloseInput();
    }

    private VideoInfo Describe(FrameDecoder decoder)
    {
        VideoInfo info = probed ?? new VideoInfo { Width = decoder.Width, Height = decoder.Height };
        return info with { Width = decoder.Width, Height = decoder.Height };
    }

    /// <summary>What there is to say about how a file ended; null when all is well.</summary>
    private VideoException? Judge(RunEnd end)
    {
        if (end.Stalled)
        {
            return new VideoException(
                SpotterErrorKind.Damaged,
                $"{source.DisplayName}: ffmpeg stands still, no picture for {Patience.TotalMinutes:0.#} minutes; "
                    + $"{Counted.Of(_decoded, "frame")} before that {(_decoded == 1 ? "is" : "are")} kept"
            );
        }

        if (_decoded == 0 && options.MayBeEmpty && !end.Complaints.Any)
        {
            return null;
        }

        if (_decoded == 0)
        {
            return options.Start > TimeSpan.Zero && !end.Complaints.Any
                ? new VideoException(
                    SpotterErrorKind.Damaged,
                    $"{source.DisplayName} has no frame after "
                        + $"{options.Start}{(probed?.Duration is { } length ? $", it is {length} long" : "")}"
                )
                : ToolMessages.Explain(source, end.Complaints);
        }

        string frameCount = Counted.Of(_decoded, "frame");
        if (end.ExitCode != 0)
        {
            return new VideoException(
                SpotterErrorKind.Damaged,
                $"{source.DisplayName} broke off after {frameCount}: {ToolMessages.Explain(end.Complaints).Meaning}"
            );
        }

        if (!end.Complaints.Any)
        {
            return null;
        }

        Warning = $"{source.DisplayName}: {end.Complaints.Lines[0]}";
        return EndedEarly()
            ? new VideoException(
                SpotterErrorKind.Damaged,
                $"{source.DisplayName} is damaged or cut off: it ends after {frameCount}{Promised()} "
                    + $"({end.Complaints.Lines[0]})"
            )
            : null;
    }

    private string Promised() =>
        WholeFileIsRead && probed?.FrameCount is { } count
            ? string.Create(CultureInfo.InvariantCulture, $" of {count}")
            : "";

    private bool WholeFileIsRead => options is { Start.Ticks: 0, Duration: null, Stride: 1, FramesPerSecond: null };

    private bool EndedEarly()
    {
        if (WholeFileIsRead && probed?.FrameCount is { } count)
        {
            return _decoded < count;
        }

        if (probed?.Duration is not { } length)
        {
            return false;
        }

        TimeSpan end = options.Duration is { } part && options.Start + part < length ? options.Start + part : length;
        double rate = (options.FramesPerSecond ?? probed.FrameRate) / options.Stride;
        TimeSpan tolerance = TimeSpan.FromSeconds(0.5 + (rate > 0 ? 2 / rate : 0));
        return _lastTime + tolerance < end;
    }

    private void Tell(VideoStateKind kind, TimeSpan retryIn = default, string reason = "") =>
        options.OnState?.Invoke(new VideoState(kind, source.DisplayName, retryIn, reason));

    private sealed record RunEnd(int ExitCode, ToolComplaints Complaints, bool Stalled);
}
