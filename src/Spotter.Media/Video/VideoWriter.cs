using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>
/// Writes an MP4 that plays in every browser: H.264, yuv420p, index in front, with the sound of the source.
/// </summary>
/// <remarks>
/// <para>
/// Frames are shown at the times that they are written with, so a variable frame rate stays what it is. A picture with
/// an odd width or height, which H.264 in 4:2:0 cannot hold, gets its last column or row twice.
/// </para>
/// <para>
/// The file is written under a temporary name in the same folder and gets its own name when it is finished. Sound in
/// AAC or MP3 is copied as it is, other sound becomes AAC.
/// </para>
/// <para>
/// <see cref="CompleteAsync"/> finishes the file. Disposing a writer that was not completed, as after Ctrl-C or an
/// error, finishes it with the frames so far. Without any frame no file is made. One caller at a time.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// await using VideoReader video = await VideoReader.OpenAsync(source);
/// await using var writer = new VideoWriter("out.mp4", new VideoWriterOptions { AudioFrom = source, FrameRate =
/// video.Info.PeakFrameRate }); await foreach (Frame frame in video)
/// {
///     await writer.WriteAsync(frame);
///     video.Recycle(frame);
/// }
///
/// await writer.CompleteAsync();
/// </code>
/// </example>
public sealed class VideoWriter : IAsyncDisposable
{
    private static readonly TimeSpan LeastStep = TimeSpan.FromMilliseconds(1);

    private readonly VideoWriterOptions _options;
    private readonly string _temporary;
    private Encoder? _encoder;
    private TimeSpan _first;
    private TimeSpan _last;
    private TimeSpan _step;
    private bool _finished;

    /// <summary>Prepares the writing; the encoder starts with the first frame.</summary>
    /// <param name="path">The file to make, in a folder that exists.</param>
    /// <param name="options">How; null is the default.</param>
    /// <exception cref="VideoException">The folder is missing, the path is a folder, or the file exists and must not be
    /// replaced; or ffmpeg is missing.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public VideoWriter(string path, VideoWriterOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _options = options ?? new VideoWriterOptions();
        _options.Validate();
        Path = path;
        string full = System.IO.Path.GetFullPath(path);
        string directory = System.IO.Path.GetDirectoryName(full) ?? full;
        if (!Directory.Exists(directory))
        {
            throw new VideoException(
                SpotterErrorKind.Usage,
                $"{path} cannot be written: there is no folder {directory}"
            );
        }

        if (Directory.Exists(full))
        {
            throw new VideoException(
                SpotterErrorKind.Usage,
                $"{path} is a folder; name a file such as {System.IO.Path.Combine(path, "out.mp4")}"
            );
        }

        if (!_options.Overwrite && File.Exists(full))
        {
            throw new VideoException(SpotterErrorKind.Usage, $"{path} exists already and is not to be replaced");
        }

        _ = FfmpegPrograms.Ffmpeg;
        _temporary = System.IO.Path.Combine(
            directory,
            $".{System.IO.Path.GetFileName(full)}.{Guid.NewGuid():N}.partial"
        );
    }

    /// <summary>The file that is made.</summary>
    public string Path { get; }

    /// <summary>Frames taken so far.</summary>
    public long FrameCount { get; private set; }

    /// <summary>
    /// What of the source's sound, subtitles and other tracks is missing or was changed; null when all is there. Known
    /// after completion.
    /// </summary>
    public string? Warning { get; private set; }

    /// <summary>Adds a frame at its own time.</summary>
    /// <inheritdoc cref="WriteAsync(BgrImage, TimeSpan, CancellationToken)"/>
    public ValueTask WriteAsync(Frame frame, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return WriteAsync(frame.Bgr, frame.Timestamp, cancellationToken);
    }

    /// <summary>
    /// Adds a picture; its pixels are copied, so that it can be used otherwise when the call returns.
    /// </summary>
    /// <param name="picture">All pictures of a video have the size of the first.</param>
    /// <param name="timestamp">Its time in the source. A time that does not rise is moved to just after the one
    /// before.</param>
    /// <param name="cancellationToken">Gives up waiting for the encoder; the frame is then not written.</param>
    /// <exception cref="ArgumentException">The picture has another size than the first.</exception>
    /// <exception cref="VideoException">The encoder failed, as when the disk is full.</exception>
    /// <exception cref="InvalidOperationException">The file is finished already.</exception>
    public async ValueTask WriteAsync(
        BgrImage picture,
        TimeSpan timestamp,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (_finished)
        {
            throw new InvalidOperationException($"{Path} is finished; no more frames can be added");
        }

        TimeSpan time = timestamp - _options.Start;
        time = time < TimeSpan.Zero ? TimeSpan.Zero : time;
        if (_encoder is null)
        {
            _encoder = Encoder.Start(_temporary, Path, picture.Width, picture.Height, _options);
        }
        else if (time < _last + LeastStep)
        {
            time = _last + LeastStep;
        }

        await _encoder.SendAsync(picture, time, cancellationToken).ConfigureAwait(false);
        _first = FrameCount == 0 ? time : _first;
        _step = FrameCount == 0 ? TimeSpan.Zero : time - _last;
        _last = time;
        FrameCount++;
    }

    /// <summary>Finishes the file and gives it its name; a second call changes nothing.</summary>
    /// <exception cref="VideoException">No frame was written, or the encoder failed; no file is left then.</exception>
    public async Task CompleteAsync()
    {
        if (_finished)
        {
            return;
        }

        _finished = true;
        if (_encoder is null)
        {
            throw new VideoException(SpotterErrorKind.Usage, $"{Path} was not written: there was no frame");
        }

        try
        {
            await _encoder.FinishAsync().ConfigureAwait(false);
            string finished = await AddSoundAsync().ConfigureAwait(false);
            File.Move(finished, Path, _options.Overwrite);
        }
        catch (Exception e) when (SpotterException.IsBare(e))
        {
            throw new VideoException(SpotterErrorKind.Usage, $"{Path} cannot be written: {e.Message}", e);
        }
        finally
        {
            await _encoder.DisposeAsync().ConfigureAwait(false);
            DeleteTemporary();
        }
    }

    /// <summary>
    /// Finishes the file with the frames so far, if <see cref="CompleteAsync"/> was not called; it never throws.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_finished || _encoder is null)
        {
            return;
        }

        try
        {
            await CompleteAsync().ConfigureAwait(false);
        }
        catch (VideoException)
        {
            // Whoever did not complete has an error of their own to report; nothing half-written is left behind.
        }
    }

    private async Task<string> AddSoundAsync()
    {
        if (_options.SoundOf is { IsSoundLost: true })
        {
            Warning =
                $"{Path} has no sound: what came through standard input was too long to be kept for it; name the file "
                + $"instead";
            return _temporary;
        }

        if (
            (_options.SoundOf is { } reader ? reader.SoundSource : _options.AudioFrom) is not { } source
            || source.IsLive
            || source.Kind is not (VideoSourceKind.File or VideoSourceKind.Url)
        )
        {
            return _temporary;
        }

        try
        {
            VideoInfo info = _options.SoundOf?.Probed ?? await VideoProbe.ReadAsync(source).ConfigureAwait(false);
            var sound = new Soundtrack(source, info, _options);
            string finished = await sound.AddAsync(_temporary, _first, EndOfPictures(info)).ConfigureAwait(false);
            Warning = sound.Notes.Count > 0 ? $"{Path}: {string.Join("; ", sound.Notes)}" : null;
            return finished;
        }
        catch (VideoException e)
        {
            Warning = $"{Path} has no sound: {e.Message}";
            return _temporary;
        }
    }

    /// <summary>
    /// Where the sound must end because the pictures end before the source does; null when they do not.
    /// </summary>
    private TimeSpan? EndOfPictures(VideoInfo source)
    {
        TimeSpan lastStep = _options.FrameRate > 0 ? TimeSpan.FromSeconds(1 / _options.FrameRate) : _step;
        TimeSpan end = _last + lastStep;
        TimeSpan tolerance = TimeSpan.FromSeconds(0.25) + lastStep + lastStep;

        // The length that such a file states goes by its last clock alone.
        if (source.ClockMayRestart)
        {
            return end + TimeSpan.FromSeconds(0.5);
        }

        return source.Duration is { } length && end + tolerance < length - _options.Start ? end : null;
    }

    private void DeleteTemporary()
    {
        foreach (string path in (string[])[_temporary, Soundtrack.TemporaryBeside(_temporary)])
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A file that cannot be deleted is left; the result does not depend on it.
            }
        }
    }
}
