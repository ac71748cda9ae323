using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Tests.Detectors;

public sealed class DetectorKindsTests
{
    [Theory]
    [InlineData(null, "mug.xml", "lbp")]
    [InlineData(null, "mug.XML", "lbp")]
    [InlineData(null, "mug.channels", "channels")]
    [InlineData(null, "mug", "channels")]
    [InlineData(null, "v1.2/mug", "channels")]
    [InlineData("haar", "mug.xml", "haar")]
    [InlineData("LBP", "mug", "lbp")]
    [InlineData("channels", "mug.model", "channels")]
    public void Get_KindAndOutput_GoTogether(string? kind, string output, string expected) =>
        Assert.Equal(expected, DetectorKinds.Get(new() { Kind = kind, Output = output }).Name);

    [Theory]
    [InlineData("mug", "network")]
    [InlineData("mug.network", "network")]
    [InlineData("mug.channels", "channels")]
    [InlineData("mug.xml", "lbp")]
    public void Get_LabelledPictures_MakeANetworkUnlessTheNameSaysOtherwise(string output, string expected) =>
        Assert.Equal(expected, DetectorKinds.Get(new() { Labels = ["labels.json"], Output = output }).Name);

    [Fact]
    public void Get_LabelledPicturesAndCrops_MakeChannels() =>
        Assert.Equal(
            "channels",
            DetectorKinds
                .Get(
                    new()
                    {
                        Labels = ["labels.json"],
                        Crops = ["mugs"],
                        Output = "mug",
                    }
                )
                .Name
        );

    [Theory]
    [InlineData(
        "channels",
        "mug.xml",
        "mug.xml: --kind channels writes a model in Spotter's own format; name it mug.channels, or use --kind lbp"
    )]
    [InlineData(
        "lbp",
        "mug.channels",
        "mug.channels: --kind lbp writes a cascade in OpenCV's XML; name it mug.xml, or use --kind channels"
    )]
    [InlineData(
        null,
        "mug.onnx",
        "mug.onnx: --kind channels writes a model in Spotter's own format; name it mug.channels"
    )]
    [InlineData("magic", "mug", "there is no kind of detector magic; use channels, network, lbp, haar")]
    public void Get_KindOfAnotherFormat_IsRefused(string? kind, string output, string expected) =>
        Assert.StartsWith(
            expected,
            Assert.Throws<ArgumentException>(() => DetectorKinds.Get(new() { Kind = kind, Output = output })).Message,
            StringComparison.Ordinal
        );
}
