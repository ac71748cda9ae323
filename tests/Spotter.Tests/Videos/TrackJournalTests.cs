using System.Text.Json;
using Spotter.Applications;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Tests.Videos;

public sealed class TrackJournalTests(Clip clip) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Journal_MovingFace_KnowsWhenAndWhereItWas()
    {
        var journal = new TrackJournal(keepsPictures: true);
        var gate = new CountingLine("gate", new Point(50, 0), new Point(50, 120));
        var yard = new Zone("yard", [new(40, 60), new(160, 60), new(160, 120), new(40, 120)]);
        await RunAsync(
            StubDetector.MovingFace,
            new VideoRunOptions
            {
                Monitors = [gate, yard],
                Journal = journal,
                Ground = GroundPlane.FromMetresPerPixel(0.1),
                Crops = Path.Combine(_folder.Path, "crops", "clip"),
            }
        );

        // From the third frame on it is believed; it moves by a pixel a frame, 25 pixels or 2.5 m a second.
        TrackRecord face = Assert.Single(journal.Tracks);
        Assert.Equal((1, "face", Clip.Frames - 2), (face.Id, face.Label, face.Frames));
        Assert.Equal(0.08, face.FirstSeen.TotalSeconds, 3);
        Assert.Equal(1.96, face.LastSeen.TotalSeconds, 3);
        Assert.InRange(face.FirstBox.X, 10, 13);
        Assert.InRange(face.LastBox.X, 57, 61);
        Assert.Equal((0, 1), face.Crossings["gate"]);
        Assert.Equal(1, face.Zones["yard"].Entered);
        Assert.InRange(face.Zones["yard"].Dwell.TotalSeconds, 1.4, 1.7);
        Assert.Equal(9, face.MeanSpeed!.Value, 0.5);
        Assert.Null(face.NearestMetres);
        Assert.Equal((40, 40), (face.Picture!.Width, face.Picture.Height));
        Assert.Equal(48, face.Path.Count);
        Assert.True(File.Exists(face.CropFile));
        Assert.Equal((160, 120), (journal.Scene!.Width, journal.Scene.Height));
        Assert.Equal(1.92, journal.Map.Sum(), 0.05);
        Assert.Equal(1, journal.Events.CountsOf("gate", TrackEventKind.LineOut).Sum());
    }

    [Fact]
    public async Task Table_OfAJournal_HasARowAnIdentity()
    {
        var journal = new TrackJournal();
        var gate = new CountingLine("gate", new Point(50, 0), new Point(50, 120));
        await RunAsync(StubDetector.MovingFace, new VideoRunOptions { Monitors = [gate], Journal = journal });
        string path = Path.Combine(_folder.Path, "who.csv");
        TrackTable.Write(path, [journal]);
        string[] lines = await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(2, lines.Length);
        Dictionary<string, string> row = lines[0]
            .Split(',')
            .Zip(lines[1].Replace("\"gate: 0 in, 1 out\"", "gate", StringComparison.Ordinal).Split(','))
            .ToDictionary(static cell => cell.First, static cell => cell.Second);
        Assert.Equal("clip.mp4", Path.GetFileName(row["file"]));
        Assert.Equal(
            ("1", "face", "0.08", "1.96", "gate"),
            (row["id"], row["label"], row["first_time"], row["last_time"], row["lines"])
        );
        Assert.Equal(("", ""), (row["mean_kmh"], row["crop"]));
    }

    [Fact]
    public async Task Journal_WhereItHides_KeepsNoPictures()
    {
        var journal = new TrackJournal(keepsPictures: true);
        await VideoRun.RunAsync(
            new Application(StubDetector.MovingFace) { Drawing = new AnnotatorOptions { Style = DrawStyle.Blur } },
            clip.Source,
            new VideoRunOptions { Journal = journal },
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Null(Assert.Single(journal.Tracks).Picture);
        Assert.Null(journal.Scene);
    }

    [Fact]
    public async Task Run_JournalWithoutTracking_SaysSo() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            VideoRun.RunAsync(
                new Application(StubDetector.MovingFace) { Tracking = null },
                clip.Source,
                new VideoRunOptions { Journal = new TrackJournal() },
                cancellationToken: TestContext.Current.CancellationToken
            )
        );

    [Fact]
    public async Task Run_CloserThanItShould_TellsOnceAndWhenItIsOver()
    {
        // 1000 x 1.7 m / 85 pixels are 20 m, and 1000 x 1.7 / 50 are 34; heights tremble by two pixels.
        var detector = new StubDetector(static frame =>
        {
            int height = (frame.Index is > 15 and < 35 ? 85 : 50) + (int)(frame.Index % 3);
            return [new Detection(new Box(60, 110 - height, 30, height), 1, "person")];
        });
        using var json = new MemoryStream();
        var distance = new DistanceScale { FocalPixels = 1000, WarnCloserMetres = 20.1 };
        using var writer = new JsonFrameWriter(json, distance);
        await RunAsync(detector, new VideoRunOptions { Distance = distance, Writers = [writer] });
        json.Position = 0;
        JsonElement[] events =
        [
            .. new StreamReader(json)
                .ReadToEnd()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(static line => JsonDocument.Parse(line).RootElement)
                .Where(static line => line.TryGetProperty("event", out _)),
        ];
        Assert.Equal(
            ["too_close", "no_longer_close"],
            events.Select(static line => line.GetProperty("event").GetString())
        );
        Assert.Equal(16, events[0].GetProperty("frame").GetInt32());
        Assert.Equal("closer than 20.1 m", events[0].GetProperty("name").GetString());
        Assert.Equal(19.8, events[0].GetProperty("metres").GetDouble(), 0.3);
        Assert.Equal(1, events[0].GetProperty("id").GetInt32());
        Assert.Equal(0.76, events[1].GetProperty("dwell").GetDouble(), 0.05);
    }

    [Fact]
    public async Task Run_Ground_GivesSpeedsInJson()
    {
        using var json = new MemoryStream();
        using var writer = new JsonFrameWriter(json);
        await RunAsync(
            StubDetector.MovingFace,
            new VideoRunOptions { Ground = GroundPlane.FromMetresPerPixel(0.1), Writers = [writer] }
        );
        json.Position = 0;
        string last = new StreamReader(json).ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        JsonElement face = JsonDocument.Parse(last).RootElement.GetProperty("detections")[0];
        Assert.Equal(9, face.GetProperty("kmh").GetDouble(), 0.3);
    }

    [Fact]
    public void EventTimes_LongVideo_KeepsAllInFewStretches()
    {
        var times = new EventTimes();
        for (int second = 0; second < 10_000; second += 10)
        {
            times.Add(new TrackEvent(1, "person", TrackEventKind.LineIn, TimeSpan.FromSeconds(second), second, "gate"));
        }

        IReadOnlyList<int> counts = times.CountsOf("gate", TrackEventKind.LineIn);
        Assert.Equal(TimeSpan.FromSeconds(64), times.Stretch);
        Assert.Equal(240, counts.Count);
        Assert.Equal(1000, counts.Sum());
        Assert.Equal(7, counts[0]);
    }

    [Fact]
    public void Journal_ManyTracks_KeepsTheWaysOfSome()
    {
        var journal = new TrackJournal();
        for (int id = 1; id <= 2000; id++)
        {
            TimeSpan time = TimeSpan.FromSeconds(5 * id);
            for (int frame = 0; frame < (id % 10 == 0 ? 20 : 2); frame++)
            {
                TimeSpan now = time + TimeSpan.FromSeconds(0.1 * frame);
                var track = Track.From(new Detection(new Box(frame, 10, 10, 10), 1, "person", id), now);
                journal.Write(
                    new FrameResult("clip", frame, now, 100, 100, [track.Detection], [], 0) { Tracks = [track] },
                    null
                );
            }
        }

        Assert.Equal(2000, journal.Tracks.Count);
        Assert.InRange(journal.Tracks.Count(static track => track.Path.Count > 0), 500, 600);
        Assert.All(journal.Tracks.Where(static track => track.Id % 10 == 0), static track =>
            Assert.Equal(20, track.Path.Count)
        );
    }

    [Fact]
    public void Record_LongWay_IsKeptInFewPlaces()
    {
        var record = new TrackRecord(1, new Detection(new Box(0, 0, 10, 10), 1, "person", 1), TimeSpan.Zero);
        for (int frame = 0; frame < 10_000; frame++)
        {
            record.See(
                new Detection(new Box(frame, 0, 10, 10), 1, "person", 1),
                TimeSpan.FromSeconds(frame),
                null,
                null
            );
        }

        Assert.InRange(record.Path.Count, 32, 64);
        Assert.Equal(5, record.Path[0].X);
        Assert.True(record.Path[^1].X > 9700);
        Assert.True(record.Path.Zip(record.Path.Skip(1)).All(static pair => pair.First.X < pair.Second.X));
    }

    private async Task<VideoSummary> RunAsync(StubDetector detector, VideoRunOptions options) =>
        await VideoRun.RunAsync(
            new Application(detector),
            clip.Source,
            options,
            cancellationToken: TestContext.Current.CancellationToken
        );
}
