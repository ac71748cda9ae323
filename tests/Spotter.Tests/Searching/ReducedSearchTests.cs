using Spotter.Applications;
using Spotter.Batches;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Results;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests.Searching;

/// <summary>
/// A search that decodes no more than it needs finds what one of all pixels finds, and what is written has all of them.
/// </summary>
public sealed class ReducedSearchTests : IDisposable
{
    private const string Photo = "/usr/share/doc/opencv-doc/opencv4/html/230501201_1.jpg";
    private const int Width = 2401;

    private readonly TemporaryFolder _folder = new();
    private readonly string _large;

    public ReducedSearchTests()
    {
        Assert.SkipUnless(File.Exists(Photo), "no photograph with a face: install opencv-doc");
        BgrImage photo = Picture.Load(Photo).Bgr;
        _large = _folder.PathOf("large.jpg");
        photo.Resize(Width, (int)Math.Round((double)photo.Height * Width / photo.Width)).Save(_large);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Faces_LargePhoto_AreThoseOfAllPixels()
    {
        PictureResult reduced = Search(Faces.Create());
        PictureResult whole = Search(Faces.Create(), new Sink());
        Assert.Equal((whole.Width, whole.Height), (reduced.Width, reduced.Height));
        AssertAlike(whole.Detections, reduced.Detections);
    }

    [Fact]
    public void Smiles_LargePhoto_HaveTheLandmarksOfAllPixels()
    {
        Detection whole = Assert.Single(Search(Smiles.Create(Detector.Faces()), new Sink()).Detections);
        Detection reduced = Assert.Single(Search(Smiles.Create(Detector.Faces())).Detections);
        AssertAlike([whole], [reduced]);
        Assert.Equal(whole.Smile!.Value, reduced.Smile!.Value, 0.1);
        foreach ((Point one, Point other) in whole.Landmarks!.ToArray().Zip(reduced.Landmarks!.ToArray()))
        {
            Assert.InRange(Math.Abs(one.X - other.X) + Math.Abs(one.Y - other.Y), 0, whole.Box.Width / 20.0);
        }
    }

    [Fact]
    public void Faces_OnAPartOfThePhoto_AreWhereTheyAre()
    {
        Detection whole = Assert.Single(Search(Faces.Create(), new Sink()).Detections);
        var options = new DetectionOptions
        {
            RegionOfInterest = new Box(
                whole.Box.X - whole.Box.Width - 1,
                whole.Box.Y - whole.Box.Height - 3,
                3 * whole.Box.Width,
                3 * whole.Box.Height
            ),
        };
        AssertAlike(
            Search(Faces.Create(), new Sink(), options).Detections,
            Search(Faces.Create(), detection: options).Detections
        );
    }

    [Fact]
    public void Faces_WithCopy_KeepsAllPixels()
    {
        string output = _folder.PathOf("out");
        PictureRun.Run(
            Faces.Create(),
            Source.Parse(_large),
            new PictureRunOptions { WritesCopies = true, Output = output },
            cancellationToken: TestContext.Current.CancellationToken
        );
        BgrImage copy = Picture.Load(Path.Combine(output, "large.jpg")).Bgr;
        BgrImage original = Picture.Load(_large).Bgr;
        Assert.Equal((original.Width, original.Height), (copy.Width, copy.Height));

        // A corner, where nothing is drawn: what encoding costs, and no blur.
        double difference = 0;
        for (int i = 0; i < 300 * 3; i++)
        {
            difference += Math.Abs(copy.Pixels[i] - original.Pixels[i]) / 900.0;
        }

        Assert.InRange(difference, 0, 3);
    }

    private static void AssertAlike(IReadOnlyList<Detection> whole, IReadOnlyList<Detection> reduced)
    {
        Assert.NotEmpty(whole);
        Assert.Equal(whole.Count, reduced.Count);
        foreach ((Detection one, Detection other) in whole.Zip(reduced))
        {
            Assert.Equal(one.Label, other.Label);
            Assert.Equal(one.Score, other.Score, 0.05);
            double overlap = one.Box.IntersectionOverUnion(other.Box);
            Assert.True(overlap > 0.9, $"{one.Box} and {other.Box} overlap by {overlap:F3}");
        }
    }

    private PictureResult Search(Application application, Sink? sink = null, DetectionOptions? detection = null)
    {
        PictureResult? result = null;
        PictureRun.Run(
            application,
            Source.Parse(_large),
            new PictureRunOptions
            {
                Sinks = sink is null ? [] : [sink],
                Batch = new BatchOptions { Detection = detection ?? DetectionOptions.Default },
            },
            progress => result = progress.Latest.Result,
            TestContext.Current.CancellationToken
        );
        return result!;
    }

    /// <summary>Whoever makes something of a picture gets all of its pixels.</summary>
    private sealed class Sink : IPictureSink
    {
        public void Accept(PictureSource source, PictureResult result, Frame frame) =>
            Assert.Equal(frame.Width, frame.ReducedBy(8).Pixels.Width);
    }
}
