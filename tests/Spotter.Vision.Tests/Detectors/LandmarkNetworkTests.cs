using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Detectors;

public sealed class LandmarkNetworkTests
{
    private static readonly Box Face = new(30, 25, 60, 76);

    [Fact]
    public void Find_ADrawnFace_AnswersItsParts()
    {
        FaceLandmarks found = LandmarkNetwork.Default.Find(Drawn(), Face);
        AssertNear(new Point(46, 55), found.RightEye);
        AssertNear(new Point(74, 55), found.LeftEye);
        AssertNear(new Point(60, 70), found.Nose);
        AssertNear(new Point(49, 85), found.RightMouth);
        AssertNear(new Point(71, 85), found.LeftMouth);
    }

    [Fact]
    public void Find_MirroredFace_AnswersMirroredParts()
    {
        GrayImage drawn = Drawn();
        var mirrored = new byte[drawn.Pixels.Length];
        for (int i = 0; i < mirrored.Length; i++)
        {
            int row = i / drawn.Width;
            mirrored[i] = drawn.Pixels[(row * drawn.Width) + (drawn.Width - 1 - (i % drawn.Width))];
        }

        FaceLandmarks one = LandmarkNetwork.Default.Find(drawn, Face);
        FaceLandmarks other = LandmarkNetwork.Default.Find(
            new GrayImage(mirrored, drawn.Width, drawn.Height),
            Face with
            {
                X = drawn.Width - Face.Right,
            }
        );
        Assert.Equal(drawn.Width - one.RightEye.X, other.LeftEye.X, 0.05);
        Assert.Equal(one.RightEye.Y, other.LeftEye.Y, 0.05);
        Assert.Equal(drawn.Width - one.LeftMouth.X, other.RightMouth.X, 0.05);
    }

    [Fact]
    public void WithLandmarks_OfAnotherDetector_FillsThoseThatAreMissing()
    {
        var known = new FaceLandmarks(new(1, 2), new(3, 4), new(5, 6), new(7, 8), new(9, 10));
        var faces = new Given([
            new Detection(Face, 0.9, "face"),
            new Detection(Face, 0.8, "face") { Landmarks = known },
        ]);
        IReadOnlyList<Detection> found = Detector
            .WithLandmarks(faces)
            .Detect(new Frame(Drawn()), cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotNull(found[0].Landmarks);
        Assert.Same(known, found[1].Landmarks);
        Assert.Equal([0.9, 0.8], found.Select(static face => face.Score));
    }

    [Fact]
    public void Find_SmallestFaceAndFaceBesideThePicture_AnswersNumbers()
    {
        foreach (Box box in new[] { new Box(0, 0, 1, 1), new Box(115, 120, 40, 50) })
        {
            foreach (Point place in LandmarkNetwork.Default.Find(Drawn(), box).ToArray())
            {
                Assert.True(double.IsFinite(place.X) && double.IsFinite(place.Y));
            }
        }
    }

    private static void AssertNear(Point expected, Point found)
    {
        Assert.Equal(expected.X, found.X, 6.0);
        Assert.Equal(expected.Y, found.Y, 6.0);
    }

    // A bright oval with dark eyes, nose and mouth, as a child draws it but filled in.
    private static GrayImage Drawn()
    {
        const int Side = 124;
        var pixels = new byte[Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = i % Side;
            double y = i / Side;
            double value = 90;
            value = Within(x, y, 60, 66, 34, 46) ? 40 : value;
            value = Within(x, y, 60, 70, 28, 38) ? 190 : value;
            value -= 40 * Near(x, y, 46, 48, 8, 2) + 40 * Near(x, y, 74, 48, 8, 2);
            value -= 90 * Near(x, y, 46, 55, 5, 2.5) + 90 * Near(x, y, 74, 55, 5, 2.5);
            value -= 35 * Near(x, y, 57, 72, 2, 2) + 35 * Near(x, y, 63, 72, 2, 2);
            value -= 70 * Near(x, y, 60, 85, 11, 2.5);
            pixels[i] = (byte)Math.Clamp(value, 0, 255);
        }

        return new GrayImage(pixels, Side, Side);
    }

    private static bool Within(double x, double y, double left, double top, double width, double height) =>
        ((x - left) / width * ((x - left) / width)) + ((y - top) / height * ((y - top) / height)) < 1;

    private static double Near(double x, double y, double left, double top, double width, double height) =>
        Math.Exp(-((x - left) / width * ((x - left) / width)) - ((y - top) / height * ((y - top) / height)));

    private sealed class Given(IReadOnlyList<Detection> found) : IDetector
    {
        public IReadOnlyList<string> Labels { get; } = ["face"];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        ) => found;
    }
}
