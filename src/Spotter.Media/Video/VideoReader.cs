using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Spotter.Media.Cameras;
using Spotter.Media.Video.Inputs;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>Reads the frames of a video file, stream or camera through ffmpeg, in order, in bounded memory.</summary>
/// <remarks>
/// <para>
/// A file delivers every frame and waits for its reader. A live source (see <see cref="IsLive"/>) does not wait: of the
/// frames that came since the last read only the newest is delivered, the others count as
/// <see cref="FramesDropped"/>. A network stream that is lost is tried again.
/// </para>
/// <para>
/// Ownership: a frame belongs to whoever reads it, for as long as they like. Giving it to <see cref="Recycle"/>
/// when nothing uses its pixels any more lets the reader fill the same memory again; a frame that is not given back is
/// simply left to the garbage collector.
/// </para>
/// <para>
/// <see cref="Frame.Timestamp"/> is the time since the start of the file, also after
/// <see cref="VideoReadOptions.Start"/> and with variable frame rates; of a live source it is the time since the first
/// connection. <see cref="Frame.Index"/> counts decoded frames from 0 at the place where reading began; frames left out
/// by <see cref="VideoReadOptions.Stride"/> or dropped are counted too. <see cref="Frame.Gray"/> is the decoder's own
/// brightness, the same in both pixel modes.
/// </para>
/// <para>
/// When a file turns out damaged or cut off, the frames before that are delivered first; then the enumeration throws.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse("street.mp4"));
/// await foreach (Frame frame in video)
/// {
///     Console.WriteLine($"{frame.Timestamp} {frame.Width}x{frame.Height}");
///     video.Recycle(frame);
/// }
/// </code>
/// </example>
public sealed class VideoReader : IAsyncEnumerable<Frame>, IAsyncDisposable
{
    private readonly Channel<Frame> _channel;
    private readonly FramePool _pool;
    private readonly CancellationTokenSource _stop = new();
    private readonly VideoDecoding _decoding;
    private readonly PipedInput? _piped;
    private readonly Task _pump;
    private long _dropped;
    private int _enumerated;
    private int _disposed;

    private VideoReader(
        VideoSource source,
        VideoReadOptions options,
        VideoInfo? probed,
        bool live,
        ToolInput input,
        PipedInput? piped
    )
    {
        Source = source;
        Probed = probed;
        IsLive = live;
        _piped = piped;
        int waiting = live ? 1 : options.BufferedFrames;
        // In use at once: those that wait, one that is filled, and a few that the reader still works on.
        _pool = new FramePool(waiting + 4);
        _channel = Channel.CreateBounded<Frame>(
            new BoundedChannelOptions(waiting)
            {
                SingleWriter = true,
                FullMode = live ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,
            },
            dropped =>
            {
                Interlocked.Increment(ref _dropped);
                _pool.Return(dropped);
            }
        );
        _decoding = new VideoDecoding(source, options, probed, live, input, piped, _pool, _channel.Writer);
        _pump = Task.Run(() => _decoding.RunAsync(_stop.Token));
        Info = null!;
    }

    /// <summary>What is read.</summary>
    public VideoSource Source { get; }

    /// <summary>
    /// Where the sound can be read when the pictures have been: the source itself, or the copy of what came through a
    /// pipe; null where there is none.
    /// </summary>
    internal VideoSource? SoundSource =>
        _piped is null ? Source
        : _piped is { KeptAs: { } kept, IsTooLong: false } ? new VideoSource(VideoSourceKind.File, kept)
        : null;

    /// <summary>True where the source had sound, perhaps, and more came through the pipe than is kept.</summary>
    internal bool IsSoundLost => _piped is { IsTooLong: true };

    /// <summary>What ffprobe said of <see cref="Source"/>; null where it was not asked.</summary>
    internal VideoInfo? Probed { get; }

    /// <summary>
    /// What is known of the video. Width and height are those of the frames, so after
    /// <see cref="VideoReadOptions.MaxWidth"/>.
    /// </summary>
    public VideoInfo Info { get; private set; }

    /// <summary>True when frames that come faster than they are read are dropped.</summary>
    public bool IsLive { get; }

    /// <summary>Frames of a live source that were dropped so far, because newer ones had come.</summary>
    public long FramesDropped => Interlocked.Read(ref _dropped);

    /// <summary>
    /// What the decoder complained about although every frame came, such as damaged places; null when nothing. Known
    /// when the last frame has been read.
    /// </summary>
    public string? Warning => _decoding.Warning;

    /// <summary>Opens a video and waits for its first frame.</summary>
    /// <param name="source">What to read.</param>
    /// <param name="options">Which part of it, and how; null is all of it in colour.</param>
    /// <param name="cancellationToken">Gives up opening; a reader that is open is ended by disposing it.</param>
    /// <exception cref="VideoException">It cannot be opened; one line says why.</exception>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static Task<VideoReader> OpenAsync(
        VideoSource source,
        VideoReadOptions? options = null,
        CancellationToken cancellationToken = default
    ) => OpenAsync(source, options, null, cancellationToken);

    /// <summary>The same, with a stream in place of standard input.</summary>
    internal static async Task<VideoReader> OpenAsync(
        VideoSource source,
        VideoReadOptions? options,
        Stream? input,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(source);
        options ??= new VideoReadOptions();
        options.Validate();
        _ = FfmpegPrograms.Ffmpeg;
        VideoInfo? probed = null;
        PipedInput? piped = null;
        ToolInput toolInput;
        if (source.Kind == VideoSourceKind.Camera)
        {
            toolInput = new ToolInput(
                await CameraInput.FindAsync(source, options, cancellationToken).ConfigureAwait(false),
                Reach: null
            );
        }
        else if (
            source.Kind == VideoSourceKind.StandardInput
            || OpenOnce(source) is { } once && (input = once) is not null
        )
        {
            piped = await PipedInput
                .OpenAsync(
                    input ?? Console.OpenStandardInput(),
                    source.DisplayName,
                    options.KeepInputAs,
                    cancellationToken
                )
                .ConfigureAwait(false);
            toolInput = ToolInput.Stream(piped.Container);
        }
        else if (source.Kind == VideoSourceKind.File && ToolInput.IsAnimatedWebP(source.Location))
        {
            piped = new PipedInput([], AnimationStream.Open(source.Location)) { Container = VideoContainer.Nut };
            toolInput = ToolInput.Frames;
        }
        else if (source.IsLive)
        {
            toolInput = ToolInput.Address(source);
        }
        else
        {
            probed = options.Probed ?? await VideoProbe.ReadAsync(source, cancellationToken).ConfigureAwait(false);
            toolInput = ToolInput.Of(source, probed);
        }

        // What http serves without a length is a stream that goes on for ever.
        bool live = options.Live ?? (source.IsLive || (source.Kind == VideoSourceKind.Url && probed?.Duration is null));
        var reader = new VideoReader(source, options, probed, live, toolInput, piped);
        try
        {
            reader.Info = await reader._decoding.Opened.WaitAsync(cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// A file that cannot be read twice, such as a FIFO or what a shell offers as /dev/fd/63; null for all others.
    /// </summary>
    private static FileStream? OpenOnce(VideoSource source)
    {
        if (source.Kind != VideoSourceKind.File || !File.Exists(source.Location))
        {
            return null;
        }

        try
        {
            var file = new FileStream(
                source.Location,
                FileMode.Open,
                FileAccess.Read,
                FileShare.ReadWrite,
                bufferSize: 0
            );
            if (!file.CanSeek)
            {
                return file;
            }

            file.Dispose();
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Gives a frame's memory back for frames to come; its pixels must not be used afterwards.</summary>
    /// <param name="frame">A frame of this reader; others, and frames given back before, are ignored.</param>
    public void Recycle(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _pool.Return(frame);
    }

    /// <summary>Reads the frames, once.</summary>
    /// <param name="cancellationToken">Ends the reading with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidOperationException">The frames were read already.</exception>
    /// <exception cref="VideoException">After the last good frame, when the video is damaged or was lost for
    /// good.</exception>
    public IAsyncEnumerator<Frame> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        Interlocked.Exchange(ref _enumerated, 1) == 0
            ? ReadAllAsync(cancellationToken).GetAsyncEnumerator(cancellationToken)
            : throw new InvalidOperationException("the frames of a video can be read once; open it again");

    // The channel's own enumeration asks for cancellation only when it has to wait, which with a slow reader is never.
    private async IAsyncEnumerable<Frame> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _channel.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            while (_channel.Reader.TryRead(out Frame? frame))
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return frame;
            }
        }
    }

    /// <summary>Stops decoding; no process is left behind.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        (_piped?.Rest as AnimationStream)?.Dispose();
        _stop.Dispose();
    }
}
