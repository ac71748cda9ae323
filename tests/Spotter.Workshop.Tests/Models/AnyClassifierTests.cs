using Spotter.Learning.Onnx;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Onnx;
using Spotter.Onnx.Classifiers;
using Spotter.Tests.Support;
using Spotter.Workshop.Models;

namespace Spotter.Workshop.Tests.Models;

public sealed class AnyClassifierTests : IDisposable
{
    private static readonly OnnxClassifierOptions OnRuntime = new()
    {
        Network = new NetworkOptions { Engine = NetworkEngine.OnnxRuntime },
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Whoever names an engine has it, of our own classifiers too.
    [Fact]
    public void Load_OwnOnnxOnAnotherEngine_AnswersTheSame()
    {
        string path = _folder.PathOf("own.onnx");
        OnnxFile.Save(Make(), path);
        byte[] pixels = [.. Enumerable.Range(0, 48).Select(static i => (byte)(5 * i))];

        IImageClassifier ours = AnyClassifier.Load(path);
        IImageClassifier theirs = AnyClassifier.Load(path, OnRuntime);

        Assert.IsType<ImageClassifier>(ours);
        using OnnxClassifier runtime = Assert.IsType<OnnxClassifier>(theirs);
        Assert.Equal(ours.ClassNames, runtime.ClassNames);
        Assert.Null(runtime.Assumption);
        Assert.All(ours.Predict(pixels).Zip(runtime.Predict(pixels)), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-5)
        );
    }

    [Fact]
    public void Load_OwnFormatOnAnotherEngine_IsRefused()
    {
        string path = _folder.PathOf("own.network");
        File.WriteAllBytes(path, Make().ToBytes());
        SpotterException e = Assert.Throws<SpotterException>(() => AnyClassifier.Load(path, OnRuntime));
        Assert.Contains("Spotter's own format, which no other engine runs", e.Message, StringComparison.Ordinal);
    }

    private static ImageClassifier Make() =>
        new(
            new Sequential(TensorShape.Image(4, 4, 3), [new Flatten(), new Dense(2)], seed: 3),
            PixelNormalization.ZeroToOne(3),
            ["dark", "bright"]
        );
}
