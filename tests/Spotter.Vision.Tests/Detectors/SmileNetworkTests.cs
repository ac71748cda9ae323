using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.Vision.Tests.Detectors;

public sealed class SmileNetworkTests
{
    [Fact]
    public void Score_SmallestAndLargestFaces_AreShares()
    {
        var gray = new GrayImage([.. Enumerable.Range(0, 90 * 80).Select(static i => (byte)(i * 31))], 90, 80);
        foreach (Box face in new[] { new Box(0, 0, 1, 1), new Box(85, 75, 20, 20), new Box(0, 0, 90, 80) })
        {
            Assert.InRange(SmileNetwork.Default.Score(gray, LandmarkNetwork.Default.Find(gray, face)), 0, 1);
        }
    }

    [Fact]
    public void Smiles_AFaceOfTheCallers_IsLookedAt()
    {
        var frame = new Frame(new GrayImage(new byte[64 * 48], 64, 48));
        Detection face = Assert.Single(
            Detector.Smiles(new WholePicture()).Detect(frame, cancellationToken: TestContext.Current.CancellationToken)
        );
        Assert.Equal(new Box(0, 0, 64, 48), face.Box);
        Assert.Contains(face.Label, new[] { "face", SmileNetwork.Smiling });
    }

    [Fact]
    public void Smiles_MinSmile_MovesTheMarkAndNothingElse()
    {
        var frame = new Frame(new GrayImage([.. Enumerable.Range(0, 64 * 48).Select(static i => (byte)i)], 64, 48));
        Detection face = Ask(SmileNetwork.Threshold);
        double smile = Assert.NotNull(face.Smile);
        Assert.Equal(SmileNetwork.Default.Score(frame.Gray, face.Landmarks!), smile);
        Assert.Equal(face with { Label = SmileNetwork.Smiling }, Ask(smile));
        Assert.Equal(face with { Label = "face" }, Ask(Math.BitIncrement(smile)));

        Detection Ask(double minSmile) =>
            Assert.Single(
                Detector
                    .Smiles(new WholePicture(), minSmile)
                    .Detect(frame, cancellationToken: TestContext.Current.CancellationToken)
            );
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    [InlineData(double.NaN)]
    public void Smiles_MinSmileOutOfRange_IsRefused(double minSmile) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Detector.Smiles(new WholePicture(), minSmile));

    private sealed class WholePicture : IDetector
    {
        public IReadOnlyList<string> Labels { get; } = ["face"];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        ) => [new Detection(new Box(0, 0, frame.Width, frame.Height), 1, "face")];
    }
}
