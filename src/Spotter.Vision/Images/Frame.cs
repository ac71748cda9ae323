namespace Spotter.Vision.Images;

/// <summary>
/// A picture on its way through a program: colour, gray, or both, with its place in a video. What is missing is
/// computed when it is first asked for.
/// </summary>
/// <remarks>Asking from several threads at once is safe. The pixel arrays are shared, not copied.</remarks>
public sealed class Frame
{
    private BgrImage? _bgr;
    private GrayImage? _gray;

    /// <summary>A frame of a colour picture; its gray plane is computed when it is needed.</summary>
    public Frame(BgrImage bgr)
    {
        ArgumentNullException.ThrowIfNull(bgr);
        _bgr = bgr;
        HasColor = true;
        Width = bgr.Width;
        Height = bgr.Height;
    }

    /// <summary>A frame of a gray picture; asked for colour, it answers gray in three channels.</summary>
    public Frame(GrayImage gray)
    {
        ArgumentNullException.ThrowIfNull(gray);
        _gray = gray;
        Width = gray.Width;
        Height = gray.Height;
    }

    /// <summary>A frame whose gray plane is known already, as the brightness plane of a video is.</summary>
    /// <exception cref="ArgumentException">The two differ in size.</exception>
    public Frame(BgrImage bgr, GrayImage gray)
        : this(bgr)
    {
        ArgumentNullException.ThrowIfNull(gray);
        if (gray.Width != bgr.Width || gray.Height != bgr.Height)
        {
            throw new ArgumentException(
                $"gray must be {bgr.Width}x{bgr.Height} as the colour picture is, got {gray.Width}x{gray.Height}",
                nameof(gray)
            );
        }

        _gray = gray;
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>Place in the video, counted from 0; 0 for a picture.</summary>
    public long Index { get; init; }

    /// <summary>Time since the start of the video; zero for a picture.</summary>
    public TimeSpan Timestamp { get; init; }

    /// <summary>
    /// True where the picture has colour of its own; asking a gray picture for <see cref="Bgr"/> does not give it any.
    /// </summary>
    internal bool HasColor { get; }

    /// <summary>The colour pixels.</summary>
    public BgrImage Bgr => _bgr ?? Interlocked.CompareExchange(ref _bgr, GrayConversion.ToBgr(_gray!), null) ?? _bgr;

    /// <summary>The gray plane.</summary>
    public GrayImage Gray => _gray ?? Interlocked.CompareExchange(ref _gray, _bgr!.ToGray(), null) ?? _gray;
}
