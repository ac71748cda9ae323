using System.Text;
using Spotter.Media;
using Spotter.Networks.Layers;
using Spotter.Tests.Support;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Networks;
using Spotter.Workshop.Explaining;
using Spotter.Workshop.Machine;
using Spotter.Workshop.Models;

namespace Spotter.Workshop.Tests.Explaining;

public sealed class NetworkExplainingTests : IDisposable
{
    private static readonly DetectionOptions Lenient = new() { MinScore = 0.03, Threads = 1 };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("faces")]
    [InlineData("people")]
    public void Blocks_OfABuiltInModel_AreAPyramid(string model)
    {
        NetworkDetectorModel network = ModelCatalog.Get(model).LoadNetwork();
        IReadOnlyList<NetworkBlock> blocks = NetworkBlock.Of(network, TensorShape.Image(384, 512, 3));
        Dictionary<string, NetworkBlock> byName = blocks.ToDictionary(static block => block.Name);
        Assert.Equal(["stride8"], SourcesOf("stride16"));
        Assert.Equal(["sum32", "side16"], SourcesOf("sum16"));
        Assert.Equal("max pool 2, 2 x conv 3x3", byName["stride16"].Steps);
        Assert.Equal(TensorShape.Image(24, 32, 96), byName["stride16"].Shape);
        Assert.Equal(
            (16, 0, false),
            (byName["stride16"].Stride, byName["stride16"].Column, byName["stride16"].IsOutput)
        );
        Assert.Equal(
            ["head8", "head16", "head32", "head64"],
            blocks.Where(static block => block.IsOutput).Select(static block => block.Name)
        );
        Assert.Equal(blocks.Count, blocks.DistinctBy(static block => (block.Stride, block.Column)).Count());
        Assert.Equal(network.ParameterCount, blocks.Sum(static block => block.WeightCount));

        // 3x3 at 1, then pools of 2 and pairs of 3x3: 3, 5 + 8, 17 + 32, ...
        Assert.Equal(
            [3, 13, 49, 121, 265, 553],
            blocks.Where(static block => block.Column == 0).Select(static block => block.Sight)
        );

        IEnumerable<string> SourcesOf(string name) => byName[name].Sources.Select(source => blocks[source].Name);
    }

    [Fact]
    public void Measure_AFind_FallsWhereItIsCoveredAndLeavesThePixels()
    {
        var detector = (NetworkDetector)Detector.FromModel("people");
        var trace = NetworkTrace.Run(detector, Picture.Load(Player()).Bgr, Lenient, []);
        byte[] before = [.. trace.Pixels];
        TracedFind find = trace.Finds[0];
        var occlusion = Occlusion.Measure(trace, find, Cancellation);
        Assert.Equal(before, trace.Pixels);
        Assert.InRange(occlusion.Score, find.Detection.Score - 0.05, find.Detection.Score + 0.05);
        Assert.True(occlusion.Lowest < occlusion.Score);
        double[] falls = [.. Enumerable.Range(0, 100).Select(i => occlusion.FallAt(i % 10 / 9.0, i / 10 / 9.0))];
        Assert.All(falls, fall => Assert.InRange(fall, 0, occlusion.Score - occlusion.Lowest + 1e-9));
        Assert.True(falls.Max() > 0);
    }

    [Fact]
    public async Task WriteAsync_NetworkAlone_DrawsItsBlocks()
    {
        await WriteAsync("faces", new ExplainOptions());
        Assert.Equal(["explain.html", "network.png"], Written());
    }

    [Theory]
    [InlineData("faces")]
    [InlineData("cars")]
    public async Task WriteAsync_NothingFound_SaysSoAndHasItsMaps(string model)
    {
        await WriteAsync(model, new ExplainOptions { Picture = Blank() });
        Assert.Equal(["explain.html", "found.png", "layers.png", "network.png", "scores.png"], Written());
        Assert.Contains("Nothing was found: of ", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Finds_HaveReasons()
    {
        await WriteAsync("people", new ExplainOptions { Picture = Player(), Detection = Lenient });
        Assert.Contains("reasons.png", Written());
        Assert.Equal(5, Page().Split("data:image/png;base64,").Length - 1);
        Assert.DoesNotContain("Nothing was found", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_NetworkOfTwoClasses_ShowsBoth()
    {
        string model = _folder.PathOf("road.network");
        await File.WriteAllBytesAsync(model, ModelCatalog.Get("people").LoadNetwork().ToBytes(), Cancellation);
        await WriteAsync(model, new ExplainOptions { Picture = Blank() });
        Assert.Contains("looks for people and cars in one pass", Page(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_WhatDoesNotFit_IsOneLine()
    {
        SpotterException positives = await Assert.ThrowsAsync<SpotterException>(() =>
            WriteAsync("faces", new ExplainOptions { Positives = _folder.PathOf(".") })
        );
        Assert.StartsWith("--positives: faces is a network", positives.Message, StringComparison.Ordinal);
        SpotterException beside = await Assert.ThrowsAsync<SpotterException>(() =>
            WriteAsync(
                "faces",
                new ExplainOptions
                {
                    Picture = Blank(),
                    Detection = new DetectionOptions { RegionOfInterest = new Box(500, 500, 9, 9) },
                }
            )
        );
        Assert.Equal("--roi: lies beside the picture, which is 80x64 pixels here", beside.Message);
        SpotterException other = await Assert.ThrowsAsync<SpotterException>(() =>
            Explanation.WriteAsync(new NoDetector(), "mine", _folder.PathOf("out"), new ExplainOptions(), Cancellation)
        );
        Assert.StartsWith("mine: is neither a cascade nor a network", other.Message, StringComparison.Ordinal);
        Assert.Equal(SpotterErrorKind.Usage, other.Kind);
        Assert.False(Directory.Exists(_folder.PathOf("out")));
        string broken = _folder.PathOf("broken.network");
        await File.WriteAllTextAsync(broken, "SPNN and no more", Cancellation);
        SpotterException model = Assert.Throws<SpotterException>(() => AnyModel.Load(broken));
        Assert.StartsWith($"{broken}: is no network", model.Message, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string model, ExplainOptions options) =>
        Assert.Empty(
            await Explanation.WriteAsync(
                Detector.FromModel(model),
                Path.GetFileNameWithoutExtension(model),
                _folder.PathOf("out"),
                options,
                Cancellation
            )
        );

    private IEnumerable<string> Written() =>
        Directory
            .EnumerateFiles(_folder.PathOf("out"))
            .Select(static path => Path.GetFileName(path))
            .Where(static name => name[0] != '.')
            .Order(StringComparer.Ordinal);

    private string Page() => File.ReadAllText(_folder.PathOf("out/explain.html"), Encoding.UTF8);

    private string Blank()
    {
        string picture = _folder.PathOf("blank.png");
        var image = new BgrImage(80, 64);
        Array.Fill(image.Pixels, (byte)128);
        image.Save(picture);
        return picture;
    }

    // People who play basketball.
    private static string Player()
    {
        string? picture = SamplePictures
            .Find()
            .FirstOrDefault(static path => path.EndsWith("basketball1.png", StringComparison.Ordinal));
        Assert.SkipWhen(picture is null, $"needs a photograph with people: apt-get install {SamplePictures.Package}");
        return picture!;
    }

    private sealed class NoDetector : IDetector
    {
        public IReadOnlyList<string> Labels { get; } = ["thing"];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        ) => [];
    }
}
