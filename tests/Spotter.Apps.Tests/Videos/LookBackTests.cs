using Spotter.Apps.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Apps.Tests.Videos;

public sealed class LookBackTests
{
    [Fact]
    public void Pass_AllFrames_ComeOutOnceInOrderAndFewAreHeld()
    {
        var lookBack = new LookBack();
        var released = new List<long>();
        for (int i = 0; i < 300; i++)
        {
            released.AddRange(lookBack.Pass(At(i, 1000)).Select(static frame => frame.Result.Index));
            Assert.InRange(i + 1 - released.Count, 1, 12);
        }

        released.AddRange(lookBack.Rest().Select(static frame => frame.Result.Index));
        Assert.Equal(Enumerable.Range(0, 300).Select(static i => (long)i), released);
    }

    [Fact]
    public void Pass_TrackThatMoves_IsHiddenWhereItCameFrom()
    {
        var lookBack = new LookBack();
        var released = new List<FollowedFrame>();
        for (int i = 0; i < 30; i++)
        {
            Detection[] shown = i >= 15 ? [new Detection(new Box(i * 10, 50, 40, 40), 1, "face", 7)] : [];
            released.AddRange(lookBack.Pass(At(i, 25, shown)));
        }

        released.AddRange(lookBack.Rest());
        Assert.Empty(released[3].Raw);
        Assert.Contains(released[10].Raw, static hidden => Math.Abs(hidden.Box.X - 100) <= 1);
        Assert.Contains(released[10].Raw, static hidden => hidden.Box.X == 150);
        Assert.Empty(released[15].Raw);
    }

    [Fact]
    public void Pass_TrackThatComesBack_IsHiddenBeforeItsReturnToo()
    {
        var lookBack = new LookBack();
        var released = new List<FollowedFrame>();
        for (int i = 0; i < 80; i++)
        {
            Detection[] shown = i is < 20 or >= 60 ? [new Detection(new Box(30, 50, 40, 40), 1, "face", 7)] : [];
            released.AddRange(lookBack.Pass(At(i, 25, shown)));
        }

        Assert.Empty(released[40].Raw);
        Assert.NotEmpty(released[55].Raw);
    }

    private static FollowedFrame At(int index, double rate, params Detection[] shown)
    {
        var time = TimeSpan.FromSeconds(index / rate);
        var frame = new Frame(new GrayImage(4, 4)) { Index = index, Timestamp = time };
        return new FollowedFrame(frame, new FrameResult("clip", index, time, 4, 4, shown, [], 0), []);
    }
}
