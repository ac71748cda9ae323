using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Hosting.Tests;

public sealed class SpotterServicesTests
{
    [Fact]
    public void Get_NamesOfTheConfiguration_AreSingletonsWithTheirLabels()
    {
        using IHost host = Build(
            """{ "faces": {}, "visitors": { "Model": "people", "Label": "visitor" }, "both": "road" }"""
        );
        IDetector visitors = host.Services.GetRequiredKeyedService<IDetector>("visitors");
        Assert.Equal(["visitor"], visitors.Labels);
        Assert.Same(visitors, host.Services.GetRequiredKeyedService<IDetector>("visitors"));
        Assert.Same(visitors, host.Services.GetRequiredService<DetectorSet>().Get("Visitors"));
        Assert.Equal(["face"], host.Services.GetRequiredKeyedService<IDetector>("faces").Labels);
        Assert.Equal(
            ["car", "person"],
            host.Services.GetRequiredKeyedService<IDetector>("both").Labels.Order(StringComparer.Ordinal)
        );
        Assert.Equal(["both", "faces", "visitors"], host.Services.GetRequiredService<DetectorSet>().Names);
    }

    [Fact]
    public void Get_BuiltInNameThatNobodyListed_IsThere()
    {
        using IHost host = Build("{}");
        Assert.Equal(["face"], host.Services.GetRequiredService<IDetector>().Labels);
        Assert.Contains("smiling", host.Services.GetRequiredKeyedService<IDetector>("smiles").Labels);
    }

    [Fact]
    public void Get_UnknownName_NamesTheNearest()
    {
        using IHost host = Build("""{ "visitors": "people" }""");
        ArgumentException e = Assert.Throws<ArgumentException>(() =>
            host.Services.GetRequiredKeyedService<IDetector>("visitor")
        );
        Assert.StartsWith("there is no detector visitor; did you mean visitors?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetOnly_SeveralDetectors_SaysHowToChoose()
    {
        using IHost host = Build("""{ "faces": {}, "road": {} }""");
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() =>
            host.Services.GetRequiredService<IDetector>()
        );
        Assert.Contains("faces, road: say which", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        """{ "faces": { "MinScores": 0.5 } }""",
        "Spotter:Detectors:faces:MinScores: there is no such setting; did you mean MinScore?"
    )]
    [InlineData(
        """{ "faces": { "MinSize": "big" } }""",
        "Spotter:Detectors:faces:MinSize: expected a whole number, got big"
    )]
    [InlineData("""{ "faces": { "MinScore": "0,5" } }""", "expected a number with a point, like 0.5, got 0,5")]
    [InlineData("""{ "faces": { "Threads": 0 } }""", "Spotter:Detectors:faces: threads must be 1 or more, got 0")]
    [InlineData("""{ "faces": { "InputSize": 7 } }""", "input size must be 32 to 16384, got 7")]
    [InlineData(
        """{ "visitors": "poeple" }""",
        "poeple is neither a built-in model nor a file that is there; did you mean people?"
    )]
    [InlineData("""{ "logo": { "Model": "models/logo.network" } }""", "models/logo.network is neither")]
    public async Task StartAsync_WrongSetting_SaysWhatAndWhereInOneLine(string detectors, string said)
    {
        using IHost host = Build(detectors);
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            host.StartAsync(TestContext.Current.CancellationToken)
        );
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public async Task StartAsync_Warm_LoadsWhatIsListedAndTurnsHealthy()
    {
        using IHost host = Build("""{ "faces": {} }""");
        var health = host.Services.GetRequiredService<HealthCheckService>();
        HealthReport before = await health.CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, before.Status);
        Assert.Equal("detector faces: loading", before.Entries["spotter"].Description);
        await host.StartAsync(TestContext.Current.CancellationToken);
        await Waiting.UntilAsync(
            () => health.CheckHealthAsync().GetAwaiter().GetResult().Status == HealthStatus.Healthy,
            "the detector was not loaded"
        );
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Health_DetectorThatCannotBeMade_SaysWhy()
    {
        using IHost host = Build("""{ "faces": {} }""", options =>
            options.Detectors["mine"] = new DetectorSettings
            {
                Create = static () => throw new SpotterException(SpotterErrorKind.Missing, "no camera calibration"),
            }
        );
        await host.StartAsync(TestContext.Current.CancellationToken);
        var health = host.Services.GetRequiredService<HealthCheckService>();
        await Waiting.UntilAsync(
            () =>
                health.CheckHealthAsync().GetAwaiter().GetResult().Entries["spotter"].Description
                == "detector mine: no camera calibration",
            "the problem was not told"
        );
        Assert.Throws<SpotterException>(() => host.Services.GetRequiredService<DetectorSet>().Get("mine"));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Detect_SettingsOfTheConfiguration_HoldWhereTheCallLeavesThemOpen()
    {
        var seen = new Recorder();
        using IHost host = Build("""{ "mine": { "MinSize": 40, "MinScore": 0.25 } }""", options =>
        {
            options.Threads = 2;
            options.Detectors["mine"].Create = () => seen;
        });
        IDetector mine = host.Services.GetRequiredKeyedService<IDetector>("mine");
        var picture = new Frame(new GrayImage(8, 8));
        mine.Detect(picture, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(
            new DetectionOptions
            {
                MinSize = new(40, 40),
                MinScore = 0.25,
                Threads = 2,
            },
            seen.Last
        );
        mine.Detect(
            picture,
            new DetectionOptions { MinScore = 0.5, RegionOfInterest = new(0, 0, 4, 4) },
            TestContext.Current.CancellationToken
        );
        Assert.Equal(
            new DetectionOptions
            {
                MinSize = new(40, 40),
                MinScore = 0.5,
                Threads = 2,
                RegionOfInterest = new(0, 0, 4, 4),
            },
            seen.Last
        );
    }

    [Fact]
    public void AddSpotter_SectionOfAnotherName_IsRead()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Eyes:Detectors:guests:Model", "people")]);
        builder.Services.AddLogging();
        builder.Services.AddSpotter(builder.Configuration.GetSection("Eyes"));
        using IHost host = builder.Build();
        Assert.Equal(["guests"], host.Services.GetRequiredService<DetectorSet>().Names);
    }

    private static IHost Build(string detectors, Action<SpotterOptions>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddJsonStream(
            new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Spotter": { "Detectors": {{detectors}} } }"""))
        );
        builder.Services.AddLogging();
        builder.Services.AddSpotter(configure);
        builder.Services.AddHealthChecks().AddSpotter();
        return builder.Build();
    }

    private sealed class Recorder : IDetector
    {
        public DetectionOptions? Last { get; private set; }

        public IReadOnlyList<string> Labels => ["thing"];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        )
        {
            Last = options;
            return [];
        }
    }
}
