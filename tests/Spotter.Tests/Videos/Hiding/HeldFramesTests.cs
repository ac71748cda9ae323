using Spotter.Videos;
using Spotter.Videos.Hiding;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests.Videos.Hiding;

/// <summary>
/// What is hidden beside the finds themselves, on ways that are known and detectors that miss frames of them.
/// </summary>
public sealed class HeldFramesTests
{
    private const int Width = 640;
    private const int Height = 480;

    // What the drawing adds on each side by default.
    private const double Margin = 0.2;

    public static MatrixTheoryData<int, int, int> Misses { get; } =
        new([5, 15, 30, 45, 60, 70], [60, 110], [1, 2, 4, 9]);

    public static MatrixTheoryData<int, int> Late { get; } = new([5, 15, 30, 45, 60, 70], [1, 3, 6]);

    public static MatrixTheoryData<int, int, bool> Edges { get; } = new([4, 5, 15, 40, 70], [25, 60], [false, true]);

    [Theory]
    [InlineData(false, 96)]
    [InlineData(true, 12)]
    public void Pass_AllFrames_ComeOutOnceInOrderAndFewAreHeld(bool isLive, int most)
    {
        var held = new HeldFrames(isLive);
        var released = new List<long>();
        for (int i = 0; i < 300; i++)
        {
            released.AddRange(held.Pass(At(i, 1000)).Select(static frame => frame.Result.Index));
            Assert.InRange(i + 1 - released.Count, 1, most);
        }

        released.AddRange(held.Rest().Select(static frame => frame.Result.Index));
        Assert.Equal(Enumerable.Range(0, 300).Select(static i => (long)i), released);
    }

    [Fact]
    public void Pass_LargeFrames_AreFewAtATime()
    {
        var held = new HeldFrames(isLive: false);
        int released = 0;
        for (int i = 0; i < 50; i++)
        {
            released += held.Pass(At(i, 25, new BoxSize(3840, 2160))).Count();
            Assert.InRange(i + 1 - released, 1, 7);
        }
    }

    // Back and forth over the picture; found but for a run of frames, at the turns as between them.
    [Theory]
    [MemberData(nameof(Misses))]
    public void Pass_MissesOnTheWay_AreHidden(int speed, int size, int missed)
    {
        for (int first = 12; first < 40; first += 3)
        {
            AssertHidden(
                PathOf(speed, size, 80),
                i => i < first || i >= first + missed,
                static _ => true,
                $"missed from {first} on"
            );
        }
    }

    [Theory]
    [MemberData(nameof(Late))]
    public void Pass_FoundLate_IsHiddenBefore(int speed, int late) =>
        AssertHidden(PathOf(speed, 110, 60), i => i >= late, static _ => true, "found late");

    [Theory]
    [MemberData(nameof(Late))]
    public void Pass_LostAtTheEnd_StaysHidden(int speed, int early)
    {
        // Which way a face turns after it was seen last, nobody knows; within a frame it does not get far.
        Box[] path = PathOf(speed, 110, 40);
        int last = 39 - early;
        (int x, int y) = (path[last].X - path[last - 1].X, path[last].Y - path[last - 1].Y);
        AssertHidden(
            path,
            i => i <= last,
            i =>
                i <= last + 1
                || (Math.Abs(path[i].X - path[i - 1].X - x) <= 1 && Math.Abs(path[i].Y - path[i - 1].Y - y) <= 1),
            "lost"
        );
    }

    // What is cut off by more than a fifth is not found.
    [Theory]
    [MemberData(nameof(Edges))]
    public void Pass_ComingInAndGoingOut_IsHiddenWhileItShows(int speed, int rate, bool vertically)
    {
        const int Size = 150;
        int length = vertically ? Height : Width;
        Box[] path =
        [
            .. Enumerable
                .Range(0, ((length + Size) / speed) + 1)
                .Select(i =>
                    vertically
                        ? new Box(200, (i * speed) - Size, Size, Size)
                        : new Box((i * speed) - Size, 100, Size, Size)
                ),
        ];
        AssertHidden(
            path,
            i => Visible(path[i]).Area >= 0.8 * path[i].Area,
            i => Visible(path[i]).Area >= 0.15 * path[i].Area,
            "at the edge",
            rate
        );
    }

    [Fact]
    public void Pass_FaceFarFromTheEdge_IsNotHiddenLongBefore()
    {
        Box[] path = [.. Enumerable.Range(0, 120).Select(static i => new Box(260 + (i % 3), 180, 100, 100))];
        List<FollowedFrame> released = Run(path, static i => i >= 80, 25);
        Assert.Empty(released[60].Raw);
        Assert.NotEmpty(released[70].Raw);
    }

    [Fact]
    public void Pass_ClockThatStartsAgain_ForgetsWhatWasBefore()
    {
        var held = new HeldFrames(isLive: false);
        var released = new List<FollowedFrame>();
        for (int i = 0; i < 400; i++)
        {
            Detection[] found = i < 50 ? [new Detection(new Box(300, 200, 80, 80), 1, "face")] : [];
            released.AddRange(held.Pass(At(i, 25, new BoxSize(Width, Height), found, start: i < 60 ? 1000 : 0)));
        }

        Assert.NotEmpty(released[52].Raw);
        Assert.Empty(released[200].Raw);
    }

    private static Box[] PathOf(int speed, int size, int frames) =>
        [
            .. Enumerable
                .Range(0, frames)
                .Select(i => new Box(
                    Bounce(20 + (i * speed), Width - size),
                    Bounce(10 + (i * speed * 2 / 3), Height - size),
                    size,
                    size
                )),
        ];

    private static int Bounce(int way, int room) => way % (2 * room) is var at && at <= room ? at : (2 * room) - at;

    private static void AssertHidden(
        Box[] path,
        Func<int, bool> isFound,
        Func<int, bool> matters,
        string what,
        int rate = 25
    )
    {
        List<FollowedFrame> released = Run(path, isFound, rate);
        Assert.Equal(path.Length, released.Count);
        for (int i = 0; i < path.Length; i++)
        {
            double bare = BareShare(Visible(path[i]), released[i].Raw);
            Assert.True(
                !matters(i) || bare <= 0.1,
                $"{what}: {bare:P0} of {path[i]} are bare in frame {i}: "
                    + $"{string.Join("; ", released[i].Raw.Select(static d => d.Box))}"
            );
        }
    }

    private static List<FollowedFrame> Run(Box[] path, Func<int, bool> isFound, int rate)
    {
        var held = new HeldFrames(isLive: false);
        var released = new List<FollowedFrame>();
        for (int i = 0; i < path.Length; i++)
        {
            Detection[] found =
                isFound(i) && !Visible(path[i]).IsEmpty ? [new Detection(Visible(path[i]), 1, "face")] : [];
            released.AddRange(held.Pass(At(i, rate, new BoxSize(Width, Height), found)));
        }

        released.AddRange(held.Rest());
        return released;
    }

    private static Box Visible(Box box) => box.Intersect(new Box(0, 0, Width, Height));

    private static double BareShare(Box face, IReadOnlyList<Detection> hidden)
    {
        if (face.IsEmpty)
        {
            return 0;
        }

        Box[] areas = [.. hidden.Select(static detection => detection.Box.Inflate(Margin))];
        (int bare, int all) = (0, 0);
        for (int y = face.Y; y < face.Bottom; y += 3)
        {
            for (int x = face.X; x < face.Right; x += 3)
            {
                all++;
                bare += Array.Exists(areas, area => area.Contains(new Box(x, y, 1, 1))) ? 0 : 1;
            }
        }

        return (double)bare / all;
    }

    private static FollowedFrame At(int index, double rate) => At(index, rate, new BoxSize(4, 4));

    private static FollowedFrame At(int index, double rate, BoxSize size, Detection[]? found = null, double start = 0)
    {
        var time = TimeSpan.FromSeconds(start + (index / rate));
        var frame = new Frame(new GrayImage(4, 4)) { Index = index, Timestamp = time };
        return new FollowedFrame(
            frame,
            new FrameResult("clip", index, time, size.Width, size.Height, [], [], 0),
            found ?? []
        );
    }
}
