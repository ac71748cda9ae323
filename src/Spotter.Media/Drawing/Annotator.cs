using SkiaSharp;
using Spotter.Media.Drawing.Speech;
using Spotter.Media.Drawing.Stickers;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Drawing;

/// <summary>Draws detections onto pictures. It is immutable and may be shared between threads.</summary>
public sealed class Annotator
{
    /// <summary>Beyond any picture, in pixels, but where neither integers nor Skia's floats lose count.</summary>
    internal const int Far = 4_000_000;

    private static readonly DrawColor Black = DrawColor.FromRgb(0, 0, 0);

    private readonly AnnotatorOptions _options;
    private readonly SKTypeface? _typeface;

    /// <summary>An annotator of one style.</summary>
    /// <param name="options">How to draw; null means the defaults.</param>
    public Annotator(AnnotatorOptions? options = null)
        : this(options ?? AnnotatorOptions.Default, SystemTypeface.Instance) { }

    internal Annotator(AnnotatorOptions options, SKTypeface? typeface)
    {
        if (!Enum.IsDefined(options.Style))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options.Style,
                $"style must be one of {string.Join(", ", Enum.GetNames<DrawStyle>())}, got {options.Style}"
            );
        }

        if (options.SwapsHeads && options.Style.Hides())
        {
            throw new ArgumentException(
                $"heads cannot be swapped where they are hidden ({options.Style}): they would show elsewhere",
                nameof(options)
            );
        }

        _options = options;
        _typeface = typeface;
    }

    /// <summary>Where bubbles were, for frames of one video in their order; null for pictures by themselves.</summary>
    internal BubbleMemory? Memory { get; init; }

    /// <summary>
    /// Draws onto the picture itself. Boxes may reach outside the picture; what lies outside is cut off, and labels and
    /// bubbles are moved inside. On a machine without fonts neither is drawn.
    /// </summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="detections">What to draw; the first are drawn on top, labels above all outlines.</param>
    public void Draw(BgrImage image, IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(detections);
        if (_options.Style == DrawStyle.None)
        {
            return;
        }

        using RegionCanvas canvas = RegionCanvas.Rent();
        int thickness = _options.Thickness ?? DefaultThickness(image);
        List<FoundFace> faces = _options.AsksForFaces ? FoundFace.Of(detections, image, Tame) : [];
        if (_options.SwapsHeads)
        {
            FoundFace[] largest = [.. faces.OrderByDescending(static face => face.Pose.Unit).Take(2)];
            if (largest.Length == 2)
            {
                HeadSwap.Paint(canvas, image, largest[0].Pose, largest[1].Pose);
            }
        }

        for (int i = detections.Count - 1; i >= 0; i--)
        {
            DrawOne(canvas, image, detections[i], ColorOf(detections[i], i), thickness);
        }

        for (int i = faces.Count - 1; i >= 0; i--)
        {
            foreach (Sticker sticker in _options.Stickers)
            {
                StickerPainter.Paint(canvas, image, faces[i].Pose, sticker);
            }
        }

        if (_options.Label is not null || _options.Text is not null || _options.Captions is not null)
        {
            DrawLabels(canvas, image, detections, thickness);
        }

        if (_options.Speech is { } speech)
        {
            DrawBubbles(canvas, image, faces, speech);
        }
    }

    private void DrawLabels(RegionCanvas canvas, BgrImage image, IReadOnlyList<Detection> detections, int thickness)
    {
        int outline = _options.Style.Outlines() ? thickness : 0;
        for (int i = detections.Count - 1; i >= 0; i--)
        {
            Box box = Tame(detections[i].Box);
            string text = _options.Captions?.For(detections[i], detections) ?? "";
            text =
                text.Length > 0
                    ? text
                    : _options.Text?.Invoke(detections[i]) ?? _options.Label?.Format(detections[i]) ?? "";
            if (text.Length > 0 && IsVisible(box, image))
            {
                LabelPainter.Paint(
                    canvas,
                    image,
                    text,
                    _options.Style == DrawStyle.Circles ? OutlinePainter.CircleBounds(box) : box,
                    ColorOf(detections[i], i),
                    outline,
                    _typeface,
                    _options.LabelPlace
                );
            }
        }
    }

    private void DrawBubbles(RegionCanvas canvas, BgrImage image, List<FoundFace> faces, SpeechBubbles speech)
    {
        if (_typeface is null)
        {
            return;
        }

        Box[] avoid = [.. faces.Select(static face => face.Area.Inflate(0.05))];
        Box[] stickers =
        [
            .. faces.SelectMany(face => _options.Stickers.Select(sticker => sticker.BoundsOn(face.Pose))),
        ];
        var bubbles = new List<Box>();
        foreach (FoundFace face in faces)
        {
            int? track = face.Detection.TrackId;
            Box bubble = BubblePainter.Paint(
                canvas,
                image,
                speech.For(face.Detection, face.Index),
                face.Area,
                face.Pose.Mouth,
                avoid,
                stickers,
                bubbles,
                Memory?.Recall(track),
                _typeface
            );
            if (!bubble.IsEmpty)
            {
                bubbles.Add(bubble);
                Memory?.Keep(track, (bubble.X - face.Area.X, bubble.Y - face.Area.Y));
            }
        }
    }

    /// <summary>Draws onto a copy.</summary>
    /// <param name="image">It is not changed.</param>
    /// <param name="detections">What to draw; the first are drawn on top, labels above all outlines.</param>
    public BgrImage DrawCopy(BgrImage image, IReadOnlyList<Detection> detections)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(detections);
        int length = image.Width * image.Height * 3;
        byte[] pixels = GC.AllocateUninitializedArray<byte>(length);
        image.Pixels.AsSpan(0, length).CopyTo(pixels);
        var copy = new BgrImage(pixels, image.Width, image.Height);
        Draw(copy, detections);
        return copy;
    }

    private void DrawOne(RegionCanvas canvas, BgrImage image, Detection detection, SKColor color, int thickness)
    {
        Box box = Tame(detection.Box);
        if (!IsVisible(box, image))
        {
            return;
        }

        if (_options.Style.Hides())
        {
            Hide(canvas, image, detection, box, color);
        }
        else if (_options.Style.Outlines())
        {
            Outline(canvas, image, detection, box, color, thickness);
        }
    }

    private void Hide(RegionCanvas canvas, BgrImage image, in Detection detection, Box box, SKColor color)
    {
        DetectionMask? mask = HiddenShape.Trusted(detection);
        Box whole = mask is null ? box : Around(box, Tame(mask.Box));
        Box area = whole.Inflate(_options.Margin);

        // Half of what a box is grown by: an outline is nearer to what it holds than a box is.
        int reach = (int)Math.Round(Math.Min(whole.Width, whole.Height) * _options.Margin / 2);
        using HiddenShape? shape = mask is null ? null : new HiddenShape(image, area, mask, reach);
        switch (_options.Style)
        {
            case DrawStyle.Blur:
                Concealment.Blur(image, area, whole);
                break;
            case DrawStyle.Pixelate:
                Concealment.Pixelate(image, area);
                break;
            default:
                canvas.Draw(image, area, color, static (canvas, _, fill) => canvas.Clear(fill));
                break;
        }

        shape?.Restore(image);
    }

    private void Outline(
        RegionCanvas canvas,
        BgrImage image,
        in Detection detection,
        Box box,
        SKColor color,
        int thickness
    )
    {
        bool hasOwn = detection.Mask is not null || detection.Keypoints is not null;
        DrawStyle style = _options.Style == DrawStyle.Outline ? DrawStyle.Boxes : _options.Style;
        if (_options.Style != DrawStyle.Outline || !hasOwn)
        {
            if (_options.ShadowByLabel.TryGetValue(detection.Label ?? "", out DrawColor shadow))
            {
                OutlinePainter.Paint(
                    canvas,
                    image,
                    style,
                    box.Offset(thickness, thickness),
                    Skia(shadow.For(detection, 0)),
                    thickness
                );
            }

            OutlinePainter.Paint(canvas, image, style, box, color, thickness);
        }

        if (detection.Mask is { } mask)
        {
            MaskPainter.Paint(canvas, image, mask, color, thickness);
        }

        if (detection.Keypoints is { } keypoints)
        {
            SkeletonPainter.Paint(canvas, image, keypoints, color, thickness);
        }
    }

    private static Box Around(Box a, Box b)
    {
        (int left, int top) = (Math.Min(a.X, b.X), Math.Min(a.Y, b.Y));
        return new Box(left, top, Math.Max(a.Right, b.Right) - left, Math.Max(a.Bottom, b.Bottom) - top);
    }

    private SKColor ColorOf(Detection detection, int index)
    {
        if (_options.Style == DrawStyle.Solid)
        {
            return Skia((_options.Color ?? Black).For(detection, index));
        }

        DrawColor color = _options.ColorByLabel.TryGetValue(detection.Label ?? "", out DrawColor own)
            ? own
            : _options.Color ?? DrawColor.Random;
        return Skia(color.For(detection, index));
    }

    /// <summary>The width of outlines that fits a picture, in pixels.</summary>
    internal static int DefaultThickness(BgrImage image) =>
        Math.Max(2, (int)Math.Round(Math.Min(image.Width, image.Height) / 240.0));

    private static SKColor Skia((byte Red, byte Green, byte Blue) color) => new(color.Red, color.Green, color.Blue);

    internal static bool IsVisible(Box box, BgrImage image) =>
        !PictureGeometry.Clip(box, image.Width, image.Height).IsEmpty;

    private static Box Tame(Box box)
    {
        int left = Math.Clamp(box.X, -Far, Far);
        int top = Math.Clamp(box.Y, -Far, Far);
        int right = (int)Math.Clamp((long)box.X + box.Width, -Far, Far);
        int bottom = (int)Math.Clamp((long)box.Y + box.Height, -Far, Far);
        return new Box(left, top, right - left, bottom - top);
    }
}
