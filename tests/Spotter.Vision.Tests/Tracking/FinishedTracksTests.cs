using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class FinishedTracksTests
{
    // 25 frames a second: half a second is 12 frames and a half.
    [Fact]
    public void Of_TrackBelievedAtItsThirdSight_BeginsAtItsFirst()
    {
        IReadOnlyList<IReadOnlyList<Track>> finished = Run(6, static _ => true);
        Assert.All(finished, static tracks => Assert.Equal(1, Assert.Single(tracks).Id));
        Assert.All(finished, static tracks => Assert.True(tracks[0].IsSeen));
        Assert.Equal(10, finished[0][0].Box.Left, 6);
    }

    [Fact]
    public void Of_ShortGap_IsFilledOnAStraightWay()
    {
        IReadOnlyList<IReadOnlyList<Track>> finished = Run(40, static frame => frame is < 20 or >= 30);
        for (int frame = 20; frame < 30; frame++)
        {
            Track filled = Assert.Single(finished[frame]);
            Assert.True(filled is { IsSeen: false, State: TrackState.Confirmed });
            Assert.Equal(10 + 2 * frame, filled.Box.Left, 1.0);
        }
    }

    [Fact]
    public void Of_LongGap_StaysEmptyAndWhatLingersIsLeftOut()
    {
        IReadOnlyList<IReadOnlyList<Track>> finished = Run(60, static frame => frame is < 20 or (>= 40 and < 50));
        Assert.All(finished.Take(40).Skip(20), static tracks => Assert.Empty(tracks));
        Assert.All(finished.Skip(50), static tracks => Assert.Empty(tracks));
        Assert.Equal([1, 1], new[] { finished[19], finished[45] }.Select(static tracks => tracks[0].Id!.Value));
    }

    private static IReadOnlyList<IReadOnlyList<Track>> Run(int frames, Func<int, bool> isSeen)
    {
        var tracker = new Tracker();
        List<(TimeSpan Timestamp, IReadOnlyList<Track> Tracks)> answers = [];
        for (int frame = 0; frame < frames; frame++)
        {
            var time = TimeSpan.FromSeconds(frame / 25.0);
            Detection[] found = [new(new Box(10 + 2 * frame, 100, 40, 80), 1, "person")];
            answers.Add((time, tracker.Update(isSeen(frame) ? found : [], time)));
        }

        return FinishedTracks.Of(answers);
    }
}
