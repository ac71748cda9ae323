using System.Diagnostics;
using System.Numerics;

namespace Spotter.Vision.Images;

/// <summary>
/// A picture on its way through a program: colour, gray, or both, with its place in a video. What is missing is
/// computed when it is first asked for.
/// </summary>
/// <remarks>Asking from several threads at once is safe. The pixel arrays are shared, not copied.</remarks>
public sealed class Frame
{
    private readonly IDeferredPixels? _deferred;
    private readonly Lock _decoding = new();
    private BgrImage? _bgr;
    private GrayImage? _gray;
    private ReducedPicture? _reduced;

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

    /// <summary>
    /// A frame whose pixels are decoded when somebody asks for them, and no larger than whoever searches needs them.
    /// </summary>
    /// <param name="pixels">What decodes.</param>
    /// <param name="width">Pixels a row of the picture as shown.</param>
    /// <param name="height">Its rows.</param>
    internal Frame(IDeferredPixels pixels, int width, int height)
    {
        _deferred = pixels;
        HasColor = pixels.HasColor;
        Width = width;
        Height = height;
    }

    /// <summary>A frame of pixels that another library or a camera holds; they are copied.</summary>
    /// <param name="pixels">
    /// Rows from the top, <paramref name="strideBytes"/> apart; the last needs no padding behind it.
    /// </param>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="layout">What the bytes of a pixel are.</param>
    /// <param name="strideBytes">
    /// Bytes from the start of a row to that of the next; 0 where nothing lies between rows.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer bytes than the picture has, or rows overlap.</exception>
    /// <example>
    /// <code>
    /// Frame frame = Frame.FromPixels(bitmap.GetPixelSpan(), bitmap.Width, bitmap.Height, PixelLayout.Bgra32);
    /// </code>
    /// </example>
    public static Frame FromPixels(
        ReadOnlySpan<byte> pixels,
        int width,
        int height,
        PixelLayout layout,
        int strideBytes = 0
    ) => PixelTransfer.ToFrame(pixels, width, height, layout, strideBytes);

    /// <summary>A frame of pixels that native code holds; they are copied.</summary>
    /// <param name="firstRow">
    /// Where the top row starts; that picture's memory must stay during the call. All <paramref name="height"/> rows
    /// must be there: nothing can check it.
    /// </param>
    /// <param name="width">Pixels a row, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="layout">What the bytes of a pixel are.</param>
    /// <param name="strideBytes">
    /// Bytes from the start of a row to that of the next; below 0 where the picture lies upside down in memory, as some
    /// of System.Drawing's do.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The pointer is null, rows overlap, or a picture in planes lies upside down.
    /// </exception>
    public static unsafe Frame FromPointer(nint firstRow, int width, int height, PixelLayout layout, int strideBytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(firstRow);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfEqual(strideBytes, int.MinValue);
        int row = PixelTransfer.RowBytes(layout, width);
        if (strideBytes >= 0)
        {
            int stride = strideBytes == 0 ? row : strideBytes;
            int length = checked((int)PixelTransfer.Length(layout, height, row, stride));
            return FromPixels(new ReadOnlySpan<byte>((void*)firstRow, length), width, height, layout, stride);
        }

        if (layout == PixelLayout.Nv12)
        {
            throw new ArgumentException("a picture in planes cannot lie upside down", nameof(strideBytes));
        }

        byte[] rows = new byte[checked(row * height)];
        for (int y = 0; y < height; y++)
        {
            nint start = firstRow + ((nint)y * strideBytes);
            new ReadOnlySpan<byte>((void*)start, row).CopyTo(rows.AsSpan(y * row));
        }

        return FromPixels(rows, width, height, layout);
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
    public BgrImage Bgr
    {
        get
        {
            Decode();
            return _bgr ?? Interlocked.CompareExchange(ref _bgr, GrayConversion.ToBgr(_gray!), null) ?? _bgr;
        }
    }

    /// <summary>The gray plane.</summary>
    public GrayImage Gray
    {
        get
        {
            Decode();
            return _gray ?? Interlocked.CompareExchange(ref _gray, _bgr!.ToGray(), null) ?? _gray;
        }
    }

    /// <summary>How long decoding took of pixels that somebody asked for; zero where they were there.</summary>
    internal TimeSpan DecodingTime { get; private set; }

    /// <summary>The colour pixels for whoever needs fewer: as few as can be had without decoding all.</summary>
    /// <param name="most">By which part both sides may be divided at most: a power of two.</param>
    internal ReducedPicture ReducedBy(int most)
    {
        if (most == 1 || _deferred is null || _bgr is not null || _gray is not null)
        {
            return new ReducedPicture(Bgr, 1);
        }

        lock (_decoding)
        {
            if (_reduced is { } there && there.Factor <= most)
            {
                return there;
            }

            (Frame pixels, int factor) = Decode(_deferred, most);
            return _reduced = new ReducedPicture(pixels.Bgr, factor);
        }
    }

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

    /// <summary>The gray plane for whoever samples it in steps.</summary>
    /// <param name="step">From one sample to the next, in pixels of the frame.</param>
    /// <returns>As few pixels as can be had of which a step is one at least; by what their sides are divided.</returns>
    internal (GrayImage Gray, int Factor) GrayFor(double step)
    {
        if (step < 2 || _deferred is null || _bgr is not null || _gray is not null)
        {
            return (Gray, 1);
        }

        ReducedPicture picture = ReducedBy((int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(step, 1 << 20) + 1) / 2);
        return picture.Factor == 1 ? (Gray, 1) : (picture.Gray, picture.Factor);
    }

    /// <summary>Brings all pixels into memory, where they are not yet.</summary>
    private void Decode()
    {
        if (_deferred is null || _bgr is not null || _gray is not null)
        {
            return;
        }

        lock (_decoding)
        {
            if (_bgr is null && _gray is null)
            {
                Frame whole = Decode(_deferred, 1).Pixels;
                (_bgr, _gray) = (whole._bgr, whole._gray);
            }
        }
    }

    private (Frame Pixels, int Factor) Decode(IDeferredPixels deferred, int mostReduced)
    {
        long start = Stopwatch.GetTimestamp();
        (Frame Pixels, int Factor) decoded = deferred.Decode(mostReduced);
        DecodingTime += Stopwatch.GetElapsedTime(start);
        return decoded;
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
        Decode();
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
