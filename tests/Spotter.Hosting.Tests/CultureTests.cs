using System.Globalization;
using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Spotter.Applications;
using Spotter.Media;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Searching;
using Spotter.Sources;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tracking;

namespace Spotter.Hosting.Tests;

/// <summary>
/// Libraries run in applications of all languages: what they write and read is the same where numbers have commas
/// (German), where I is not the capital of i (Turkish), where the minus sign is another character (Arabic), and where
/// the year is another (Thai).
/// </summary>
public sealed class CultureTests : IDisposable
{
    private static readonly Detection[] Found =
    [
        new(new Box(3, 4, 20, 24), 0.987654321, "face") { Smile = 0.25 },
        new(new Box(30, 5, 12, 13), -1234.5, "ISIK ışık"),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public static TheoryData<string> Cultures => ["de-DE", "tr-TR", "ar-SA", "th-TH", "fa-IR"];

    public void Dispose()
    {
        CultureInfo.CurrentCulture = _before;
        _folder.Dispose();
    }

    [Fact]
    public void Cultures_OfTheseTests_AreWhatTheyAreTakenFor()
    {
        RequireCultures();
        Assert.Equal("1,5", 1.5.ToString(CultureInfo.GetCultureInfo("de-DE")));
        Assert.Equal("İ", "i".ToUpper(CultureInfo.GetCultureInfo("tr-TR")));
        Assert.NotEqual("-1", (-1).ToString(CultureInfo.GetCultureInfo("fa-IR")));
        Assert.NotEqual(
            DateTime.Today.ToString("yyyy", CultureInfo.InvariantCulture),
            DateTime.Today.ToString("yyyy", CultureInfo.GetCultureInfo("th-TH"))
        );
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void PictureRun_AllFormats_WritesTheSameBytes(string culture) => AssertSame(culture, static folder =>
        {
            var picture = new BgrImage(64, 48);
            picture.Save(Path.Combine(folder, "photo.png"));
            using var lines = new MemoryStream();
            PictureRun.Run(
                new Application(new Fixed()),
                Source.Parse(Path.Combine(folder, "photo.png")),
                new PictureRunOptions
                {
                    Output = Path.Combine(folder, "out"),
                    Formats = [ResultFormat.Csv, ResultFormat.Coco, ResultFormat.Yolo, ResultFormat.Voc],
                    JsonLines = lines,
                },
                cancellationToken: TestContext.Current.CancellationToken
            );
            return [.. Written(folder), Encoding.UTF8.GetString(lines.ToArray())];
        });

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task VideoRun_LinesAndEvents_AreTheSame(string culture)
    {
        RequireCultures();
        Assert.SkipUnless(FfmpegPrograms.Find("ffmpeg") is not null, "no ffmpeg");
        string clip = _folder.PathOf("clip.mp4");
        await using (var writer = new VideoWriter(clip, new VideoWriterOptions { FrameRate = 29.97 }))
        {
            for (int i = 0; i < 6; i++)
            {
                await writer.WriteAsync(
                    new Frame(new BgrImage(64, 48)) { Timestamp = TimeSpan.FromSeconds(i / 29.97) },
                    TestContext.Current.CancellationToken
                );
            }

            await writer.CompleteAsync();
        }

        string invariant = await LinesAsync();
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        Assert.Equal(invariant, await LinesAsync());
        Assert.Contains("\"time\":0.", invariant, StringComparison.Ordinal);

        async Task<string> LinesAsync()
        {
            using var lines = new MemoryStream();
            await VideoRun.RunAsync(
                new Application(new Fixed()),
                Source.Parse(clip),
                new VideoRunOptions
                {
                    Writers = [new JsonFrameWriter(lines)],
                    Monitors = [new CountingLine("line", new Point(0, 10.5), new Point(64, 10.5))],
                    Reading = new VideoReadOptions { Start = TimeSpan.FromSeconds(0.05) },
                },
                cancellationToken: TestContext.Current.CancellationToken
            );

            // How long it took differs from run to run.
            return System.Text.RegularExpressions.Regex.Replace(
                Encoding.UTF8.GetString(lines.ToArray()),
                "\"ms\":[0-9.]+",
                ""
            );
        }
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Texts_OfValues_AreTheSame(string culture) =>
        AssertSame(culture, static _ =>
            [
                Found[0].Box.ToString(),
                new Frame(new GrayImage(2, 1)).Numbers(),
                LabelTemplate.Parse("{label} {score}").ToString(),
                DrawColor.Parse("ORANGE").ToString(),
                VideoSource.Parse("HTTP://192.0.2.1/live.MJPG").ToString(),
                VideoSource.Parse("CAMERA:Integrated").ToString(),
                ModelCatalog.Find("PEOPLE")!.ToString(),
                ModelCatalog.Find("HAARCASCADE_FRONTALFACE_DEFAULT.XML")!.ToString(),
                Assert.Throws<FileNotFoundException>(static () => Detector.FromModel("HAARCASCADE_SMILI")).Message,
                new BoxSize(-3, 4).ToString(),
            ]
        );

    [Theory]
    [MemberData(nameof(Cultures))]
    public void Configuration_NumbersWithAPoint_AreRead(string culture) => AssertSame(culture, static _ =>
        {
            var services = new ServiceCollection();
            IConfigurationRoot configuration = new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("Spotter:Detectors:visitors:MODEL", "PEOPLE"),
                    new("Spotter:Detectors:visitors:MINSCORE", "0.25"),
                    new("Spotter:Detectors:visitors:minsize", "-3"),
                ])
                .Build();
            services.AddLogging();
            services.AddSpotter(configuration.GetSection("Spotter"));
            using ServiceProvider provider = services.BuildServiceProvider();
            return [Assert.ThrowsAny<Exception>(() => provider.GetRequiredService<DetectorSet>()).Message];
        });

    // A cascade's thresholds are text in its file, a network's are not; both are searched with below.
    [Theory]
    [MemberData(nameof(Cultures))]
    public void Detectors_OfEveryKind_FindTheSame(string culture) => AssertSame(culture, static _ =>
        {
            Assert.SkipUnless(File.Exists(PhotographPath), "no photograph with a face: install opencv-doc");
            Frame photograph = Picture.Load(PhotographPath).LimitWidth(320);
            return
            [
                .. new[] { "faces", "haarcascade_frontalface_alt", "lbpcascade_frontalface" }
                    .Where(static name => ModelCatalog.Find(name) is not null)
                    .SelectMany(name => Detector.FromModel(name).Detect(photograph))
                    .Select(static found => found.Score.ToString("R", CultureInfo.InvariantCulture) + found.Box),
            ];
        });

    private const string PhotographPath = "/usr/share/doc/opencv-doc/opencv4/html/230501201_1.jpg";

    private void AssertSame(string culture, Func<string, string[]> produce)
    {
        RequireCultures();
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string[] invariant = produce(NewFolder("invariant"));
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        string[] there = produce(NewFolder("there"));
        Assert.NotEmpty(invariant);
        Assert.Equal(invariant.Select(WithoutFolders), there.Select(WithoutFolders));

        string WithoutFolders(string text) =>
            System.Text.RegularExpressions.Regex.Replace(
                text.Replace(_folder.PathOf("invariant"), "", StringComparison.Ordinal)
                    .Replace(_folder.PathOf("there"), "", StringComparison.Ordinal),
                "\"ms\":[0-9.]+|,[0-9.]+(?=\r?\n)",
                ""
            );
    }

    private string NewFolder(string name) => Directory.CreateDirectory(_folder.PathOf(name)).FullName;

    private static string[] Written(string folder) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(folder, "out"), "*", SearchOption.AllDirectories)
                .Where(static path =>
                    !Path.GetFileName(path).StartsWith('.') && !path.EndsWith(".png", StringComparison.Ordinal)
                )
                .Order(StringComparer.Ordinal)
                .Select(path => $"{Path.GetRelativePath(folder, path)}\n{File.ReadAllText(path)}"),
        ];

    private static void RequireCultures() =>
        Assert.SkipUnless(
            AppContext.TryGetSwitch("System.Globalization.Invariant", out bool isInvariant) && !isInvariant,
            "this process knows no cultures: install libicu"
        );

    private sealed class Fixed : IDetector
    {
        public IReadOnlyList<string> Labels => ["face", "ISIK ışık"];

        public IReadOnlyList<Detection> Detect(
            Frame frame,
            DetectionOptions? options = null,
            CancellationToken cancellationToken = default
        ) => Found;
    }
}
