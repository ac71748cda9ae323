using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Networks;

public sealed class NetworkDetectorTests
{
    private static readonly NetworkDetectorModel Model = ModelCatalog.Get("people").LoadNetwork();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Load_WhatToBytesWrote_AnswersTheSame()
    {
        NetworkDetectorModel read = NetworkDetectorModel.Load(Model.ToBytes(), "copy");
        Frame frame = Noise(200, 150);
        var options = new DetectionOptions { MinScore = 0.03 };
        Assert.Equal(
            new NetworkDetector(Model).Detect(frame, options, Cancellation),
            new NetworkDetector(read).Detect(frame, options, Cancellation)
        );
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(2000)]
    public void Load_DamagedBytes_SaysSo(int at)
    {
        byte[] bytes = Model.ToBytes();
        bytes[at] ^= 0x40;
        InvalidDataException problem = Assert.Throws<InvalidDataException>(() =>
            NetworkDetectorModel.Load(bytes, "broken.network")
        );
        Assert.StartsWith("broken.network: ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Classifier_IsNoDetector()
    {
        using Stream stream = typeof(Detector).Assembly.GetManifestResourceStream("smiles.network")!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        Assert.Contains(
            "is no usable detector",
            Assert.Throws<InvalidDataException>(() => NetworkDetectorModel.Load(bytes, "smiles")).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Detect_Threads_ChangeNothing()
    {
        Frame frame = Player();
        var options = new DetectionOptions
        {
            MinScore = 0.02,
            MinNeighbors = 0,
            Threads = 1,
        };
        var detector = new NetworkDetector(Model);
        IReadOnlyList<Detection> one = detector.Detect(frame, options, Cancellation);
        Assert.NotEmpty(one);
        Assert.Equal(one, detector.Detect(frame, options with { Threads = 3 }, Cancellation));
    }

    [Fact]
    public void Detect_Region_IsAsAPictureOfItsOwn()
    {
        Frame frame = Player();
        var region = new Box(140, 20, 256, 256);
        var options = new DetectionOptions { MinScore = 0.02, MinNeighbors = 0 };
        var detector = new NetworkDetector(Model);
        IReadOnlyList<Detection> inside = detector.Detect(
            frame,
            options with
            {
                RegionOfInterest = region,
            },
            Cancellation
        );
        IReadOnlyList<Detection> alone = detector.Detect(Crop(frame, region), options, Cancellation);
        Assert.NotEmpty(alone);
        Assert.Equal(alone.Select(found => found with { Box = found.Box.Offset(140, 20) }), inside);
    }

    [Fact]
    public void Detect_Sizes_AreKept()
    {
        Frame frame = Player();
        var options = new DetectionOptions
        {
            MinScore = 0.02,
            InputSize = 320,
            MinNeighbors = 0,
        };
        var detector = new NetworkDetector(Model);
        IReadOnlyList<Detection> all = detector.Detect(frame, options, Cancellation);
        int median = all.Select(static one => one.Box.Width).Order().ElementAt(all.Count / 2);
        IReadOnlyList<Detection> large = detector.Detect(
            frame,
            options with
            {
                MinSize = new(median, 0),
            },
            Cancellation
        );
        Assert.Equal(all.Where(one => one.Box.Width >= median), large);
        IReadOnlyList<Detection> small = detector.Detect(
            frame,
            options with
            {
                MaxSize = new(median, 0),
            },
            Cancellation
        );
        Assert.Equal(all.Where(one => one.Box.Width <= median), small);
    }

    [Fact]
    public void Detect_ForATracker_AnswersWeakFindsTooAndMarksThem()
    {
        Frame frame = Player();
        var lower = new DetectionOptions { MinScore = Model.ThresholdOf("person") * DetectionOptions.WeakPart };
        var people = new NetworkDetector(Model, ["person"]);
        IReadOnlyList<Detection> all = people.Detect(
            frame,
            DetectionOptions.Default with
            {
                FindsWeak = true,
            },
            Cancellation
        );
        Assert.Equal(people.Detect(frame, lower, Cancellation), all.Select(static one => one with { IsWeak = false }));
        Assert.Equal(people.Detect(frame, null, Cancellation), all.Where(static one => !one.IsWeak));

        // What somebody asks for holds.
        Assert.DoesNotContain(people.Detect(frame, lower with { FindsWeak = true }, Cancellation), static one =>
            one.IsWeak
        );
        var sure = new NetworkDetector(Model) { MinScores = [0.6, 0.6] };
        Assert.DoesNotContain(
            sure.Detect(frame, DetectionOptions.Default with { FindsWeak = true }, Cancellation),
            static one => one.IsWeak || one.Score < 0.6
        );
    }

    [Fact]
    public void Create_AgainAndWithOtherNames_RunsInTheSameThreads()
    {
        NetworkDetectorModel other = Model.Called("car", "automobile");
        Assert.Same(Model.RunnerFor(2), other.RunnerFor(2));
        Assert.Same(Model.RunnerFor(0), Model.RunnerFor(Environment.ProcessorCount));
        Assert.NotSame(Model.RunnerFor(1), Model.RunnerFor(2));
    }

    [Fact]
    public void Create_UnknownClass_IsRefused() =>
        Assert.Contains(
            "the model finds person, car, not bus",
            Assert.Throws<ArgumentException>(() => new NetworkDetector(Model, ["bus"])).Message,
            StringComparison.Ordinal
        );

    // In noise a good network finds nothing.
    internal static Frame Player()
    {
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        GrayImage gray = OpenCvOracle.ReadGray(OpenCvFiles.Picture("messi5.jpg"), 548);
        var image = new BgrImage(gray.Width, gray.Height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            image.Pixels[i] = gray.Pixels[i / 3];
        }

        return new Frame(image);
    }

    private static Frame Noise(int width, int height)
    {
        var image = new BgrImage(width, height);
        new Random(3).NextBytes(image.Pixels);
        return new Frame(image);
    }

    private static Frame Crop(Frame frame, Box part)
    {
        var image = new BgrImage(part.Width, part.Height);
        for (int y = 0; y < part.Height; y++)
        {
            frame
                .Bgr.Pixels.AsSpan((((part.Y + y) * frame.Width) + part.X) * 3, part.Width * 3)
                .CopyTo(image.Pixels.AsSpan(y * part.Width * 3));
        }

        return new Frame(image);
    }
}
