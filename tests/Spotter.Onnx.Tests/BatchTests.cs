using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Onnx.Tests;

/// <summary>Pictures of several callers go in together, and each is answered as it would be alone.</summary>
public sealed class BatchTests : IDisposable
{
    private const int Width = 96;
    private const int Height = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-test-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Run_TwoAnnounced_GoTogether()
    {
        using NetworkSessions sessions = NetworkSessions.Open(WithSumOfAll());
        var gate = new BatchGate(sessions, most: 8);
        using BatchGate.Announcement first = gate.Announce();
        using BatchGate.Announcement second = gate.Announce();

        Task<float> one = Task.Run(() => gate.Run(first, One(1), threads: 1)[0].Data[0], Cancellation);
        Task<float> two = Task.Run(() => gate.Run(second, One(2), threads: 1)[0].Data[0], Cancellation);

        // Each and the sum of both.
        Assert.Equal(new float[] { 4, 5 }, await Task.WhenAll(one, two));
    }

    [Fact]
    public async Task Run_TheOtherLeaves_GoesAlone()
    {
        using NetworkSessions sessions = NetworkSessions.Open(WithSumOfAll());
        var gate = new BatchGate(sessions, most: 8);
        using BatchGate.Announcement first = gate.Announce();
        BatchGate.Announcement second = gate.Announce();

        Task<float> one = Task.Run(() => gate.Run(first, One(1), threads: 1)[0].Data[0], Cancellation);
        second.Dispose();

        Assert.Equal(2, await one);
    }

    [Fact]
    public async Task Run_MoreThanGoTogether_AreRunAfterEachOther()
    {
        using NetworkSessions sessions = NetworkSessions.Open(WithSumOfAll());
        var gate = new BatchGate(sessions, most: 2);
        BatchGate.Announcement[] all = [.. Enumerable.Range(0, 5).Select(_ => gate.Announce())];

        float[] found = await Task.WhenAll(
            all.Select(one => Task.Run(() => gate.Run(one, One(1), threads: 1)[0].Data[0], Cancellation))
        );

        Assert.Equal([2, 3, 3, 3, 3], found.Order());
    }

    [Fact]
    public async Task Run_WhatFails_FailsForAll()
    {
        using NetworkSessions sessions = NetworkSessions.Open(WithSumOfAll());
        var gate = new BatchGate(sessions, most: 8);
        using BatchGate.Announcement first = gate.Announce();
        using BatchGate.Announcement second = gate.Announce();
        NetworkValue wrong = One(1) with { Name = "other" };

        Task[] both =
        [
            Task.Run(() => gate.Run(first, wrong, threads: 1), Cancellation),
            Task.Run(() => gate.Run(second, wrong, threads: 1), Cancellation),
        ];

        foreach (Task one in both)
        {
            await Assert.ThrowsAsync<OnnxModelException>(() => one);
        }
    }

    [Theory]
    [InlineData(NetworkEngine.OnnxRuntime)]
    [InlineData(NetworkEngine.Spotter)]
    public async Task Detect_FromManyThreads_FindsWhatEachPictureHolds(NetworkEngine engine)
    {
        string path = Brightness(isOpen: true);
        using OnnxDetector alone = OnnxDetector.Load(path, new NetworkOptions { Engine = engine });
        using OnnxDetector together = OnnxDetector.Load(path, new NetworkOptions { Engine = engine, Batch = 4 });
        Assert.Equal((1, 4), (alone.PicturesARun, together.PicturesARun));
        Assert.EndsWith("; up to 4 pictures together", together.Reading, StringComparison.Ordinal);
        Frame[] frames = [.. Enumerable.Range(0, 24).Select(static i => Gray((byte)(10 * i)))];

        double[] found = await Task.WhenAll(
            frames.Select(frame => Task.Run(() => Score(together, frame), Cancellation))
        );

        Assert.All(frames.Zip(found), pair => Assert.Equal(Score(alone, pair.First), pair.Second, 1e-5));
        Assert.Equal(24, found.Distinct().Count());
    }

    [Fact]
    public void Load_OnePictureAtATime_RefusesABatch()
    {
        string path = Brightness(isOpen: false);
        OnnxModelException e = Assert.Throws<OnnxModelException>(() =>
            OnnxDetector.Load(path, new NetworkOptions { Batch = 4 })
        );
        Assert.Contains("takes one picture at a time; leave out --batch", e.Message, StringComparison.Ordinal);
    }

    private static NetworkValue One(float number) => new("x", [number], [1, 1, 1, 1]);

    private static Frame Gray(byte value)
    {
        var image = new BgrImage(Width, Height);
        image.Pixels.AsSpan().Fill(value);
        return new Frame(image);
    }

    private static double Score(OnnxDetector detector, Frame frame) =>
        Assert.Single(detector.Detect(frame, new DetectionOptions { Threads = 1 }, Cancellation)).Score;

    /// <summary>x + the sum over all pictures that go in together.</summary>
    private string WithSumOfAll() =>
        Write(
            GraphBytes.Model(
                GraphBytes.Initializer("axis", [1], (long[])[0]),
                GraphBytes.Node("ReduceSum", ["x", "axis"], ["sum"]),
                GraphBytes.Node("Add", ["x", "sum"], ["y"]),
                GraphBytes.Input("x", GraphBytes.Float, [-1, 1, 1, 1]),
                GraphBytes.Output("y", GraphBytes.Float, [-1, 1, 1, 1])
            )
        );

    /// <summary>A YOLOv8 of one class with one find, which is the surer the brighter the picture is.</summary>
    private string Brightness(bool isOpen)
    {
        const int Places = (12 * 8) + (6 * 4) + (3 * 2);
        const int Find = 3 + (3 * 12);
        float[] table = new float[5 * Places];
        float[] share = new float[5 * Places];
        int place = 0;
        foreach (int stride in (int[])[8, 16, 32])
        {
            for (int y = 0; y < Height / stride; y++)
            {
                for (int x = 0; x < Width / stride; x++, place++)
                {
                    table[place] = (x + 0.5f) * stride;
                    table[Places + place] = (y + 0.5f) * stride;
                    table[(2 * Places) + place] = table[(3 * Places) + place] = stride;
                    table[(4 * Places) + place] = place == Find ? 0.4f : 0.01f;
                    share[(4 * Places) + place] = place == Find ? 0.5f : 0;
                }
            }
        }

        return Write(
            GraphBytes.Model(
                GraphBytes.Initializer("table", [1, 5, Places], table),
                GraphBytes.Initializer("share", [1, 5, Places], share),
                GraphBytes.Initializer("shape", [3], (long[])[-1, 1, 1]),
                GraphBytes.Node(
                    "ReduceMean",
                    ["images"],
                    ["mean"],
                    GraphBytes.Attribute("axes", (long[])[1, 2, 3]),
                    GraphBytes.Attribute("keepdims", 1)
                ),
                GraphBytes.Node("Reshape", ["mean", "shape"], ["each"]),
                GraphBytes.Node("Mul", ["each", "share"], ["more"]),
                GraphBytes.Node("Add", ["more", "table"], ["output0"]),
                GraphBytes.Input("images", GraphBytes.Float, [isOpen ? -1 : 1, 3, Height, Width]),
                GraphBytes.Output("output0", GraphBytes.Float, [isOpen ? -1 : 1, 5, Places])
            )
        );
    }

    private string Write(byte[] bytes)
    {
        string path = Path.Combine(_folder, $"{Path.GetRandomFileName()}.onnx");
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
