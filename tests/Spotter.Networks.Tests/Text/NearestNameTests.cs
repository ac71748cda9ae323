using Spotter.Networks.Text;

namespace Spotter.Networks.Tests.Text;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("fcaes", "faces")]
    [InlineData("face", "faces")]
    [InlineData("FACES", "faces")]
    [InlineData("detct", "detect")]
    [InlineData("eval", "evaluate")]
    [InlineData("modles", "models")]
    [InlineData("photo.jpg", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("wrong", null)]
    public void Of_Commands_IsTheOneThatWasMeant(string written, string? expected) =>
        Assert.Equal(expected, NearestName.Of(written, ["faces", "smiles", "road", "detect", "evaluate", "models"]));

    [Theory]
    [InlineData("--ouput", "--output")]
    [InlineData("-output", "--output")]
    [InlineData("--min-neighbours", "--min-neighbors")]
    [InlineData("--min_neighbors", "--min-neighbors")]
    [InlineData("--neighbors", "--min-neighbors")]
    [InlineData("--colour", "--color")]
    [InlineData("--nothing-like-it", null)]
    public void Of_Options_IgnoresHowWordsAreJoined(string written, string? expected) =>
        Assert.Equal(expected, NearestName.Of(written, ["--output", "--min-neighbors", "--min-size", "--color"]));

    [Fact]
    public void Of_NoNames_IsNothing() => Assert.Null(NearestName.Of("faces", []));

    [Fact]
    public void Hint_OneNear_AsksForIt()
    {
        Assert.Equal("; did you mean blur?", NearestName.Hint("blurr", ["boxes", "blur"]));
        Assert.Equal("", NearestName.Hint("gone", ["boxes", "blur"]));
    }
}
