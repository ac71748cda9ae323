using Spotter.Media.Drawing;
using Spotter.Vision;

namespace Spotter.Media.Tests.Drawing;

public sealed class LabelTemplateTests
{
    [Theory]
    [InlineData("{label} {score}", 7, "car 3.14")]
    [InlineData("{label} #{id}", 7, "car #7")]
    [InlineData("{label} #{id}", null, "car")]
    [InlineData("#{id}", null, "")]
    [InlineData("  a   b ", null, "a b")]
    [InlineData("{label}:{score}", null, "car:3.14")]
    public void Format_Template_FillsItsPlaces(string template, int? id, string expected) =>
        Assert.Equal(expected, LabelTemplate.Parse(template).Format(new Detection(default, 3.14159, "car", id)));

    [Fact]
    public void Format_LabelThatLooksLikeAPlace_IsTakenAsItIs() =>
        Assert.Equal("{score}", LabelTemplate.Parse("{label}").Format(new Detection(default, 1, "{score}")));

    [Fact]
    public void Format_LongOrBrokenLabel_IsOneShortLine()
    {
        string text = LabelTemplate
            .Parse("{label}")
            .Format(new Detection(default, 1, "a\nb\t" + new string('x', 5000)));

        Assert.Equal(80, text.Length);
        Assert.StartsWith("a b x", text, StringComparison.Ordinal);
        Assert.EndsWith("…", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{name}", "{name} is no place")]
    [InlineData("{label", "not closed")]
    [InlineData("label}", "has no {")]
    [InlineData("{}", "{} is no place")]
    public void Parse_UnknownPlace_ListsThePlaces(string template, string problem)
    {
        FormatException e = Assert.Throws<FormatException>(() => LabelTemplate.Parse(template));

        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Contains("{label}, {score}, {share} and {id}", e.Message, StringComparison.Ordinal);
    }
}
