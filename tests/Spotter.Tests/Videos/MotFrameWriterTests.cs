using Spotter.Tests.Support;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Tracking;

namespace Spotter.Tests.Videos;

public sealed class MotFrameWriterTests
{
    [Fact]
    public void Write_SeenAndPredictedTracks_WritesTheSeenInMotChallengesFormat()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("clip.txt");
        using (var writer = new MotFrameWriter(path))
        {
            writer.Write(Frame(0));
            writer.Write(
                Frame(
                    4,
                    Track(7, "person", new RealBox(15.25, 40, 10.5, 20)),
                    Track(8, "face", new RealBox(100, 100, 20, 20)),
                    Track(9, "car", new RealBox(50, 50, 20, 20), isPredicted: true)
                )
            );
            Assert.False(File.Exists(path));
            writer.Complete();
        }

        Assert.Equal(["5,7,10,30,10.5,20,0.875,1,-1,-1", "5,8,90,90,20,20,0.875,-1,-1,-1"], File.ReadAllLines(path));
    }

    [Fact]
    public void Dispose_WithoutCompleting_LeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using (var writer = new MotFrameWriter(folder.PathOf("clip.txt")))
        {
            writer.Write(Frame(0, Track(1, "person", new RealBox(5, 5, 5, 5))));
        }

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static Track Track(int id, string label, RealBox box, bool isPredicted = false)
    {
        var detection = new Detection(box.Round(), 0.875, label, id) { IsPredicted = isPredicted };
        return new Track(box, detection, detection, isPredicted ? TrackState.Lingering : TrackState.Confirmed);
    }

    private static FrameResult Frame(long index, params Track[] tracks) =>
        new("clip.mp4", index, TimeSpan.FromSeconds(index / 25.0), 320, 240, [], [], 0) { Tracks = tracks };
}
