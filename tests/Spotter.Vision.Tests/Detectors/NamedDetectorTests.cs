using System.Diagnostics;
using System.Diagnostics.Metrics;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Detectors;

public sealed class NamedDetectorTests
{
    private static readonly Frame Picture = new(new GrayImage(64, 48));

    [Fact]
    public void Detect_WhileSomebodyListens_TellsDurationFindsAndActivity()
    {
        using var heard = new Listener("named-finds");
        var detector = new NamedDetector("named-finds", new Fixed());
        Assert.Equal(3, detector.Detect(Picture, cancellationToken: TestContext.Current.CancellationToken).Count);
        Assert.InRange(Assert.Single(heard.Of("spotter.search.duration")).Value, 0, 100);
        Assert.Equal(
            [("a", 2.0), ("b", 1.0)],
            heard.Of("spotter.detections").Select(static m => ((string)m.Tags["spotter.detection.label"]!, m.Value))
        );
        Assert.Empty(heard.Of("spotter.search.errors"));
        Activity activity = Assert.Single(heard.Activities);
        Assert.Equal("detect named-finds", activity.OperationName);
        Assert.Equal(64, activity.GetTagItem("spotter.picture.width"));
        Assert.Equal(3, activity.GetTagItem("spotter.detections.count"));
    }

    [Fact]
    public void Detect_SearchThatFails_IsCountedAndThrown()
    {
        using var heard = new Listener("named-fails");
        var detector = new NamedDetector("named-fails", new Fixed(new InvalidDataException("broken")));
        Assert.Throws<InvalidDataException>(() =>
            detector.Detect(Picture, cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Equal(
            "System.IO.InvalidDataException",
            Assert.Single(heard.Of("spotter.search.errors")).Tags["error.type"]
        );
        Assert.Equal(
            "System.IO.InvalidDataException",
            Assert.Single(heard.Of("spotter.search.duration")).Tags["error.type"]
        );
        Assert.Equal(ActivityStatusCode.Error, Assert.Single(heard.Activities).Status);
    }

    [Fact]
    public void Detect_SearchThatIsCancelled_IsNoError()
    {
        using var heard = new Listener("named-cancelled");
        var detector = new NamedDetector("named-cancelled", new Fixed(new OperationCanceledException()));
        Assert.Throws<OperationCanceledException>(() =>
            detector.Detect(Picture, cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Empty(heard.Of("spotter.search.errors"));
        Assert.Empty(heard.Of("spotter.search.duration"));
    }

    // What hides a face, or looks for its eyes, goes by how the detector boxes it.
    [Fact]
    public void IsNetwork_UnderAName_IsAsWithout()
    {
        Assert.True(FaceBoxes.IsNetwork(new NamedDetector("faces", Detector.Faces())));
        Assert.True(FaceBoxes.IsNetwork(Detector.WithLandmarks(new NamedDetector("faces", Detector.Faces()))));
        Assert.True(FaceBoxes.IsNetwork(new NamedDetector("faces", Detector.WithLandmarks())));
        Assert.False(FaceBoxes.IsNetwork(new NamedDetector("profile", Detector.ProfileFaces())));
    }

    private sealed class Fixed(Exception? problem = null) : IDetector
    {
        public IReadOnlyList<string> Labels => ["a", "b"];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        ) =>
            problem is null
                ?
                [
                    new Detection(new Box(0, 0, 4, 4), 0.9, "a"),
                    new Detection(new Box(8, 0, 4, 4), 0.8, "b"),
                    new Detection(new Box(16, 0, 4, 4), 0.7, "a"),
                ]
                : throw problem;
    }

    private sealed record Measured(string Instrument, double Value, Dictionary<string, object?> Tags);

    // Of the one detector: other tests search at the same time.
    private sealed class Listener : IDisposable
    {
        private readonly MeterListener _meters = new();
        private readonly ActivityListener _activities;
        private readonly List<Measured> _measured = [];

        public Listener(string detector)
        {
            _meters.InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == SearchInstruments.Name)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _meters.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value, tags));
            _meters.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value, tags));
            _meters.Start();
            _activities = new ActivityListener
            {
                ShouldListenTo = static source => source.Name == SearchInstruments.Name,
                Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = activity =>
                {
                    if (activity.GetTagItem("spotter.detector.name") as string == detector)
                    {
                        Activities.Add(activity);
                    }
                },
            };
            ActivitySource.AddActivityListener(_activities);

            void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
            {
                Dictionary<string, object?> all = new(tags.ToArray());
                if (all["spotter.detector.name"] as string == detector)
                {
                    lock (_measured)
                    {
                        _measured.Add(new Measured(instrument.Name, value, all));
                    }
                }
            }
        }

        public List<Activity> Activities { get; } = [];

        public IReadOnlyList<Measured> Of(string instrument) => [.. _measured.Where(m => m.Instrument == instrument)];

        public void Dispose()
        {
            _meters.Dispose();
            _activities.Dispose();
        }
    }
}
