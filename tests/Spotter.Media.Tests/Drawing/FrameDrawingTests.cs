using Spotter.Media.Windows;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Drawing;

public sealed class FrameDrawingTests
{
    private static readonly Box Middle = new(20, 10, 40, 30);

    [Fact]
    public void Draw_Box_ChangesTheFrameAndItsGray()
    {
        Frame frame = Plain();
        byte before = frame.Gray.Pixels[(10 * 100) + 30];
        frame.Draw(Middle, Color.Red, thickness: 1);
        Assert.Equal([0, 0, 255], At(frame, 30, 10));
        Assert.Equal([0, 0, 0], At(frame, 30, 20));
        Assert.Equal(0, before);
        Assert.Equal(76, frame.Gray.Pixels[(10 * 100) + 30]);
    }

    [Fact]
    public void Draw_OnAGrayPicture_GivesItColour()
    {
        var frame = new Frame(new GrayImage(100, 60));
        frame.Draw(Middle, Color.Green, thickness: 1);
        Assert.Equal([0, 255, 0], At(frame, 30, 10));
        Assert.Contains(" | ", frame.Numbers(), StringComparison.Ordinal);
    }

    [Fact]
    public void Draw_OnAPart_IsSeenInTheFrameWithinThePart()
    {
        Frame frame = Plain();
        FrameView part = frame[Middle];
        part.Draw(new Box(5, 5, 100, 10), Color.Yellow, thickness: 1);
        Assert.Equal([0, 255, 255], At(frame, 25, 15));
        Assert.Equal([0, 255, 255], At(frame, 59, 15));
        Assert.Equal([0, 0, 0], At(frame, 60, 15));
        Assert.Equal(226, frame.Gray.Pixels[(15 * 100) + 25]);
    }

    [Fact]
    public void Fill_APartOfAPart_FillsNothingElse()
    {
        Frame frame = Plain();
        frame[Middle][new Box(-5, 20, 10, 20)].Fill(Color.White);
        int white = Enumerable.Range(0, 100 * 60).Count(i => frame.Bgr.Pixels[i * 3] == 255);
        Assert.Equal(5 * 10, white);
        Assert.Equal([255, 255, 255], At(frame, 24, 39));
    }

    [Fact]
    public void Write_BelowABox_IsAPlateOfItsColour()
    {
        Frame frame = Plain();
        frame.Write("hello", new Box(20, 10, 40, 15), Color.Yellow);
        Assert.Equal([0, 255, 255], At(frame, 21, 38));
        Assert.Equal([0, 0, 0], At(frame, 21, 20));
    }

    [Fact]
    public void DrawCircle_AboutABox_MissesItsCorners()
    {
        Frame frame = Plain();
        frame.DrawCircle(new Box(20, 10, 40, 40), Color.Cyan, thickness: 3);
        Assert.Equal([255, 255, 0], At(frame, 40, 10));
        Assert.Equal([0, 0, 0], At(frame, 21, 11));
    }

    [Fact]
    public void Only_EachChannel_LeavesItsNumbersAlone()
    {
        var frame = new Frame(new BgrImage([10, 20, 30], 1, 1)) { Index = 7, IsOfVideo = true };
        Assert.Equal([10, 0, 0], frame.Only(ColorChannel.Blue).Bgr.Pixels);
        Assert.Equal([0, 20, 0], frame.Only(ColorChannel.Green).Bgr.Pixels);
        Assert.Equal([30], frame.ToGray(ColorChannel.Red).Gray.Pixels);
        Assert.Equal([3, 6, 9], frame.Dim(0.3).Bgr.Pixels);
        Assert.Equal((7, true), (frame.Dim(0.3).Index, frame.ToGray().IsOfVideo));
        Assert.Throws<ArgumentOutOfRangeException>(() => frame.Dim(1.5));
    }

    [Fact]
    public void Random_ManyColours_AreBrightAndDiffer()
    {
        var random = new Random(1);
        Color[] colors = [.. Enumerable.Range(0, 50).Select(_ => Color.Random(random))];
        Assert.All(colors, static color => Assert.True(Math.Max(color.R, Math.Max(color.G, color.B)) >= 240));
        Assert.True(colors.Distinct().Count() > 40);
        Assert.Equal("#FFA500", Color.Orange.ToString());
    }

    [Fact]
    public void ViewWindow_ClosedByItsViewer_SaysQAndWaitsNoMore()
    {
        var view = new ViewThatCloses(afterPictures: 3);
        using var window = new ViewWindow(view);
        Assert.Equal([Key.None, Key.None, Key.Q], Enumerable.Range(0, 3).Select(_ => window.Show(Plain())));
        window.WaitKey();
        Assert.Equal(3, view.Shown);
    }

    [Fact]
    public void WaitKey_PictureInAWindow_WaitsUntilItsViewerClosesIt()
    {
        var view = new ViewThatCloses(afterPictures: 4);
        using var window = new ViewWindow(view);
        window.WaitKey();
        Assert.Equal(Key.None, window.Show(Plain()));
        window.WaitKey();
        Assert.Equal(4, view.Shown);
    }

    private static Frame Plain() => new(new BgrImage(100, 60));

    private static byte[] At(Frame frame, int x, int y) =>
        frame.Bgr.Pixels.AsSpan(((y * frame.Width) + x) * 3, 3).ToArray();

    private sealed class ViewThatCloses(int afterPictures) : ILiveView
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Shown { get; private set; }

        public Task Closed => _closed.Task;

        public void Show(BgrImage picture)
        {
            if (++Shown == afterPictures)
            {
                _closed.SetResult();
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
