using Spotter.Media.Drawing;
using Spotter.Vision;

namespace Spotter.Media.Tests.Drawing;

public sealed class DrawColorTests
{
    [Theory]
    [InlineData("red", "#FF0000")]
    [InlineData("LIME", "#00FF00")]
    [InlineData("#1a2B3c", "#1A2B3C")]
    [InlineData(" white ", "#FFFFFF")]
    [InlineData("black", "#000000")]
    [InlineData("random", "random")]
    public void Parse_KnownColor_IsThat(string text, string expected)
    {
        DrawColor color = DrawColor.Parse(text);

        Assert.Equal(expected, color.ToString());
        Assert.Equal(color, DrawColor.Parse(color.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#12345")]
    [InlineData("#1234567")]
    [InlineData("#12345G")]
    [InlineData("# 12345")]
    [InlineData("reddish")]
    public void Parse_Unknown_ListsWhatIsAllowed(string text)
    {
        FormatException e = Assert.Throws<FormatException>(() => DrawColor.Parse(text));

        Assert.Contains("random, #RRGGBB, or red, orange", e.Message, StringComparison.Ordinal);
        Assert.False(DrawColor.TryParse(text, out _));
    }

    [Fact]
    public void For_Random_FollowsTheTrackIdElseTheIndex()
    {
        var tracked = new Detection(default, 1, "car", TrackId: 12);
        var untracked = new Detection(default, 1, "car");

        Assert.Equal(DrawColor.Random.For(tracked, 0), DrawColor.Random.For(tracked, 7));
        Assert.Equal(DrawColor.Random.For(tracked, 0), DrawColor.Random.For(untracked, 12));
        Assert.NotEqual(DrawColor.Random.For(untracked, 0), DrawColor.Random.For(untracked, 1));
        Assert.Equal((1, 2, 3), DrawColor.FromRgb(1, 2, 3).For(tracked, 4));
    }

    [Fact]
    public void For_RandomOfManyIds_IsBrightAndApartFromItsNeighbours()
    {
        (byte Red, byte Green, byte Blue)[] colors =
        [
            .. Enumerable
                .Range(-5, 2000)
                .Select(static i => DrawColor.Random.For(new Detection(default, 1, "x", i), 0)),
        ];

        Assert.All(colors, static c => Assert.InRange(Math.Max(c.Red, Math.Max(c.Green, c.Blue)), 229, 255));
        for (int i = 1; i < colors.Length; i++)
        {
            (byte r, byte g, byte b) = colors[i];
            (byte r1, byte g1, byte b1) = colors[i - 1];
            Assert.InRange(Math.Abs(r - r1) + Math.Abs(g - g1) + Math.Abs(b - b1), 100, 765);
        }
    }
}
