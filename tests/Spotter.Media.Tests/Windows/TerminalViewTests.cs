using System.Text;
using Spotter.Media.Windows;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Windows;

public sealed class TerminalViewTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Draw_TwoRowsOfPixels_AreOneLineOfBlocks()
    {
        var picture = new BgrImage([255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 0], 2, 2);
        var text = new StringBuilder();

        HalfBlocks.Draw(picture, 2, 1, text);

        Assert.Equal("\e[0m\e[2K\e[38;2;0;0;255m\e[48;2;255;0;0m\u2580\e[48;2;0;255;0m\u2580\e[0m", text.ToString());
    }

    [Theory]
    [InlineData(80, 24, 320, 240, 64, 24)]
    [InlineData(80, 24, 1280, 320, 80, 10)]
    [InlineData(1, 1, 5000, 3, 1, 1)]
    public void Draw_AnySize_FitsTheTerminalAndKeepsTheShape(
        int columns,
        int rows,
        int width,
        int height,
        int blocksWide,
        int blocksHigh
    )
    {
        var text = new StringBuilder();

        HalfBlocks.Draw(new BgrImage(width, height), columns, rows, text);

        string[] lines = text.ToString().Split("\r\n");
        Assert.Equal(rows, lines.Length);
        Assert.Equal(blocksHigh, lines.Count(line => line.Contains('\u2580', StringComparison.Ordinal)));
        Assert.Equal(blocksWide, lines.Max(line => line.Count(c => c == '\u2580')));
    }

    [Fact]
    public void Fit_OtherShape_IsCentredOnBlack()
    {
        var white = new BgrImage(10, 10);
        Array.Fill(white.Pixels, (byte)255);
        var frame = new BgrImage(40, 20);
        Array.Fill(frame.Pixels, (byte)7);

        FrameFit.Fit(white, frame);

        for (int x = 0; x < 40; x++)
        {
            Assert.Equal(x is >= 10 and < 30 ? 255 : 0, frame.Pixels[((13 * 40) + x) * 3]);
        }
    }

    [Fact]
    public async Task Show_Picture_TakesTheScreenAndGivesItBack()
    {
        using var writer = new StringWriter();
        TextWriter shared = TextWriter.Synchronized(writer);
        await using (var view = new TerminalView(shared, () => (4, 2), null))
        {
            view.Show(new BgrImage(8, 8));
            await Waiting.UntilAsync(
                () =>
                {
                    // As the synchronized writer locks itself while it writes.
                    lock (shared)
                    {
                        return writer.ToString().Contains('\u2580', StringComparison.Ordinal);
                    }
                },
                "no blocks on the screen"
            );
        }

        Assert.StartsWith("\e[?1049h\e[?25l", writer.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\e[?25h\e[?1049l", writer.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ConsoleKey.Q, true)]
    [InlineData(ConsoleKey.Escape, true)]
    [InlineData(ConsoleKey.A, false)]
    public async Task Key_OnTheKeyboard_ClosesOrNot(ConsoleKey key, bool closes)
    {
        int asked = 0;
        await using var view = new TerminalView(
            new StringWriter(),
            () => (4, 2),
            () =>
            {
                Interlocked.Increment(ref asked);
                return key;
            }
        );

        await Waiting.UntilAsync(
            () => view.Closed.IsCompleted || Volatile.Read(ref asked) > 3,
            "keys that nobody asked for"
        );

        Assert.Equal(closes, view.Closed.IsCompleted);
    }

    [Fact]
    public async Task Post_FasterThanRead_KeepsTheNewest()
    {
        var latest = new LatestPicture();
        for (byte i = 1; i <= 50; i++)
        {
            var picture = new BgrImage(2, 2);
            Array.Fill(picture.Pixels, i);
            latest.Post(picture);
        }

        latest.Complete();
        var seen = new List<byte>();
        await foreach (BgrImage picture in latest.ReadAllAsync(Stop))
        {
            seen.Add(picture.Pixels[0]);
        }

        Assert.Equal([50], seen);
    }
}
