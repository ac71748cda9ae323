using System.Diagnostics;
using System.Net;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Benchmarks.Studio;

/// <summary>
/// POST /api/v1/detect with a 640x480 JPEG from 16 connections, against the engine alone with decoding, in turn in one
/// process: the load comes from the same processors, so the share that is lost holds the client's work too.
/// </summary>
internal sealed class RestLoad(Uri studio, byte[] jpeg)
{
    public const int Width = 640;
    public const int Height = 480;

    private const int Connections = 16;
    private const int Rounds = 4;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    private readonly Uri _address = new(studio, "api/v1/detect?detector=faces");

    /// <param name="length">Of the load, and of the engine alone.</param>
    public async Task PrintAsync(TimeSpan length)
    {
        TimeSpan turn = length / Rounds;
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Connections };
        using var client = new HttpClient(handler);
        await ServeAsync(client, WarmUp);
        Search(WarmUp);
        var latencies = new List<double>();
        double alone = 0;
        double served = 0;
        for (int round = 0; round < Rounds; round++)
        {
            alone += Search(turn) / Rounds;
            List<double> requests = await ServeAsync(client, turn);
            served += requests.Count / turn.TotalSeconds / Rounds;
            latencies.AddRange(requests);
        }

        latencies.Sort();
        Console.WriteLine($"engine alone, {Environment.ProcessorCount} threads, with decoding: {alone:F1} pictures/s");
        Console.WriteLine(
            $"POST /api/v1/detect, {Connections} connections:           {served:F1} pictures/s, {served / alone:P1} of "
                + $"it, no errors"
        );
        Console.WriteLine(
            $"latency ms: median {latencies[latencies.Count / 2]:F1}, p99 "
                + $"{latencies[(int)(latencies.Count * 0.99)]:F1}, most {latencies[^1]:F1}, {latencies.Count} requests"
        );
    }

    /// <summary>Pictures a second of the engine, a thread a processor, each with a picture of its own.</summary>
    private double Search(TimeSpan length)
    {
        IDetector detector = Detector.Faces();
        var options = new DetectionOptions { Threads = 1 };
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, Environment.ProcessorCount)
                .Select(_ => new Thread(() =>
                {
                    while (Stopwatch.GetElapsedTime(start) < length)
                    {
                        Frame frame = Picture.Load(jpeg);
                        detector.Detect(frame, options);
                        Interlocked.Increment(ref count);
                    }
                })),
        ];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        return count / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Milliseconds of each request; anything but 200 ends the benchmark.</summary>
    private async Task<List<double>> ServeAsync(HttpClient client, TimeSpan length)
    {
        long start = Stopwatch.GetTimestamp();
        List<double>[] all = await Task.WhenAll(
            Enumerable
                .Range(0, Connections)
                .Select(_ =>
                    Task.Run(async () =>
                    {
                        var latencies = new List<double>();
                        while (Stopwatch.GetElapsedTime(start) < length)
                        {
                            long sent = Stopwatch.GetTimestamp();
                            using var content = new ByteArrayContent(jpeg);
                            using HttpResponseMessage response = await client.PostAsync(_address, content);
                            await response.Content.ReadAsByteArrayAsync();
                            if (response.StatusCode != HttpStatusCode.OK)
                            {
                                throw new InvalidOperationException($"the studio answered {response.StatusCode}");
                            }

                            latencies.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                        }

                        return latencies;
                    })
                )
        );
        return [.. all.SelectMany(static latencies => latencies)];
    }
}
