using System.Runtime.CompilerServices;
using CsCheck;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class TrackerTests
{
    private static readonly TrackerOptions TenFramesASecond = new() { FrameInterval = TimeSpan.FromSeconds(0.1) };

    [Fact]
    public void Update_WeakDetections_CarryATrackOnAndStartNone()
    {
        var tracker = new Tracker();
        Detection sure = new(new Box(10, 100, 40, 80), 0.7, "person");
        Detection weak = sure with { Score = 0.4, IsWeak = true };
        Detection elsewhere = weak with { Box = new Box(300, 100, 40, 80) };
        for (int i = 0; i < 10; i++)
        {
            tracker.Update([sure]);
        }

        for (int i = 0; i < 30; i++)
        {
            Track track = Assert.Single(tracker.Update([weak, elsewhere]));
            Assert.True(track is { IsSeen: true, Detection.Score: 0.4, Id: 1 });
        }
    }

    [Fact]
    public void Update_ThirdHit_Shows()
    {
        var tracker = new Tracker();
        Assert.Empty(tracker.Update([Person(10)]));
        Assert.Empty(tracker.Update([Person(10)]));
        Detection shown = Assert.Single(tracker.Update([Person(10)])).Shown;
        Assert.Equal(1, shown.TrackId);
        Assert.Equal(Person(10).Box, shown.Box);
        Assert.Equal("person", shown.Label);
        Assert.Equal(1, tracker.IdentityCount);
    }

    [Fact]
    public void Update_FacesThatSmile_ShowTheLastProbability()
    {
        var tracker = new Tracker();
        tracker.Update([Person(10) with { Smile = 0.25 }]);
        tracker.Update([Person(10) with { Smile = 0.5 }]);
        Assert.Equal(0.75, Assert.Single(tracker.Update([Person(10) with { Smile = 0.75 }])).Detection.Smile);
        Assert.Null(Assert.Single(tracker.Update([Person(10)])).Detection.Smile);
    }

    [Fact]
    public void Update_MaskAndJoints_AreThoseOfTheFrameAndOfNoOther()
    {
        var tracker = new Tracker(TenFramesASecond with { ConfirmationHits = 1, Linger = TimeSpan.FromSeconds(2) });
        Track first = Assert.Single(tracker.Update([Outlined(10)]));
        Assert.Equal(Outlined(10).Mask, first.Detection.Mask);
        Track second = Assert.Single(tracker.Update([Outlined(14)]));
        Assert.Equal(Outlined(14).Mask, second.Shown.Mask);
        Assert.Equal(Outlined(14).Keypoints, second.Shown.Keypoints);

        Track carriedOn = Assert.Single(tracker.Update([]));
        Assert.True(carriedOn.Shown.IsPredicted);
        Assert.Null(carriedOn.Shown.Mask);
        Assert.Null(carriedOn.Shown.Keypoints);
        Assert.Null(carriedOn.Detection.Mask);

        // What is found again without an outline has none.
        Assert.Null(Assert.Single(tracker.Update([Person(16)])).Shown.Mask);

        static Detection Outlined(int x) =>
            Person(x) with
            {
                Mask = new DetectionMask(Person(x).Box, [.. Enumerable.Repeat((byte)1, (int)Person(x).Box.Area)]),
                Keypoints = new DetectionKeypoints(new KeypointSkeleton(["head"], []), [new(new(x, 5), 1)]),
            };
    }

    [Theory]
    [InlineData(3, 5, "11.1", true)]
    [InlineData(3, 5, "1.1.1", true)]
    [InlineData(3, 5, "1...1.1", false)]
    [InlineData(3, 3, "11.1", false)]
    [InlineData(1, 1, "1", true)]
    [InlineData(32, 32, "11111111111111111111111111111111", true)]
    [InlineData(4, 2, "1111", true)]
    public void Update_HitsOfWindow_Confirm(int hits, int window, string seen, bool expected)
    {
        var tracker = new Tracker(new TrackerOptions { ConfirmationHits = hits, ConfirmationWindow = window });
        IReadOnlyList<Track> shown = [];
        for (int i = 0; i < seen.Length; i++)
        {
            Assert.Empty(shown);
            shown = tracker.Update(seen[i] == '1' ? [Person(10)] : []);
        }

        Assert.Equal(expected, shown.Count == 1);
    }

    [Fact]
    public void Update_LoneFalseAlarms_AreNeverShown() =>
        Gen.Int[0, int.MaxValue]
            .Sample(
                seed =>
                {
                    var world = new SyntheticWorld
                    {
                        Objects = [],
                        Seed = seed,
                        FalseAlarmRate = 0.9,
                        Frames = 200,
                    };
                    var tracker = new Tracker();
                    int alarms = 0;
                    foreach ((int frame, List<Detection> detections) in world.Watch())
                    {
                        alarms += detections.Count;
                        Assert.Empty(tracker.Update(detections, world.TimeOf(frame)));
                    }

                    Assert.True(alarms > 50);
                },
                iter: 50
            );

    [Fact]
    public void Update_AfterMiss_LingersThenIsLostThenIsForgotten()
    {
        var tracker = new Tracker(TenFramesASecond);
        Repeat(tracker, 10, [Person(10)]);

        List<TrackState?> states = [];
        for (int i = 0; i < 22; i++)
        {
            int shown = tracker.Update([]).Count;
            IReadOnlyList<Track> tracks = tracker.GetTracks();
            states.Add(tracks.Count == 0 ? null : tracks[0].State);
            Assert.Equal(states[^1] == TrackState.Lingering ? 1 : 0, shown);
        }

        // 0.75 s from the first miss on; remembered until 2 s after the last hit.
        Assert.Equal(8, states.Count(state => state == TrackState.Lingering));
        Assert.Equal(12, states.Count(state => state == TrackState.Lost));
        Assert.Equal(2, states.Count(state => state is null));
        Assert.True(states.SequenceEqual(states.OrderBy(state => state ?? (TrackState)99)));
    }

    [Fact]
    public void Update_BackWithinMemory_KeepsIdentity()
    {
        var tracker = new Tracker(TenFramesASecond);
        Repeat(tracker, 10, [Person(10)]);
        Repeat(tracker, 18, []);
        Assert.Empty(tracker.Update([]));
        Track back = Assert.Single(tracker.Update([Person(12)]));
        Assert.Equal(1, back.Id);
        Assert.Equal(1, tracker.IdentityCount);
    }

    [Fact]
    public void Update_BackAfterMemory_IsAnotherIdentity()
    {
        var tracker = new Tracker(TenFramesASecond);
        Repeat(tracker, 10, [Person(10)]);
        Repeat(tracker, 25, []);
        Assert.Equal(2, Assert.Single(Repeat(tracker, 3, [Person(10)])).Id);
    }

    [Fact]
    public void Update_WhileLingering_CarriesOnWithTheMotion()
    {
        var tracker = new Tracker();
        for (int i = 0; i < 50; i++)
        {
            tracker.Update([Person(10 + 4 * i)]);
        }

        for (int i = 50; i < 60; i++)
        {
            Box box = Assert.Single(tracker.Update([])).Shown.Box;
            Assert.Equal(10 + 4 * i, box.X, 4.0);
            Assert.Equal(Person(0).Box.Width, box.Width);
        }
    }

    [Fact]
    public void Update_StateOfATrack_IsSeenOrPredictedAndNotSmoothed()
    {
        var tracker = new Tracker();
        for (int i = 0; i < 30; i++)
        {
            tracker.Update([Person(10)]);
        }

        // A jump within the overlap: what is believed follows at once, what is shown lags.
        Track moved = Assert.Single(tracker.Update([Person(16)]));
        Assert.True(moved.IsSeen);
        Assert.InRange(moved.Box.Left, 11, 16);
        Assert.InRange(moved.Shown.Box.X, 10, moved.Box.Left);
        Assert.Equal(moved.Box.Round(), moved.Detection.Box);

        Assert.False(Assert.Single(tracker.Predict()).IsSeen);
        Track missed = Assert.Single(tracker.Update([]));
        Assert.False(missed.IsSeen);
        Assert.True(missed.Detection.IsPredicted && missed.Shown.IsPredicted);
        Assert.Equal((TrackState.Lingering, 1.0), (missed.State, missed.Detection.Score));
        Assert.Equal(TimeSpan.FromSeconds(30 * 0.04), missed.LastSeen - missed.FirstSeen);
    }

    [Fact]
    public void Update_FrameThatConfirms_TellsWhereTheTrackWasBefore()
    {
        var tracker = new Tracker();
        tracker.Update([Person(10)]);
        tracker.Update([]);
        tracker.Update([Person(12)]);
        Track confirmed = Assert.Single(tracker.Update([Person(14)]));
        Assert.Equal([0, 0.08], confirmed.Earlier.Select(point => point.Timestamp.TotalSeconds));
        Assert.Equal(RealBox.From(Person(10).Box), confirmed.Earlier[0].Box);
        Assert.Empty(Assert.Single(tracker.Update([Person(16)])).Earlier);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void Predict_BetweenPasses_FollowsTheMotionWithoutMisses(int stride)
    {
        var tracker = new Tracker();
        List<double> errors = [];
        for (int i = 0; i < 200; i++)
        {
            IReadOnlyList<Track> shown = i % stride == 0 ? tracker.Update([Person(10 + 3 * i)]) : tracker.Predict();
            if (i > 5 * stride)
            {
                errors.Add(Math.Abs(Assert.Single(shown).Shown.Box.X - (10 + 3 * i)));
                Assert.Equal(TrackState.Confirmed, Assert.Single(tracker.GetTracks()).State);
            }
        }

        Assert.True(errors.Max() <= 5, $"off by {errors.Max()} pixels");
        Assert.Equal(1, tracker.IdentityCount);
    }

    [Fact]
    public void Predict_ForLongerThanMemory_EndsTheTracks()
    {
        var tracker = new Tracker();
        Repeat(tracker, 5, [Person(10)]);
        Assert.Single(tracker.Predict(TimeSpan.FromSeconds(2)));
        Assert.Empty(tracker.Predict(TimeSpan.FromSeconds(2.5)));
        Assert.Empty(tracker.GetTracks());
    }

    [Fact]
    public void Update_VariableFrameRate_EstimatesTheSameSpeed()
    {
        var tracker = new Tracker();
        var random = new Random(1);
        double seconds = 0;
        for (int i = 0; i < 200; i++)
        {
            seconds += 0.01 + 0.1 * random.NextDouble();
            tracker.Update([Person((int)Math.Round(80 * seconds))], TimeSpan.FromSeconds(seconds));
        }

        Track track = Assert.Single(tracker.GetTracks());
        Assert.Equal(80, track.SpeedX, 4.0);
        Assert.Equal(0, track.SpeedY, 1.0);
    }

    [Fact]
    public void Update_OtherLabelAtTheSamePlace_IsAnotherTrack()
    {
        var tracker = new Tracker();
        Detection car = Person(10) with { Label = "car" };
        IReadOnlyList<Track> both = Repeat(tracker, 5, [Person(10), car]);
        Assert.Equal(["car", "person"], both.Select(shown => shown.Label).Order());
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(
                TrackState.Lingering,
                Assert.Single(Update(tracker, [car]), track => track.Label == "person").State
            );
        }
    }

    [Fact]
    public void Update_LabelsOfOneKind_ShareAnIdentityAndSettleOnTheMajority()
    {
        var tracker = new Tracker(
            new TrackerOptions { LabelKinds = new Dictionary<string, string> { ["smiling"] = "face" } }
        );
        Detection face = Person(10) with { Label = "face" };
        Detection smiling = Person(10) with { Label = "smiling" };
        Repeat(tracker, 20, [face]);
        Assert.Equal("face", Assert.Single(tracker.Update([smiling])).Label);
        Repeat(tracker, 2, [face]);
        Assert.Equal("smiling", Assert.Single(Repeat(tracker, 20, [smiling])).Label);
        Assert.Equal("smiling", Assert.Single(tracker.Update([face])).Label);
        Assert.Equal("face", Assert.Single(Repeat(tracker, 20, [face])).Label);
        Assert.Equal(1, tracker.IdentityCount);
    }

    [Fact]
    public void Update_LowScores_CarryATrackOnButStartNone()
    {
        var tracker = new Tracker(new TrackerOptions { HighScore = 5 });
        Detection low = Person(10) with { Score = 4.9 };
        Assert.Empty(Repeat(tracker, 20, [low]));
        Assert.Empty(tracker.GetTracks());

        Repeat(tracker, 5, [Person(10) with { Score = 5 }]);
        Repeat(tracker, 100, [low]);
        Assert.Equal(TrackState.Confirmed, Assert.Single(tracker.GetTracks()).State);
    }

    [Fact]
    public void Update_LowScoreOfOneLabel_LeavesOtherLabelsAlone()
    {
        var tracker = new Tracker(
            new TrackerOptions { HighScoreByLabel = new Dictionary<string, double> { ["car"] = 5 } }
        );
        Detection car = new(new Box(500, 10, 50, 50), 4, "car");
        Assert.Equal("person", Assert.Single(Repeat(tracker, 5, [Person(10) with { Score = -3 }, car])).Label);
    }

    [Fact]
    public void Update_HighAndLowAtATrack_HighIsTaken()
    {
        var tracker = new Tracker(new TrackerOptions { HighScore = 5 });
        Repeat(tracker, 5, [Person(10) with { Score = 9 }]);
        Assert.Equal(
            6,
            Assert
                .Single(tracker.Update([Person(10) with { Score = 1 }, Person(14) with { Score = 6 }]))
                .Detection.Score
        );
    }

    [Fact]
    public void Update_OneObjectFoundTwice_IsOneTrack()
    {
        var tracker = new Tracker();
        Detection twice = Person(10) with { Box = new Box(12, 103, 40, 80), Score = 0.5 };
        Repeat(tracker, 3, [Person(10)]);
        Assert.Single(Repeat(tracker, 10, [Person(10), twice]));
    }

    [Fact]
    public void Update_LeavesThePicture_EndsAtOnce()
    {
        var tracker = new Tracker();
        for (int i = 0; i < 20; i++)
        {
            tracker.Update([Person(10 - 4 * i)], FrameAt(i));
        }

        Assert.Empty(tracker.Update([], FrameAt(20)));
        Assert.Empty(tracker.GetTracks());
    }

    [Fact]
    public void Update_AnyOrderOfDetections_AnswersTheSame() =>
        Gen.Int[0, int.MaxValue]
            .Sample(
                seed =>
                {
                    var world = new SyntheticWorld
                    {
                        Objects = [new(100, 100, 50, 20), new(400, 200, -70, 0), new(300, 500, 0, -60)],
                        Seed = seed,
                        Jitter = 0.05,
                        MissRate = 0.2,
                        FalseAlarmRate = 0.5,
                    };
                    var one = new Tracker();
                    var other = new Tracker();
                    var random = new Random(seed);
                    foreach ((int frame, List<Detection> detections) in world.Watch())
                    {
                        Detection[] shuffled = [.. detections];
                        random.Shuffle(shuffled);
                        Assert.Equal(
                            one.Update(detections, world.TimeOf(frame)).Shown(),
                            other.Update(shuffled, world.TimeOf(frame)).Shown()
                        );
                    }
                },
                iter: 30
            );

    [Fact]
    public void Update_AnyBoxes_AnswersInOrderWithUniqueIdentities()
    {
        Gen<Detection> anyDetection =
            from x in Gen.OneOf(Gen.Int[-50, 200], Gen.Int)
            from y in Gen.OneOf(Gen.Int[-50, 200], Gen.Int)
            from width in Gen.OneOf(Gen.Int[-2, 60], Gen.Int)
            from height in Gen.OneOf(Gen.Int[-2, 60], Gen.Int)
            from score in Gen.OneOf(Gen.Double[0, 1], Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity))
            select new Detection(new Box(x, y, width, height), score, "person");
        Gen.Select(anyDetection.Array[0, 8], Gen.Double[-0.2, 3])
            .Array[1, 30]
            .Sample(frames =>
            {
                var tracker = new Tracker(new TrackerOptions { ConfirmationHits = 1, HighScore = 0.2 });
                double time = 0;
                foreach ((Detection[] detections, double step) in frames)
                {
                    time += step;
                    IReadOnlyList<Track> shown = tracker.Update(detections, TimeSpan.FromSeconds(time));
                    Detection[] states = [.. shown.Select(track => track.Detection)];
                    Assert.Equal(states.Order(Detection.Order), states);
                    Assert.Equal(shown.Count, shown.Select(track => track.Id!.Value).Distinct().Count());
                    Assert.All(shown, track => Assert.False(track.Detection.Box.IsEmpty || track.Shown.Box.IsEmpty));
                }
            });
    }

    [Fact]
    public void Update_ClockGoesFarBack_StartsAnew()
    {
        var tracker = new Tracker();
        Repeat(tracker, 100, [Person(10)]);
        Assert.Empty(tracker.Update([Person(10)], TimeSpan.Zero));
        tracker.Update([Person(10)], TimeSpan.FromSeconds(0.1));
        Assert.Equal(2, Assert.Single(tracker.Update([Person(10)], TimeSpan.FromSeconds(0.2))).Id);
    }

    [Fact]
    public void Update_ClockTrembles_GoesOn()
    {
        var tracker = new Tracker();
        Repeat(tracker, 100, [Person(10)]);
        Assert.Equal(1, Assert.Single(tracker.Update([Person(10)], TimeSpan.FromSeconds(3.8))).Id);
    }

    [Fact]
    public void Update_MoreThanMaxTracks_TakesTheBestScores()
    {
        var tracker = new Tracker(new TrackerOptions { MaxTracks = 2 });
        IReadOnlyList<Track> shown = Repeat(
            tracker,
            5,
            [Person(0) with { Score = 1 }, Person(100) with { Score = 3 }, Person(200) with { Score = 2 }]
        );
        Assert.Equal([3, 2], shown.Select(track => track.Detection.Score));
    }

    [Fact]
    public void Reset_KeepsIdentitiesUnique()
    {
        var tracker = new Tracker();
        Repeat(tracker, 5, [Person(10)]);
        tracker.Reset();
        Assert.Empty(tracker.GetTracks());
        Assert.Equal(2, Assert.Single(Repeat(tracker, 3, [Person(10)])).Id);
    }

    [Fact]
    public void Update_SteadyState_AllocatesTheAnswerOnly()
    {
        var tracker = new Tracker();
        List<Detection> detections = [.. Enumerable.Range(0, 20).Select(i => Person(100 * i))];
        Repeat(tracker, 100, detections);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(tracker, 100, detections);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.True(each < 20 * (Unsafe.SizeOf<Track>() + 8), $"{each} bytes a frame");
    }

    [Fact]
    public void Options_OutOfRange_NameTheProperty()
    {
        Assert.Contains(
            "ConfirmationHits must be 1 to 32, got 0",
            Thrown(() => new TrackerOptions { ConfirmationHits = 0 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "MinOverlap",
            Thrown(() => new TrackerOptions { MinOverlap = double.NaN }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Linger",
            Thrown(() => new TrackerOptions { Linger = TimeSpan.FromTicks(-1) }),
            StringComparison.Ordinal
        );
        Assert.Contains("Hysteresis", Thrown(() => new CountingOptions { Hysteresis = -1 }), StringComparison.Ordinal);
        Assert.Contains(
            "Anchor",
            Thrown(() => new CountingOptions { Anchor = (BoxAnchor)7 }),
            StringComparison.Ordinal
        );
    }

    private static string Thrown(Func<object> make) => Assert.Throws<ArgumentOutOfRangeException>(make).Message;

    private static Detection Person(int x) => new(new Box(x, 100, 40, 80), 1, "person");

    private static Frame FrameAt(int index) =>
        new(new GrayImage(320, 240)) { Index = index, Timestamp = TimeSpan.FromSeconds(index / 25.0) };

    private static IReadOnlyList<Track> Update(Tracker tracker, IReadOnlyList<Detection> detections)
    {
        tracker.Update(detections);
        return tracker.GetTracks();
    }

    private static IReadOnlyList<Track> Repeat(Tracker tracker, int frames, IReadOnlyList<Detection> detections)
    {
        IReadOnlyList<Track> shown = [];
        for (int i = 0; i < frames; i++)
        {
            shown = tracker.Update(detections);
        }

        return shown;
    }
}
