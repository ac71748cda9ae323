using Spotter.Media.Drawing;
using Spotter.Media.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media;

/// <summary>
/// Draws on frames and on parts of frames. The frame itself is changed, its gray plane too: what searches it afterwards
/// sees what was drawn.
/// </summary>
/// <remarks>Boxes may reach outside; what lies outside is cut off. A frame belongs to one thread while it is drawn
/// on.</remarks>
/// <example>
/// <code>
/// foreach (Detection face in faces.Detect(frame))
/// {
///     frame.Draw(face, Color.Random());
///     frame.Write("hello", face.Box, Color.Yellow);
/// }
/// </code>
/// </example>
public static class FrameDrawing
{
    /// <summary>Draws detections as <paramref name="options"/> say.</summary>
    /// <param name="frame">Changed in place.</param>
    /// <param name="detections">What to draw; the first are drawn on top.</param>
    /// <param name="options">How to draw; null means a box in a bright colour of its own for each.</param>
    /// <returns>The frame.</returns>
    public static Frame Draw(this Frame frame, IReadOnlyList<Detection> detections, AnnotatorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(detections);
        new Annotator(options).Draw(frame.Bgr, detections);
        frame.PixelsChanged();
        return frame;
    }

    /// <summary>Draws the box of a detection.</summary>
    /// <param name="frame">Changed in place.</param>
    /// <param name="detection">What was found.</param>
    /// <param name="color">Of the lines.</param>
    /// <param name="thickness">Of the lines in pixels, 1 to 100; null scales it with the frame.</param>
    public static void Draw(this Frame frame, Detection detection, Color color, int? thickness = null) =>
        frame.Draw(detection.Box, color, thickness);

    /// <summary>Draws a box.</summary>
    /// <param name="frame">Changed in place.</param>
    /// <param name="box">In pixels of the frame.</param>
    /// <param name="color">Of the lines.</param>
    /// <param name="thickness">Of the lines in pixels, 1 to 100; null scales it with the frame.</param>
    public static void Draw(this Frame frame, Box box, Color color, int? thickness = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        frame.Draw([new Detection(box, 0, "")], Looks(DrawStyle.Boxes, color, thickness));
    }

    /// <summary>Draws a circle about the middle of a box, as wide as the box is on average.</summary>
    /// <param name="frame">Changed in place.</param>
    /// <param name="box">In pixels of the frame.</param>
    /// <param name="color">Of the line.</param>
    /// <param name="thickness">Of the line in pixels, 1 to 100; null scales it with the frame.</param>
    public static void DrawCircle(this Frame frame, Box box, Color color, int? thickness = null)
    {
        ArgumentNullException.ThrowIfNull(frame);
        frame.Draw([new Detection(box, 0, "")], Looks(DrawStyle.Circles, color, thickness));
    }

    /// <summary>
    /// Writes one line of text at a box, on a coloured plate, moved inside the frame. On a machine without fonts
    /// nothing is written.
    /// </summary>
    /// <param name="frame">Changed in place.</param>
    /// <param name="text">One line; nothing is written where it is empty.</param>
    /// <param name="box">What the text belongs to, in pixels of the frame.</param>
    /// <param name="color">Of the plate; the text is black or white, whichever reads better.</param>
    /// <param name="place">Below the box unless set.</param>
    public static void Write(this Frame frame, string text, Box box, Color color, LabelPlace place = LabelPlace.Below)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(text);
        Overlay.Text(frame.Bgr, text, box, color, place);
        frame.PixelsChanged();
    }

    /// <summary>Draws the box of a detection on a part of a frame.</summary>
    /// <param name="part">The frame is changed, within the part.</param>
    /// <param name="detection">What was found in the part.</param>
    /// <param name="color">Of the lines.</param>
    /// <param name="thickness">Of the lines in pixels, 1 to 100; null scales it with the frame.</param>
    public static void Draw(this FrameView part, Detection detection, Color color, int? thickness = null) =>
        part.Draw(detection.Box, color, thickness);

    /// <summary>Draws a box on a part of a frame.</summary>
    /// <param name="part">The frame is changed, within the part.</param>
    /// <param name="box">In pixels of the part.</param>
    /// <param name="color">Of the lines.</param>
    /// <param name="thickness">Of the lines in pixels, 1 to 100; null scales it with the frame.</param>
    public static void Draw(this FrameView part, Box box, Color color, int? thickness = null)
    {
        ArgumentNullException.ThrowIfNull(part);
        OnPart(part, piece => piece.Draw(box, color, thickness ?? Annotator.DefaultThickness(part.Frame.Bgr)));
    }

    /// <summary>Draws a circle on a part of a frame: about the middle of a box, as wide as the box is on
    /// average.</summary>
    /// <param name="part">The frame is changed, within the part.</param>
    /// <param name="box">In pixels of the part.</param>
    /// <param name="color">Of the line.</param>
    /// <param name="thickness">Of the line in pixels, 1 to 100; null scales it with the frame.</param>
    public static void DrawCircle(this FrameView part, Box box, Color color, int? thickness = null)
    {
        ArgumentNullException.ThrowIfNull(part);
        OnPart(part, piece => piece.DrawCircle(box, color, thickness ?? Annotator.DefaultThickness(part.Frame.Bgr)));
    }

    /// <summary>Writes one line of text on a part of a frame, at a box, moved inside the part.</summary>
    /// <param name="part">The frame is changed, within the part.</param>
    /// <param name="text">One line; nothing is written where it is empty.</param>
    /// <param name="box">What the text belongs to, in pixels of the part.</param>
    /// <param name="color">Of the plate; the text is black or white, whichever reads better.</param>
    /// <param name="place">Below the box unless set.</param>
    public static void Write(
        this FrameView part,
        string text,
        Box box,
        Color color,
        LabelPlace place = LabelPlace.Below
    )
    {
        ArgumentNullException.ThrowIfNull(part);
        OnPart(part, piece => piece.Write(text, box, color, place));
    }

    /// <summary>Gives every pixel of a part of a frame one colour.</summary>
    /// <param name="part">The frame is changed, within the part.</param>
    /// <param name="color">The colour.</param>
    public static void Fill(this FrameView part, Color color)
    {
        ArgumentNullException.ThrowIfNull(part);
        OnPart(part, piece =>
        {
            byte[] pixels = piece.Bgr.Pixels;
            for (int i = 0; i < pixels.Length; i += 3)
            {
                (pixels[i], pixels[i + 1], pixels[i + 2]) = (color.B, color.G, color.R);
            }
        });
    }

    private static AnnotatorOptions Looks(DrawStyle style, Color color, int? thickness) =>
        new()
        {
            Style = style,
            Color = color,
            Thickness = thickness,
        };

    // A painter cuts off at the edge of its picture: the part becomes one, and goes back when it is painted.
    private static void OnPart(FrameView part, Action<Frame> paint)
    {
        BgrImage piece = part.Frame.Bgr.Crop(part.Area);
        paint(new Frame(piece));
        PictureGeometry.Paste(part.Frame.Bgr, piece, part.Area.X, part.Area.Y);
        part.Frame.PixelsChanged();
    }
}
