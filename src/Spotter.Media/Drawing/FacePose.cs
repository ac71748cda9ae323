using Spotter.Vision;
using Spotter.Vision.Detectors;

namespace Spotter.Media.Drawing;

/// <summary>
/// Where a face is and how it is turned: what is put on it is given in eye distances from its eyes, nose or mouth.
/// </summary>
/// <param name="Eyes">Between the eyes, in pixels.</param>
/// <param name="Nose">Tip of the nose, in pixels.</param>
/// <param name="Mouth">Middle of the mouth, in pixels.</param>
/// <param name="Angle">How far the face is turned clockwise, in radians.</param>
/// <param name="Unit">Distance of the eyes of a face that looks at the camera, in pixels; above 0.</param>
internal readonly record struct FacePose(Point Eyes, Point Nose, Point Mouth, double Angle, double Unit)
{
    // From eyes to mouth, in eye distances of a face that looks at the camera.
    private const double EyesToMouth = 1.15;

    // In parts of the square that a cascade boxes: medians of what landmarks say there.
    private const double EyesY = 0.40;
    private const double NoseY = 0.58;
    private const double MouthY = 0.77;
    private const double EyeDistance = 0.37;

    // A cascade's box is a square. A network's box, from brows to chin, is higher than wide, and within such a square.
    // What is higher than that is a body with a head on top.
    private const double LeastTight = 1.08;
    private const double LeastBody = 1.6;
    private const double HeadOfBody = 0.15;

    /// <summary>A point from here, along the face: to the right of who looks at it, and towards the chin.</summary>
    /// <param name="from">In pixels.</param>
    /// <param name="right">Eye distances.</param>
    /// <param name="down">Eye distances.</param>
    public Point At(Point from, double right, double down)
    {
        (double sin, double cos) = Math.SinCos(Angle);
        return new Point(from.X + Unit * (right * cos - down * sin), from.Y + Unit * (right * sin + down * cos));
    }

    /// <summary>Of landmarks where there are some, else of the box.</summary>
    public static FacePose Of(in Detection face) =>
        face.Landmarks is { } landmarks && Of(landmarks) is { } pose ? pose : Of(face.Box);

    /// <summary>Null where the places are no face: all at one point, or no numbers.</summary>
    private static FacePose? Of(FaceLandmarks face)
    {
        Point eyes = Middle(face.RightEye, face.LeftEye);
        Point mouth = Middle(face.RightMouth, face.LeftMouth);

        // The line through the eyes, that through the corners of the mouth, and the upright between them: a face that
        // looks aside still has its height, one that nods its width.
        double x = face.LeftEye.X - face.RightEye.X + face.LeftMouth.X - face.RightMouth.X + mouth.Y - eyes.Y;
        double y = face.LeftEye.Y - face.RightEye.Y + face.LeftMouth.Y - face.RightMouth.Y - (mouth.X - eyes.X);
        double distance = face.RightEye.DistanceTo(face.LeftEye);
        double height = eyes.DistanceTo(mouth);
        double unit = Math.Max(distance, height / EyesToMouth);
        double angle = Math.Atan2(y, x);
        return double.IsFinite(angle) && double.IsFinite(unit) && unit > 0.5
            ? new FacePose(eyes, face.Nose, mouth, angle, unit)
            : null;
    }

    private static FacePose Of(Box box)
    {
        double middle = box.X + box.Width / 2.0;
        double shape = (double)box.Height / Math.Max(1, box.Width);
        (double top, double side) = shape switch
        {
            > LeastBody => (box.Y, HeadOfBody * box.Height),
            > LeastTight => (box.Y + FaceBoxes.Square.Y * box.Height, FaceBoxes.Square.Width * box.Width),
            _ => (box.Y + (box.Height - box.Width) / 2.0, box.Width),
        };
        side = Math.Max(1, side);
        return new FacePose(
            new Point(middle, top + EyesY * side),
            new Point(middle, top + NoseY * side),
            new Point(middle, top + MouthY * side),
            0,
            EyeDistance * side
        );
    }

    private static Point Middle(Point a, Point b) => new((a.X + b.X) / 2, (a.Y + b.Y) / 2);
}
