using System.Diagnostics;
using System.Net;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks;

/// <summary>
/// POST /api/detect with a 640x480 JPEG from 16 connections, against the engine alone with decoding, in turn in one process: the
/// load comes from the same processors, so the share that is lost holds the client's work too.
/// </summary>
internal static class StudioLoad
{
    private const int Connections = 16;
    private const int Width = 640;
    private const int Height = 480;
    private const int Rounds = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "--seconds");
        string picture = arguments.Pictures("/usr/share/doc/opencv-doc/examples/data/messi5.jpg")[0];
        double seconds = arguments.Has("--seconds") ? double.Parse(arguments.List("--seconds")[0]) : 60;
        byte[] jpeg = Picture.Load(picture).Bgr.Resize(Width, Height).Encode(PictureFormat.Jpeg);
        return RunAsync(jpeg, TimeSpan.FromSeconds(seconds / Rounds)).GetAwaiter().GetResult();
    }

    private static async Task<int> RunAsync(byte[] jpeg, TimeSpan turn)
    {
        string data = Directory.CreateTempSubdirectory("spotter-load-").FullName;
        var latencies = new List<double>();
        double alone = 0;
        double served = 0;
        await using (StudioServer studio = await StudioServer.StartAsync(new StudioOptions { Port = 0, DataFolder = data }, Console.Error.WriteLine))
        {
            using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
            using var client = new HttpClient(handler);
            var address = new Uri(studio.Address, "api/detect?detector=faces");
            await ServeAsync(client, address, jpeg, WarmUp);
            Search(jpeg, WarmUp);
            for (int round = 0; round < Rounds; round++)
            {
                alone += Search(jpeg, turn) / Rounds;
                List<double> requests = await ServeAsync(client, address, jpeg, turn);
                served += requests.Count / turn.TotalSeconds / Rounds;
                latencies.AddRange(requests);
            }
        }

        Directory.Delete(data, recursive: true);
        latencies.Sort();
        Console.WriteLine($"engine alone, {Environment.ProcessorCount} threads, with decoding: {alone:F1} pictures/s");
        Console.WriteLine($"POST /api/detect, {Connections} connections:           {served:F1} pictures/s, {served / alone:P1} of it, no errors");
        Console.WriteLine($"latency ms: median {latencies[latencies.Count / 2]:F1}, p99 {latencies[(int)(latencies.Count * 0.99)]:F1}, most {latencies[^1]:F1}, {latencies.Count} requests");
        return 0;
    }

    /// <summary>Pictures a second of the engine, a thread a processor, each with a picture of its own.</summary>
    private static double Search(byte[] jpeg, TimeSpan length)
    {
        IDetector detector = Detector.Faces();
        var options = new DetectionOptions { Threads = 1 };
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        Thread[] threads = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(() =>
        {
            while (Stopwatch.GetElapsedTime(start) < length)
            {
                Frame frame = Picture.Load(jpeg);
                detector.Detect(frame, options);
                Interlocked.Increment(ref count);
            }
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Milliseconds of each request; anything but 200 ends the benchmark.</summary>
    private static async Task<List<double>> ServeAsync(HttpClient client, Uri address, byte[] jpeg, TimeSpan length)
    {
        long start = Stopwatch.GetTimestamp();
        List<double>[] all = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
        {
            var latencies = new List<double>();
            while (Stopwatch.GetElapsedTime(start) < length)
            {
                long sent = Stopwatch.GetTimestamp();
                using var content = new ByteArrayContent(jpeg);
                using HttpResponseMessage response = await client.PostAsync(address, content);
                await response.Content.ReadAsByteArrayAsync();
                if (response.StatusCode != HttpStatusCode.OK)
                {
                    throw new InvalidOperationException($"the studio answered {response.StatusCode}");
                }

                latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
            }

            return latencies;
        })));
        return [.. all.SelectMany(static latencies => latencies)];
    }
}
