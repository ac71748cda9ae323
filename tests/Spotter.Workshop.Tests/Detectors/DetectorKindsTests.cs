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
        Assert.Equal(expected, DetectorKinds.Get(kind, output).Name);

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
    [InlineData("magic", "mug", "there is no kind of detector magic; use channels, lbp, haar")]
    public void Get_KindOfAnotherFormat_IsRefused(string? kind, string output, string expected) =>
        Assert.StartsWith(
            expected,
            Assert.Throws<ArgumentException>(() => DetectorKinds.Get(kind, output)).Message,
            StringComparison.Ordinal
        );
}
