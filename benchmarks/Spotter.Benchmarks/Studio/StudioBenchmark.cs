using System.CommandLine;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio;

namespace Spotter.Benchmarks.Studio;

/// <summary>
/// The studio at work: what a frame costs, POST /api/v1/detect at saturation beside the engine alone, and the page's
/// camera in a real browser on the same machine.
/// </summary>
internal static class StudioBenchmark
{
    private const string Clip = "/usr/share/doc/opencv-doc/examples/data/Megamind.avi";
    private const int FirstBoxesRounds = 5;
    private static readonly int[] Tabs = [1, 2, 8];
    private static readonly TimeSpan LiveTime = TimeSpan.FromSeconds(12);

    private static readonly Option<int> Seconds = Arguments.Whole("--seconds", "How long requests are sent", 60);
    private static readonly Option<bool> Live = new("--live") { Description = "The page's camera alone" };

    public static Command Build() =>
        Arguments.Benchmark(
            "studio",
            "POST /api/v1/detect from 16 connections beside the engine alone, then the page's camera in Chromium: "
                + "seconds to the first boxes, frames a second, latency",
            RunAsync,
            Arguments.Paths,
            Seconds,
            Live
        );

    private static async Task<int> RunAsync(ParseResult arguments)
    {
        string picture = arguments.Pictures("/usr/share/doc/opencv-doc/examples/data/messi5.jpg")[0];
        byte[] jpeg = Picture.Load(picture).Bgr.Resize(RestLoad.Width, RestLoad.Height).Encode(PictureFormat.Jpeg);
        string data = Directory.CreateTempSubdirectory("spotter-load-").FullName;
        try
        {
            await using StudioServer studio = await StudioServer.StartAsync(
                new StudioOptions { Port = 0, DataFolder = data },
                Console.Error.WriteLine
            );
            if (!arguments.GetValue(Live))
            {
                FrameCost.Print(jpeg);
                await new RestLoad(studio.Address, jpeg).PrintAsync(TimeSpan.FromSeconds(arguments.GetValue(Seconds)));
            }

            await PrintLiveAsync(studio.Address, Path.Combine(data, "camera.y4m"));
            return 0;
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task PrintLiveAsync(Uri address, string camera)
    {
        await using LiveLoad live = await LiveLoad.StartAsync(address, Clip, camera);
        Console.WriteLine("camera of 640x480 at 30 frames a second in Chromium on the same machine:");
        var first = new double[FirstBoxesRounds];
        for (int i = 0; i < first.Length; i++)
        {
            first[i] = await live.MeasureFirstBoxesAsync();
        }

        Console.WriteLine(
            $"first boxes {Medians.Of(first):F0} ms after the camera's button in the median, {first.Max():F0} ms at "
                + $"most"
        );
        foreach (int tabs in Tabs)
        {
            IReadOnlyList<TabFigures> figures = await live.MeasureAsync(tabs, LiveTime);
            double[] rates = [.. figures.Select(static tab => tab.Rate).Order()];
            double[] latencies = [.. figures.Select(static tab => tab.LatencyMilliseconds).Order()];
            Console.WriteLine(
                $"{tabs} {(tabs == 1 ? "tab: " : "tabs:")} {rates.Sum(), 5:F1} frames/s answered, a tab {rates[0]:F1} "
                    + $"to {rates[^1]:F1}; median latency {latencies[tabs / 2]:F0} ms, of the worst tab "
                    + $"{latencies[^1]:F0} ms"
            );
        }
    }
}
