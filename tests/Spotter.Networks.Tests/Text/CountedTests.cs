using Spotter.Networks.Text;

namespace Spotter.Networks.Tests.Text;

public sealed class CountedTests
{
    [Theory]
    [InlineData(0, "face", "0 faces")]
    [InlineData(1, "face", "1 face")]
    [InlineData(6, "face", "6 faces")]
    [InlineData(1, "stage", "1 stage")]
    [InlineData(1234, "picture", "1,234 pictures")]
    [InlineData(2, "upper body", "2 upper bodies")]
    [InlineData(1, "upper body", "1 upper body")]
    [InlineData(2, "mouse", "2 mice")]
    [InlineData(2, "person", "2 people")]
    [InlineData(2, "smiling", "2 smiling faces")]
    [InlineData(1, "smiling", "1 smiling face")]
    [InlineData(3, "bus", "3 buses")]
    [InlineData(3, "wine glass", "3 wine glasses")]
    [InlineData(2, "toothbrush", "2 toothbrushes")]
    [InlineData(2, "sandwich", "2 sandwiches")]
    [InlineData(2, "knife", "2 knives")]
    [InlineData(2, "sheep", "2 sheep")]
    [InlineData(2, "skis", "2 skis")]
    [InlineData(2, "toy", "2 toys")]
    [InlineData(2, "fire hydrant", "2 fire hydrants")]
    [InlineData(2, "box", "2 boxes")]
    [InlineData(2, "class", "2 classes")]
    [InlineData(2, "id_card", "2 id_cards")]
    [InlineData(2, "7", "2 7")]
    [InlineData(2, "MUG", "2 MUG")]
    [InlineData(2, "Person", "2 People")]
    public void Of_ACountAndAThing_AgreeInNumber(long count, string thing, string expected) =>
        Assert.Equal(expected, Counted.Of(count, thing));

    [Fact]
    public void None_OneLabelOrSeveral_SaysWhatThereIsNot()
    {
        Assert.Equal("no people", Counted.None(["person"]));
        Assert.Equal("nothing", Counted.None(["face", "smiling"]));
    }
}
