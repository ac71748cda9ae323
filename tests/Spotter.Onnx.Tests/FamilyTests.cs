using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

/// <summary>Every family is recognised by what it answers, and its find is where it is told to be.</summary>
public sealed class FamilyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    public static TheoryData<string> Names => [.. FamilyStubs.All.Keys];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public void Detect_Stub_FindsWhatItAnswers(string name) => AssertFinds(name, FamilyStubs.All[name]());

    [Theory]
    [MemberData(nameof(Names))]
    public void Detect_StubOfHalfFloats_FindsTheSame(string name) =>
        AssertFinds(name, FamilyStubs.All[name]().AsHalf());

    // Outputs in the opposite order and without their batch.
    [Theory]
    [MemberData(nameof(Names))]
    public void Detect_StubTurned_FindsTheSame(string name) => AssertFinds(name, FamilyStubs.All[name]().Turned());

    private void AssertFinds(string name, TinyNetwork network)
    {
        string path = Path.Combine(_folder, "network.onnx");
        File.WriteAllBytes(path, network.ToArray());
        using OnnxDetector detector = OnnxDetector.Load(path);
        Assert.StartsWith(detector.Kind, name, StringComparison.Ordinal);

        (int width, int height) = name.StartsWith("BlazeFace", StringComparison.Ordinal) ? (128, 128) : (96, 64);
        Detection found = Assert.Single(
            detector.Detect(new Frame(new BgrImage(width, height)), null, TestContext.Current.CancellationToken)
        );
        Assert.Equal(0.9, found.Score, 2);
        string label =
            detector.Labels is ["face"] ? "face"
            : detector.Labels is ["a", "b", "c"] ? "b"
            : detector.Labels.Count == FamilyStubs.Classes ? "class 1"
            : "bicycle";
        Assert.Equal(label, found.Label);
        Assert.True(found.Box.IntersectionOverUnion(new Box(32, 16, 32, 32)) > 0.9, $"{found.Box}");
    }
}
