using Spotter.Learning.Augmentation;

namespace Spotter.Learning.Tests.Augmentation;

public sealed class AugmentationNotationTests
{
    [Fact]
    public void Parse_None_IsNull() => Assert.Null(AugmentationNotation.Parse("none"));

    [Fact]
    public void Parse_AllWords_SetsEach() =>
        Assert.Equal(
            new ImageAugmentation
            {
                FlipHorizontally = true,
                FlipVertically = true,
                Shift = 0.1,
                RotationDegrees = 15,
                Scale = 0.2,
                Crop = 0.05,
                EraseChance = 0.5,
            },
            AugmentationNotation.Parse("flip, flip-vertically,shift0.1,rotate15,scale0.2,crop0.05,erase0.5")
        );

    [Theory]
    [InlineData("none")]
    [InlineData("flip,shift0.06,erase0.2")]
    [InlineData("flip-vertically,rotate10,scale0.1,crop0.05")]
    public void Format_WhatWasParsed_IsTheSameText(string text) =>
        Assert.Equal(text, AugmentationNotation.Format(AugmentationNotation.Parse(text)));

    [Fact]
    public void Presets_WithoutKnowledgeOfThePictures_DoNotMirrorTurnOrCover() =>
        Assert.All(Spotter.Learning.Classifiers.ClassifierPreset.All, preset =>
            Assert.Matches("^(none|shift0\\.0[0-9]*)$", AugmentationNotation.Format(preset.Options.Augmentation))
        );

    [Theory]
    [InlineData("flip2", "flip2")]
    [InlineData("shift", "'shift'")]
    [InlineData("shift0.9", "Shift")]
    [InlineData("turn10", "'turn10'")]
    [InlineData("rotate1e3", "'rotate1e3'")]
    public void Parse_WhatIsWrong_NamesIt(string text, string named) =>
        Assert.Contains(
            named,
            Assert.Throws<FormatException>(() => AugmentationNotation.Parse(text)).Message,
            StringComparison.Ordinal
        );
}
