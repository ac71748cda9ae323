using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Tests;

/// <summary>One detector for sixteen threads gives each what it gives to one, also while others give up.</summary>
public sealed class SharedModelsTests
{
    private const int Threads = 16;
    private const int Rounds = 6;

    public static TheoryData<string> Models =>
        ["faces", "people", "haarcascade_frontalface_default", "lbpcascade_frontalface"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Detect_SixteenThreadsSomeOfWhichGiveUp_AnswerAsOneAlone(string model)
    {
        IDetector detector = Detector.FromModel(model);
        Frame[] frames = [.. Enumerable.Range(0, 4).Select(static i => Picture(i))];
        Detection[][] expected =
        [
            .. frames.Select(frame => detector.Detect(frame, new DetectionOptions { Threads = 1 }).ToArray()),
        ];
        var problems = new List<Exception>();
        Thread[] threads =
        [
            .. Enumerable
                .Range(0, Threads)
                .Select(i => new Thread(() =>
                {
                    try
                    {
                        Search(detector, frames, expected, new Random(i));
                    }
                    catch (Exception e)
                    {
                        lock (problems)
                        {
                            problems.Add(e);
                        }
                    }
                })),
        ];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Assert.Empty(problems);
    }

    private static void Search(IDetector detector, Frame[] frames, Detection[][] expected, Random random)
    {
        for (int round = 0; round < Rounds; round++)
        {
            int which = random.Next(frames.Length);
            using var cancel = new CancellationTokenSource();
            bool gaveUp = random.Next(3) == 0;
            if (gaveUp)
            {
                cancel.CancelAfter(TimeSpan.FromMilliseconds(random.Next(5)));
            }

            try
            {
                // Frames are shared too, and their gray planes made by whoever comes first.
                IReadOnlyList<Detection> found = detector.Detect(
                    frames[which],
                    new DetectionOptions { Threads = 1 + random.Next(2) },
                    cancel.Token
                );
                Assert.Equal(expected[which], found);
            }
            catch (OperationCanceledException) when (gaveUp)
            {
                // As asked.
            }
        }
    }

    // Discs of several sizes: something that all detectors look at closely.
    private static Frame Picture(int seed)
    {
        var random = new Random(seed);
        var picture = new BgrImage(200, 150);
        random.NextBytes(picture.Pixels);
        for (int disc = 0; disc < 8; disc++)
        {
            (int x, int y, int radius) = (random.Next(200), random.Next(150), 8 + random.Next(30));
            for (int row = Math.Max(0, y - radius); row < Math.Min(150, y + radius); row++)
            {
                for (int column = Math.Max(0, x - radius); column < Math.Min(200, x + radius); column++)
                {
                    if (((row - y) * (row - y)) + ((column - x) * (column - x)) < radius * radius)
                    {
                        picture.Pixels[(row * 200 + column) * 3] = (byte)(disc * 30);
                        picture.Pixels[(row * 200 + column) * 3 + 1] = (byte)(disc * 30);
                        picture.Pixels[(row * 200 + column) * 3 + 2] = (byte)(disc * 30);
                    }
                }
            }
        }

        return new Frame(picture);
    }
}
