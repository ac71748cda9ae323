using System.Text;
using Spotter.Learning.Onnx;
using Spotter.Media;
using Spotter.Tests.Support;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Workshop.Classifiers;
using Spotter.Workshop.Explaining;
using Spotter.Workshop.Machine;
using Spotter.Workshop.Models;

namespace Spotter.Workshop.Tests.Explaining;

/// <summary>Networks in ONNX files, which are nobody's as far as explaining goes: here our own, exported.</summary>
public sealed class ForeignExplainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_Detector_ShowsWhatItsFindsRestOn()
    {
        string? photograph = SamplePictures
            .Find()
            .FirstOrDefault(static path => path.EndsWith(".jpg", StringComparison.Ordinal));
        Assert.SkipWhen(
            photograph is null,
            $"needs a photograph with a face: apt-get install {SamplePictures.Package}"
        );

        await WriteAsync(new ExplainOptions { Picture = photograph });

        Assert.Equal(["explain.html", "found.png", "reasons.png"], Written());
        Assert.Contains("read as Spotter: takes 256x192", Page(), StringComparison.Ordinal);
        Assert.Contains("<td>Conv</td>", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_NothingFoundOrNoPicture_HasNoReasons()
    {
        await WriteAsync(new ExplainOptions());
        Assert.Equal(["explain.html"], Written());

        string blank = _folder.PathOf("blank.png");
        var image = new BgrImage(80, 64);
        image.Pixels.AsSpan().Fill(128);
        image.Save(blank);
        await WriteAsync(new ExplainOptions { Picture = blank });
        Assert.Equal(["explain.html", "found.png"], Written());
        Assert.Contains("Nothing was found", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Positives_AreRefused()
    {
        SpotterException e = await Assert.ThrowsAsync<SpotterException>(() =>
            WriteAsync(new ExplainOptions { Positives = _folder.PathOf(".") })
        );
        Assert.StartsWith("--positives: mine is a network", e.Message, StringComparison.Ordinal);
    }

    // A patch over the only bright part takes the score away, and nowhere else.
    [Fact]
    public void Measure_AnyScore_FallsWhereWhatCountsIsCovered()
    {
        var picture = new BgrImage(96, 96);
        for (int i = 0; i < 100; i++)
        {
            picture.Pixels.AsSpan((((60 + (i / 10)) * 96) + 60 + (i % 10)) * 3, 3).Fill(255);
        }

        byte[] before = [.. picture.Pixels];

        var occlusion = Occlusion.Measure(
            picture,
            new Box(0, 0, 96, 96),
            patch: 12,
            static image => image.Pixels[((65 * 96) + 65) * 3] / 255.0,
            Cancellation
        );

        Assert.Equal(before, picture.Pixels);
        Assert.Equal(1, occlusion.Score);
        Assert.Equal(114 / 255.0, occlusion.Lowest, 6);
        Assert.Equal(0, occlusion.FallAt(0.1, 0.1));
        Assert.True(occlusion.FallAt(65.5 / 96, 65.5 / 96) > 0.5);
    }

    [Fact]
    public void Find_DetectorInAFile_IsNoClassifier() =>
        Assert.Null(ExplainedClassifier.Find(Detector(), new RunRepository(_folder.PathOf("runs"))));

    private async Task WriteAsync(ExplainOptions options)
    {
        IDetector detector = AnyModel.Load(Detector());
        Assert.True(Explanation.Takes(detector));
        Assert.Empty(await Explanation.WriteAsync(detector, "mine", _folder.PathOf("out"), options, Cancellation));
        ((IDisposable)detector).Dispose();
    }

    private string Detector()
    {
        string path = _folder.PathOf("mine.onnx");
        if (!File.Exists(path))
        {
            File.WriteAllBytes(path, OnnxFile.ToBytes(ModelCatalog.Get("faces").LoadNetwork(), 256, 192));
        }

        return path;
    }

    private IEnumerable<string> Written() =>
        Directory
            .EnumerateFiles(_folder.PathOf("out"))
            .Select(static path => Path.GetFileName(path))
            .Where(static name => name[0] != '.')
            .Order(StringComparer.Ordinal);

    private string Page() => File.ReadAllText(_folder.PathOf("out/explain.html"), Encoding.UTF8);
}
