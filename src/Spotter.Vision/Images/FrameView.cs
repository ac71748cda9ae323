namespace Spotter.Vision.Images;

/// <summary>
/// A part of a frame, in the frame's own memory: what is drawn on the part is drawn on the frame, within the part.
/// </summary>
/// <remarks>
/// Boxes on a view count from its own top left corner. A view holds no pixels: it shows what the frame holds at the
/// moment.
/// </remarks>
/// <example>
/// <code>
/// foreach (Detection face in faces.Detect(frame))
/// {
///     FrameView head = frame[face.Box];
///     foreach (Detection eye in eyes.Detect(head))
///     {
///         head.Draw(eye, Color.Cyan); // eye.Box counts from the corner of the head
///     }
/// }
/// </code>
/// </example>
public sealed class FrameView
{
    /// <summary>Looks at a part of a frame.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="area">The part, in pixels of the frame; what lies outside of it is left out.</param>
    /// <exception cref="ArgumentException">The part holds no pixel of the frame.</exception>
    public FrameView(Frame frame, Box area)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Frame = frame;
        Area = Clip(area, frame);
    }

    /// <summary>The frame.</summary>
    public Frame Frame { get; }

    /// <summary>Which part of the frame it is, in pixels of the frame.</summary>
    public Box Area { get; }

    /// <summary>Pixels a row.</summary>
    public int Width => Area.Width;

    /// <summary>Number of rows.</summary>
    public int Height => Area.Height;

    /// <summary>A part of this part.</summary>
    /// <param name="part">In pixels of this view; what lies outside of it is left out.</param>
    /// <exception cref="ArgumentException">The part holds no pixel of this view.</exception>
    public FrameView this[Box part] => new(Frame, part.Offset(Area.X, Area.Y).Intersect(Area));

    /// <summary>The part as a frame of its own, with pixels of its own: changing it changes nothing else.</summary>
    public Frame Copy() => Frame.CopyOf(Area);

    private static Box Clip(Box area, Frame frame)
    {
        Box inside = area.Intersect(new Box(0, 0, frame.Width, frame.Height));
        return inside.IsEmpty
            ? throw new ArgumentException(
                $"the part {area} holds no pixel of the {frame.Width}x{frame.Height} frame",
                nameof(area)
            )
            : inside;
    }
}
