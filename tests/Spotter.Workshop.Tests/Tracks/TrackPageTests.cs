using System.Text;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Tracking;
using Spotter.Workshop.Tracks;

namespace Spotter.Workshop.Tests.Tracks;

public sealed class TrackPageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_WhoCrossedAndStayed_IsOnOnePage()
    {
        string path = Path.Combine(_folder, "page.html");
        TrackPage.Write(path, [Journal("<street>.mp4")]);
        string page = File.ReadAllText(path, Encoding.UTF8);
        Assert.Contains("<h1>&lt;street&gt;.mp4</h1>", page, StringComparison.Ordinal);
        Assert.Contains("2 people", page, StringComparison.Ordinal);
        Assert.Contains("<td>line 1</td><td>2</td><td>0</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>person 2</td>", page, StringComparison.Ordinal);
        Assert.Contains("line 1: 1 in, 0 out", page, StringComparison.Ordinal);
        Assert.Matches("zone 1: [0-9.]+ s", page);

        // Counts, zone, timeline and map, and a picture of each of the two.
        Assert.Equal(4, page.Split("data:image/png;base64,").Length - 1);
        Assert.Equal(2, page.Split("data:image/jpeg;base64,").Length - 1);
        Assert.DoesNotContain("http", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SeveralVideosAndAnEmptyOne_HasAPartEach()
    {
        string path = Path.Combine(_folder, "page.html");
        var empty = new TrackJournal();
        empty.Write(new FrameResult("empty.mp4", 0, TimeSpan.Zero, 64, 48, [], [], 0), null);
        TrackPage.Write(path, [Journal("a.mp4"), empty]);
        string page = File.ReadAllText(path, Encoding.UTF8);
        Assert.Contains("<h1>2 videos</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<h2>empty.mp4</h2>", page, StringComparison.Ordinal);
        Assert.Contains("nobody and nothing was seen", page, StringComparison.Ordinal);
    }

    private static TrackJournal Journal(string file)
    {
        var journal = new TrackJournal(keepsPictures: true);
        ITrackMonitor[] monitors =
        [
            new CountingLine("line 1", new Point(0, 60), new Point(200, 60)),
            new Zone("zone 1", [new(0, 70), new(200, 70), new(200, 90), new(0, 90)]),
        ];
        var picture = new BgrImage(200, 120);
        for (int frame = 0; frame < 60; frame++)
        {
            TimeSpan time = TimeSpan.FromSeconds(frame / 10.0);
            Track[] tracks =
            [
                Track.From(new Detection(new Box(40, frame + 20, 20, 20), 0.9, "person", 1), time),
                Track.From(new Detection(new Box(120, frame + 10, 20, 20), 0.8, "person", 2), time),
            ];
            var result = new FrameResult(
                file,
                frame,
                time,
                200,
                120,
                [.. tracks.Select(static track => track.Detection)],
                [.. monitors.SelectMany(monitor => monitor.Update(tracks, time, frame))],
                0
            )
            {
                Tracks = tracks,
            };
            journal.Write(result, null);
            journal.Look(result, picture);
        }

        journal.Complete(monitors);
        return journal;
    }
}
