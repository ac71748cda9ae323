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
    internal bool HasColor { get; private set; }

    /// <summary>True for a frame of a video or a camera: others come before or after it.</summary>
    public bool IsOfVideo { get; init; }

    /// <summary>A part of the frame, to search and to draw on: what is drawn there is drawn on this frame.</summary>
    /// <param name="part">In pixels of the frame; what lies outside of it is left out.</param>
    /// <exception cref="ArgumentException">The part holds no pixel of the frame.</exception>
    public FrameView this[Box part] => new(this, part);

    /// <summary>The colour pixels.</summary>
    public BgrImage Bgr => _bgr ?? Interlocked.CompareExchange(ref _bgr, GrayConversion.ToBgr(_gray!), null) ?? _bgr;

    /// <summary>The gray plane.</summary>
    public GrayImage Gray => _gray ?? Interlocked.CompareExchange(ref _gray, _bgr!.ToGray(), null) ?? _gray;

    /// <summary>
    /// The pixels as text, a line a row: one number a pixel where the picture is gray, and blue, green and red where it
    /// has colour, 0 dark to 255 bright.
    /// </summary>
    public string Numbers() => PixelNumbers.Of(this);

    /// <summary>
    /// To be called after writing to the pixels of <see cref="Bgr"/>: gray then follows from what they are now.
    /// Drawing does it by itself.
    /// </summary>
    /// <remarks>No other thread may use the frame meanwhile.</remarks>
    public void PixelsChanged()
    {
        _ = Bgr;
        _gray = null;
        HasColor = true;
    }

    /// <summary>Another picture in this one's place in the video.</summary>
    internal Frame Like(BgrImage bgr) =>
        new(bgr)
        {
            Index = Index,
            Timestamp = Timestamp,
            IsOfVideo = IsOfVideo,
        };

    /// <summary>Another frame's pixels in this one's place in the video.</summary>
    internal Frame Like(Frame pixels) =>
        pixels.HasColor
            ? Like(pixels.Bgr)
            : new(pixels.Gray)
            {
                Index = Index,
                Timestamp = Timestamp,
                IsOfVideo = IsOfVideo,
            };

    /// <summary>A part with pixels of its own; the gray plane too where the frame has one already.</summary>
    internal Frame CopyOf(Box area)
    {
        GrayImage? gray = _gray is { } plane
            ? new GrayImage(Rows(plane.Pixels, area, 1), area.Width, area.Height)
            : null;
        BgrImage? bgr = HasColor ? new BgrImage(Rows(Bgr.Pixels, area, 3), area.Width, area.Height) : null;
        return bgr is null ? new Frame(gray!)
            : gray is null ? new Frame(bgr)
            : new Frame(bgr, gray);
    }

    private byte[] Rows(byte[] pixels, Box area, int channels)
    {
        int length = area.Width * channels;
        var part = new byte[area.Height * length];
        for (int y = 0; y < area.Height; y++)
        {
            pixels.AsSpan((((area.Y + y) * Width) + area.X) * channels, length).CopyTo(part.AsSpan(y * length, length));
        }

        return part;
    }
}
