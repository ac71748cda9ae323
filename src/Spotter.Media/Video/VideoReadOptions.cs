namespace Spotter.Media.Video;

/// <summary>Which part of a video is read, and how.</summary>
public sealed record VideoReadOptions
{
    /// <summary>Colour or gray only.</summary>
    public PixelMode Pixels { get; init; } = PixelMode.Color;

    /// <summary>Where to begin; zero or more. Frames keep the timestamps that they have in the file.</summary>
    public TimeSpan Start { get; init; }

    /// <summary>How much to read; null is all, else above zero.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// Every how manieth frame is delivered; 1 is all. <see cref="Vision.Images.Frame.Index"/> counts the skipped ones
    /// too.
    /// </summary>
    public int Stride { get; init; } = 1;

    /// <summary>
    /// Frames wider than this are made smaller, with the shape kept; null leaves them, else at least 16.
    /// </summary>
    public int? MaxWidth { get; init; }

    /// <summary>
    /// An even rate in frames a second: frames are dropped or repeated to get it; null leaves the video's own, else
    /// above 0 to 1000.
    /// </summary>
    public double? FramesPerSecond { get; init; }

    /// <summary>
    /// Frames that wait between decoder and reader, 1 to 64; with them memory is bounded. A live source holds just one,
    /// the newest.
    /// </summary>
    public int BufferedFrames { get; init; } = 4;

    /// <summary>Starts a file again when it ends, for ever; timestamps go on rising.</summary>
    public bool Loop { get; init; }

    /// <summary>
    /// Overrides whether frames that come faster than they are read are dropped; null decides by the source.
    /// </summary>
    public bool? Live { get; init; }

    /// <summary>How often a lost network stream is tried again in a row; null is for ever, 0 is never.</summary>
    public int? MaxReconnects { get; init; }

    /// <summary>
    /// The pause before the first new try, above zero; it doubles from try to try up to
    /// <see cref="MaxReconnectDelay"/>.
    /// </summary>
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two tries.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A live source that gives no frame for so long counts as lost.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long ffmpeg may take over a file for one frame; longer is a standstill. Between two key frames that are
    /// far apart it works for minutes on an old machine.
    /// </summary>
    internal TimeSpan DecoderPatience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Told when a live source connects, is lost, and is tried again; called from a pool thread.</summary>
    public Action<VideoState>? OnState { get; init; }

    /// <summary>Size that a camera is asked for as <c>1280x720</c>; null leaves it to the camera.</summary>
    public string? CameraSize { get; init; }

    /// <summary>Frames a second that a camera is asked for; null leaves it to the camera.</summary>
    public double? CameraFramesPerSecond { get; init; }

    /// <summary>
    /// Where a copy of what comes through standard input goes, so that its sound can be read; null for nowhere.
    /// </summary>
    internal string? KeepInputAs { get; init; }

    /// <summary>
    /// The method by which hardware decodes, as <see cref="HardwareDecoding.FindAsync"/> answers it; null leaves it to
    /// the processor. What the hardware cannot decode the processor does.
    /// </summary>
    public string? HardwareDecoder { get; init; }

    /// <summary>What ffprobe said of the source, where it was asked already; null asks it.</summary>
    internal VideoInfo? Probed { get; init; }

    /// <summary>Whether a part of a file without a frame is no mistake.</summary>
    internal bool MayBeEmpty { get; init; }

    internal void Validate()
    {
        Check(Start >= TimeSpan.Zero, $"{nameof(Start)} must not be negative, got {Start}");
        Check(Duration is null || Duration > TimeSpan.Zero, $"{nameof(Duration)} must be above zero, got {Duration}");
        Check(Stride >= 1, $"{nameof(Stride)} must be 1 or more, got {Stride}");
        Check(MaxWidth is null or >= 16, $"{nameof(MaxWidth)} must be 16 or more, got {MaxWidth}");
        Check(
            FramesPerSecond is null or (> 0 and <= 1000),
            $"{nameof(FramesPerSecond)} must be above 0 and at most 1000, got {FramesPerSecond}"
        );
        Check(BufferedFrames is >= 1 and <= 64, $"{nameof(BufferedFrames)} must be 1 to 64, got {BufferedFrames}");
        Check(MaxReconnects is null or >= 0, $"{nameof(MaxReconnects)} must be 0 or more, got {MaxReconnects}");
        Check(
            ReconnectDelay > TimeSpan.Zero && MaxReconnectDelay >= ReconnectDelay,
            $"{nameof(ReconnectDelay)} must be above zero and at most {nameof(MaxReconnectDelay)}, got {ReconnectDelay}"
        );
        Check(StallTimeout > TimeSpan.Zero, $"{nameof(StallTimeout)} must be above zero, got {StallTimeout}");
        Check(
            CameraSize is null || IsSize(CameraSize),
            $"{nameof(CameraSize)} must be written 1280x720, got '{CameraSize}'"
        );
        Check(
            CameraFramesPerSecond is null or (> 0 and <= 1000),
            $"{nameof(CameraFramesPerSecond)} must be above 0 and at most 1000, got {CameraFramesPerSecond}"
        );
    }

    private static bool IsSize(string text) =>
        text.Split('x') is [{ } width, { } height]
        && width.Length is > 0 and < 6
        && height.Length is > 0 and < 6
        && width.All(char.IsAsciiDigit)
        && height.All(char.IsAsciiDigit);

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
