using Spotter.Applications;
using Spotter.Media;
using Spotter.Media.Drawing.Stickers;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Tests.Support;
using Spotter.Tests.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Tests.Applications;

public sealed class ClassifiedTests
{
    [Fact]
    public void Detect_EachFind_IsNamedByItsOwnCrop()
    {
        // A dark half with one face and a bright half with another.
        var image = new BgrImage(200, 100);
        for (int i = 0; i < 200 * 100; i++)
        {
            image.Pixels.AsSpan(3 * i, 3).Fill((byte)(i % 200 < 100 ? 20 : 235));
        }

        var found = new StubDetector(static _ =>
            [
                new Detection(new Box(20, 20, 50, 60), 2, "face"),
                new Detection(new Box(130, 20, 50, 60), 1, "face"),
                new Detection(new Box(500, 20, 50, 60), 1, "face"),
            ]
        );
        Application who = new Application(found).Classify(DarkOrBright());
        Assert.Equal(["dark", "bright"], who.Detector.Labels);
        IReadOnlyList<Detection> named = who.Detector.Detect(
            new Frame(image),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal([("dark", 2.0), ("bright", 1.0)], named.Select(static one => (one.Label, one.Score)));
        Assert.All(named, static one => Assert.InRange(one.Share!.Value, 0.9, 1));
        Assert.Equal("dark 99 %", who.Drawing.Label!.Format(named[0] with { Share = 0.9901 }));
    }

    [Fact]
    public void Tracking_AnswersThatDoNotAgree_AreVoted()
    {
        Application who = new Application(new StubDetector(static _ => [])).Classify(DarkOrBright());
        var tracker = new Tracker(who.Tracking);
        Detection face = new(new Box(10, 10, 50, 50), 1, "dark") { Share = 0.8 };
        List<Detection> shown = [];
        for (int frame = 0; frame < 75; frame++)
        {
            // Each third answer is another one.
            Detection said = frame % 3 == 2 ? face with { Label = "bright", Share = 0.7 } : face;
            IReadOnlyList<Track> tracks = tracker.Update([said], TimeSpan.FromSeconds(frame / 25.0));
            shown.AddRange(tracks.Select(static track => track.Detection));
        }

        Assert.True(shown.Count > 65);
        Assert.Equal([("dark", 1)], shown.Select(static one => (one.Label, one.TrackId!.Value)).Distinct());
        Assert.InRange(shown[^1].Share!.Value, 0.4, 0.65);
    }

    [Fact]
    public void UsesColor_OfAColourClassifier_HoldsWhateverTheDetector()
    {
        Assert.False(new ClassifiedFinds(new AlignedFaces(), DarkOrBright(), inverts: false).UsesColor);
        Assert.True(new ClassifiedFinds(new AlignedFaces(), DarkOrBright(channels: 3), inverts: false).UsesColor);
    }

    [Fact]
    public void Run_WithStickersOnNamedFaces_LooksForLandmarksByItself()
    {
        using var folder = new TemporaryFolder();
        string picture = folder.PathOf("picture.png");
        new BgrImage(80, 80).Save(picture);
        Application who = new Application(new AlignedFaces()).Classify(DarkOrBright());
        Assert.Null(Found(who).Landmarks);
        Detection dressed = Found(who with { Drawing = who.Drawing with { Stickers = [Sticker.Parse("hat")] } });
        Assert.NotNull(dressed.Landmarks);
        Assert.Equal("dark", dressed.Label);

        Detection Found(Application application)
        {
            Detection? found = null;
            PictureRun.Run(
                application,
                Source.Parse(picture),
                progress: progress => found = Assert.Single(progress.Latest.Result!.Detections),
                cancellationToken: TestContext.Current.CancellationToken
            );
            return Assert.NotNull(found);
        }
    }

    [Fact]
    public void Detect_Inverted_SeesTheNegative()
    {
        var image = new BgrImage(50, 50);
        var finds = new ClassifiedFinds(new AlignedFaces(), DarkOrBright(), inverts: true);
        IReadOnlyList<Detection> found = finds.Detect(
            new Frame(image),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal("bright", Assert.Single(found).Label);
    }

    // The mean of 16 pixels decides.
    private static ImageClassifier DarkOrBright(int channels = 1)
    {
        var network = new Sequential(TensorShape.Image(4, 4, channels), [new Flatten(), new Dense(2)]);
        int inputs = 16 * channels;
        network
            .Parameters[0]
            .SetValues([.. Enumerable.Range(0, 2 * inputs).Select(i => i % 2 == 0 ? -10f / inputs : 10f / inputs)]);
        network.Parameters[1].SetValues([5, -5]);
        return new ImageClassifier(network, PixelNormalization.ZeroToOne(channels), ["dark", "bright"]);
    }
}
