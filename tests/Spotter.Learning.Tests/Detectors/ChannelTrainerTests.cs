using Spotter.Learning.Detectors;
using Spotter.Learning.Detectors.Channels;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Detectors;

public sealed class ChannelTrainerTests
{
    private const int ThingSize = 24;

    private static readonly ChannelTrainingOptions Options = new()
    {
        Label = "thing",
        Rounds = 3,
        Trees = 96,
        Threads = 2,
    };

    [Fact]
    public void Train_DrawnThings_FoundInNewPicturesAndNowhereElse()
    {
        ChannelTrainingResult result = new ChannelTrainer(Data(), Options).Train(
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(3, result.Rounds.Count);
        Assert.Equal(96, result.Model.TreeCount);
        var detector = new ChannelDetector(result.Model);
        GrayImage picture = Background(320, 240, seed: 900);
        Box[] things = [new(40, 50, 24, 24), new(150, 90, 48, 48), new(260, 180, 33, 33)];
        foreach (Box box in things)
        {
            DrawThing(picture, box, new Random(box.X));
        }

        IReadOnlyList<Detection> found = detector.Detect(
            new Frame(picture),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.All(things, box => Assert.Contains(found, detection => detection.Box.IntersectionOverUnion(box) > 0.5));
        Assert.Equal(things.Length, found.Count);
        Assert.All(found, static detection => Assert.Equal("thing", detection.Label));
    }

    [Fact]
    public void Train_CropsThatShowTheObjectAlone_FoundInPictures()
    {
        // Everything at the edge of a crop goes on in a picture, and nothing of that was there to learn from.
        DetectorDataset crops = new(
            ToyWorld.Crops(100, 30, seed: 1),
            ToyWorld.Scenes(12, seed: 100),
            ToyWorld.Crops(20, 30, seed: 2),
            ToyWorld.Scenes(4, seed: 200)
        );
        ChannelTrainingResult result = new ChannelTrainer(crops, Options).Train(
            cancellationToken: TestContext.Current.CancellationToken
        );
        var detector = new ChannelDetector(result.Model);
        int objects = 0;
        int found = 0;
        for (int seed = 1000; seed < 1010; seed++)
        {
            (GrayImage picture, Box[] truth) = ToyWorld.Picture(seed);
            Box[] boxes =
            [
                .. detector
                    .Detect(new Frame(picture), cancellationToken: TestContext.Current.CancellationToken)
                    .Select(static d => d.Box),
            ];
            objects += truth.Length;
            found += truth.Count(box => boxes.Any(other => other.IntersectionOverUnion(box) > 0.4));
        }

        Assert.InRange(found, objects * 8 / 10, objects);
    }

    [Fact]
    public void Train_ResumedAfterEachRound_SameModel()
    {
        var states = new List<byte[]>();
        byte[] whole = new ChannelTrainer(Data(), Options) { RoundFinished = state => states.Add(state.ToBytes()) }
            .Train(cancellationToken: TestContext.Current.CancellationToken)
            .Model.ToBytes();
        Assert.Equal(2, states.Count);
        foreach (byte[] state in states)
        {
            ChannelTrainingResult resumed = new ChannelTrainer(Data(), Options).Train(
                ChannelTrainingState.FromBytes(state),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(whole, resumed.Model.ToBytes());
        }
    }

    [Fact]
    public void Train_OtherNumberOfThreads_SameModel()
    {
        byte[][] models =
        [
            .. new[] { 1, 3 }.Select(static threads =>
                new ChannelTrainer(Data(), Options with { Threads = threads, Rounds = 2, Trees = 40 })
                    .Train(cancellationToken: TestContext.Current.CancellationToken)
                    .Model.ToBytes()
            ),
        ];
        Assert.Equal(models[0], models[1]);
    }

    [Fact]
    public void FromBytes_Damaged_Refused()
    {
        var states = new List<byte[]>();
        new ChannelTrainer(Data(), Options with { Rounds = 2, Trees = 16 })
        {
            RoundFinished = state => states.Add(state.ToBytes()),
        }.Train(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Throws<InvalidDataException>(() => ChannelTrainingState.FromBytes(states[0][..(states[0].Length / 2)]));
        Assert.Throws<InvalidDataException>(static () => ChannelTrainingState.FromBytes([1, 2, 3]));
    }

    [Theory]
    [InlineData(null, 36, 2)]
    [InlineData(null, 72, 4)]
    [InlineData(4, 36, 4)]
    [InlineData(2, 72, 2)]
    public void Plan_CellSize_AsAskedForOrByTheObject(int? cell, int side, int expected)
    {
        ChannelTrainingPlan plan = new ChannelTrainer(
            Data(),
            Options with
            {
                CellSize = cell,
                ObjectSize = new BoxSize(side, side),
            }
        ).Plan;
        Assert.Equal((expected, new BoxSize(side, side)), (plan.Geometry.Shrink, plan.ObjectSize));
    }

    [Fact]
    public void CellSize_OutOfRange_Refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => Options with { CellSize = 3 });

    [Fact]
    public void FromBytes_WhatToBytesGave_SameModel()
    {
        ChannelModel model = new ChannelTrainer(Data(), Options with { Rounds = 1, Trees = 8 })
            .Train(cancellationToken: TestContext.Current.CancellationToken)
            .Model;
        Assert.Equal(
            model.ToBytes(),
            ChannelTrainingState.FromBytes(new ChannelTrainingState(model, [], []).ToBytes()).Model.ToBytes()
        );
    }

    [Fact]
    public void Train_Cancelled_Throws() =>
        Assert.ThrowsAny<OperationCanceledException>(static () =>
            new ChannelTrainer(Data(), Options).Train(cancellationToken: new CancellationToken(canceled: true))
        );

    [Fact]
    public void Constructor_NothingToLearnFrom_SaysSo()
    {
        DetectorDataset data = Data();
        Assert.Contains(
            "no objects",
            Assert.Throws<ArgumentException>(() => new ChannelTrainer(data with { Positives = [] }, Options)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no scenes",
            Assert
                .Throws<ArgumentException>(() => new ChannelTrainer(data with { Scenes = new Scenes([]) }, Options))
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Plan_CropsWithContext_WindowShowsSomeOfIt()
    {
        ChannelTrainingPlan plan = new ChannelTrainer(Data(), Options).Plan;
        Assert.Equal(new BoxSize(ThingSize, ThingSize), plan.ObjectSize);
        Assert.True(plan.Geometry.WindowSize.Width > ThingSize);
        Assert.Equal(96, plan.Trees[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plan_CropsThatBeginWithTheObject_ContextAtTheOtherSideWithoutMirrorImages(bool mirrors)
    {
        DetectorDataset data = Data();
        ObjectExample[] cut =
        [
            .. data.Positives.Select(static example => new ObjectExample(
                example.Name,
                new Frame(new GrayImage(ThingSize + 8, ThingSize + 16)),
                example.Box with
                {
                    X = 0,
                }
            )),
        ];
        ChannelTrainingPlan plan = new ChannelTrainer(
            data with
            {
                Positives = cut,
            },
            Options with
            {
                IsMirrored = mirrors,
            }
        ).Plan;

        Assert.Equal(new BoxSize(ThingSize, ThingSize), plan.ObjectSize);
        Assert.Equal(mirrors, plan.ObjectInWindow.X > 0);
        Assert.True(plan.ObjectInWindow.X + plan.ObjectInWindow.Width < 1);
    }

    private static DetectorDataset Data()
    {
        ObjectExample[] objects = [.. Enumerable.Range(0, 150).Select(static i => Example(i))];
        Scene[] scenes =
        [
            .. Enumerable
                .Range(0, 16)
                .Select(static i => new Scene($"scene {i}", new Frame(Background(200, 150, i)), [])),
        ];
        return new DetectorDataset(objects[..120], new Scenes(scenes[..12]), objects[120..], new Scenes(scenes[12..]));
    }

    private static ObjectExample Example(int seed)
    {
        const int margin = 8;
        GrayImage picture = Background(ThingSize + (2 * margin), ThingSize + (2 * margin), 1000 + seed);
        var box = new Box(margin, margin, ThingSize, ThingSize);
        DrawThing(picture, box, new Random(seed));
        return new ObjectExample($"thing {seed}", new Frame(picture), box);
    }

    // A bright frame around a dark cross.
    private static void DrawThing(GrayImage picture, Box box, Random random)
    {
        int bright = random.Next(170, 240);
        int dark = random.Next(20, 80);
        for (int y = 0; y < box.Height; y++)
        {
            for (int x = 0; x < box.Width; x++)
            {
                double u = Math.Abs((x + 0.5) / box.Width - 0.5);
                double v = Math.Abs((y + 0.5) / box.Height - 0.5);
                bool isDark = Math.Max(u, v) < 0.38 && Math.Min(u, v) < 0.1;
                picture.Pixels[((box.Y + y) * picture.Width) + box.X + x] = (byte)(
                    (isDark ? dark : bright) + random.Next(-8, 9)
                );
            }
        }
    }

    private static GrayImage Background(int width, int height, int seed)
    {
        var random = new Random(seed);
        var gray = new GrayImage(width, height);
        Array.Fill(gray.Pixels, (byte)random.Next(256));
        for (int i = 0; i < 40; i++)
        {
            int left = random.Next(width);
            int top = random.Next(height);
            int right = Math.Min(width, left + random.Next(2, 50));
            byte shade = (byte)random.Next(256);
            for (int y = top; y < Math.Min(height, top + random.Next(2, 50)); y++)
            {
                gray.Pixels.AsSpan((y * width) + left, right - left).Fill(shade);
            }
        }

        return gray;
    }

    private sealed class Scenes(Scene[] scenes) : ISceneSource
    {
        public int Count => scenes.Length;

        public Scene? Load(int index) => scenes[index];
    }
}
