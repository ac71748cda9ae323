using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.Channels;
using Spotter.Media.Video.Inputs;
using Spotter.Media.Video.Nut;
using Spotter.Vision.Images;

namespace Spotter.Media.Video;

/// <summary>
/// A running encoder with a short queue before it, so that drawing the next frame and sending this one overlap.
/// </summary>
internal sealed class Encoder : IAsyncDisposable
{
    /// <summary>Ticks a second of the video track: all usual frame rates are whole numbers of them.</summary>
    public const string TimeScale = "90000";

    /// <summary>Assumed when the source does not say; only the length of the last frame depends on it.</summary>
    private const double UsualFrameRate = 25;

    private const int Waiting = 3;

    // x264's fastest preset leaves out arithmetic coding and deblocking as well. Those two take little time: at
    // 1280x720 the file is a sixth smaller for 4 % more work, and nearer to the source.
    private static readonly string[] FastestSettings = ["-x264-params", "cabac=1:deblock=0,0"];

    private readonly ToolProcess _process;
    private readonly string _name;
    private readonly int _width;
    private readonly int _height;
    private readonly Channel<(byte[] Planes, TimeSpan Time)> _queue = Channel.CreateBounded<(byte[], TimeSpan)>(
        new BoundedChannelOptions(Waiting) { SingleReader = true }
    );
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly Task _sending;
    private BgrImage? _even;
    private IOException? _lost;

    private Encoder(ToolProcess process, string name, int width, int height, VideoWriterOptions options)
    {
        _process = process;
        _name = name;
        _width = width;
        _height = height;
        _sending = Task.Run(() => SendAllAsync(options));
    }

    private int EvenWidth => _width + (_width & 1);

    private int EvenHeight => _height + (_height & 1);

    /// <param name="output">The file that the encoder writes.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="width">Width of all pictures.</param>
    /// <param name="height">Height of all pictures.</param>
    /// <param name="options">Quality and preset.</param>
    public static Encoder Start(string output, string name, int width, int height, VideoWriterOptions options)
    {
        string[] arguments =
        [
            "-hide_banner",
            "-nostats",
            "-v",
            "error",
            "-y",
            "-copyts",
            .. ToolInput.Frames.Arguments,
            "-an",
            .. FfmpegFeatures.Passthrough,
            "-enc_time_base",
            "1/" + TimeScale,
            "-c:v",
            "libx264",
            "-preset",
            options.Preset,
            "-crf",
            options.Quality.ToString(CultureInfo.InvariantCulture),
            .. options.Preset == VideoWriterOptions.FastestPreset ? FastestSettings : [],
            "-colorspace",
            "bt709",
            "-color_primaries",
            "bt709",
            "-color_trc",
            "bt709",
            "-color_range",
            "tv",
            "-video_track_timescale",
            TimeScale,
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
            "file:" + output,
        ];
        return new Encoder(
            ToolProcess.Start(FfmpegPrograms.Ffmpeg, arguments, reach: null, takesInput: true),
            name,
            width,
            height,
            options
        );
    }

    public async ValueTask SendAsync(BgrImage picture, TimeSpan time, CancellationToken cancellationToken)
    {
        if (picture.Width != _width || picture.Height != _height)
        {
            throw new ArgumentException(
                $"every picture of a video must have the size of the first, {_width}x{_height}, got "
                    + $"{picture.Width}x{picture.Height}",
                nameof(picture)
            );
        }

        if (!_free.TryTake(out byte[]? planes))
        {
            planes = GC.AllocateUninitializedArray<byte>(YuvConversion.Length(EvenWidth, EvenHeight));
        }

        BgrToYuv.Convert(MakeEven(picture).Pixels, EvenWidth, EvenHeight, planes);
        try
        {
            await _queue.Writer.WriteAsync((planes, time), cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw await FailureAsync(e).ConfigureAwait(false);
        }
    }

    /// <summary>Lets the encoder take what waits, and close its file.</summary>
    public async Task FinishAsync()
    {
        _queue.Writer.TryComplete();
        await _sending.ConfigureAwait(false);
        int exitCode = await _process.WaitAsync().ConfigureAwait(false);

        // One that was interrupted closed its file with the pictures that it had, and more could not come.
        if (exitCode == 0 ? _lost is not null : exitCode != ProcessIsolation.InterruptedExitCode)
        {
            throw await FailureAsync(null).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _process.DisposeAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(false);
    }

    private async Task SendAllAsync(VideoWriterOptions options)
    {
        try
        {
            var nut = new NutWriter(
                _process.Input,
                NutFormat.PlanarYuv,
                EvenWidth,
                EvenHeight,
                options.PixelAspect,
                options.FrameRate > 0 ? options.FrameRate : UsualFrameRate
            );
            await foreach ((byte[] planes, TimeSpan time) in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                nut.WriteHeader(time, planes.Length);
                nut.WritePixels(planes);
                _free.Add(planes);
            }
        }
        catch (IOException e)
        {
            // Mostly the encoder went away, and its complaints tell why. Where it did not, it takes what it has for
            // all there is.
            _lost = e;
            _queue.Writer.TryComplete();
        }

        _process.CloseInput();
    }

    private async Task<VideoException> FailureAsync(Exception? inner)
    {
        await _process.WaitAsync().ConfigureAwait(false);
        string reason =
            _lost is { } lost && !_process.Complaints.Any
                ? $"not all pictures came to ffmpeg ({lost.Message})"
                : ToolMessages.Explain(_process.Complaints).Meaning;
        return new VideoException(SpotterErrorKind.Usage, $"{_name} cannot be written: {reason}", inner ?? _lost);
    }

    /// <summary>The picture itself, or a copy with its last column or row twice.</summary>
    private BgrImage MakeEven(BgrImage picture)
    {
        if (_width == EvenWidth && _height == EvenHeight)
        {
            return picture;
        }

        _even ??= new BgrImage(EvenWidth, EvenHeight);
        int from = _width * 3;
        int to = EvenWidth * 3;
        for (int y = 0; y < EvenHeight; y++)
        {
            ReadOnlySpan<byte> row = picture.Pixels.AsSpan(Math.Min(y, _height - 1) * from, from);
            row.CopyTo(_even.Pixels.AsSpan(y * to));
            if (to > from)
            {
                row[^3..].CopyTo(_even.Pixels.AsSpan((y * to) + from));
            }
        }

        return _even;
    }
}
