namespace Spotter.Media.Video;

/// <summary>How a video is written.</summary>
public sealed record VideoWriterOptions
{
    /// <summary>
    /// The video whose sound is taken over, all tracks of it, with its text subtitles and chapters; null writes none.
    /// Sources that cannot be read again (cameras, streams, standard input) have none to give.
    /// </summary>
    public VideoSource? AudioFrom { get; init; }

    /// <summary>
    /// Leaves out of <see cref="AudioFrom"/> all but its sound: subtitles and the titles of chapters may name who is
    /// hidden in the pictures. What a file says of its place, time, title and author, and its cover picture, is never
    /// taken over.
    /// </summary>
    public bool HidesSource { get; init; }

    /// <summary>
    /// Where in the source the written video begins; the reader's <see cref="VideoReadOptions.Start"/>.
    /// </summary>
    public TimeSpan Start { get; init; }

    /// <summary>
    /// Frames a second as far as they are even, for the length of the last frame; 0 when unknown. Frames are shown at
    /// the times that they are written with, whatever this says.
    /// </summary>
    public double FrameRate { get; init; }

    /// <summary>
    /// Width of a pixel divided by its height, as two numbers. Frames that <see cref="VideoReader"/> reads have square
    /// pixels.
    /// </summary>
    public (int Width, int Height) PixelAspect { get; init; } = (1, 1);

    /// <summary>
    /// Quality from 0 (lossless) over 18 (no visible loss) and 23 to 51 (worst), x264's constant rate factor.
    /// </summary>
    public int Quality { get; init; } = 20;

    /// <summary>
    /// x264's preset: <c>ultrafast</c>, <c>superfast</c>, <c>veryfast</c>, <c>faster</c>, <c>fast</c>, <c>medium</c>,
    /// <c>slow</c>.
    /// </summary>
    /// <remarks>
    /// The default leaves two cores enough time to decode and detect beside it at 1280x720. <c>superfast</c> gives a
    /// file smaller by a fifth for 1.6 times its work.
    /// </remarks>
    public string Preset { get; init; } = FastestPreset;

    /// <summary>True to take the place of a file that is there; false makes that an error.</summary>
    public bool Overwrite { get; init; } = true;

    /// <summary>
    /// Whose sound is taken over once the pictures are complete, in place of <see cref="AudioFrom"/>: what came through
    /// a pipe is a file only then.
    /// </summary>
    internal VideoReader? SoundOf { get; init; }

    internal const string FastestPreset = "ultrafast";

    internal void Validate()
    {
        Check(Start >= TimeSpan.Zero, $"{nameof(Start)} must not be negative, got {Start}");
        Check(FrameRate is >= 0 and <= 1000, $"{nameof(FrameRate)} must be 0 to 1000, got {FrameRate}");
        Check(
            PixelAspect is { Width: > 0, Height: > 0 },
            $"{nameof(PixelAspect)} must be two numbers above 0, got {PixelAspect.Width}:{PixelAspect.Height}"
        );
        Check(Quality is >= 0 and <= 51, $"{nameof(Quality)} must be 0 to 51, got {Quality}");
        Check(
            Preset is "ultrafast" or "superfast" or "veryfast" or "faster" or "fast" or "medium" or "slow",
            $"{nameof(Preset)} must be one of x264's from ultrafast to slow, got '{Preset}'"
        );
    }

    private static void Check(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
