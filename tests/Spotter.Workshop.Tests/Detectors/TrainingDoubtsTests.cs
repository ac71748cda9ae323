using Spotter.Learning.Detectors;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Tests.Detectors;

/// <summary>Data that make bad detectors: said before training begins.</summary>
public sealed class TrainingDoubtsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notes = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(30, 100, 100, 20, "")]
    [InlineData(5, 100, 100, 20, "5 objects are few to learn from: 50 are a start, 200 are good")]
    [InlineData(1, 100, 100, 20, "1 object is few to learn from")]
    [InlineData(
        30,
        10,
        100,
        20,
        "3 of 4 pictures to take negatives from are smaller than the window of 24x24 and give none"
    )]
    public void Find_CountsAndSizes_SaysWhatIsOdd(int objects, int sceneSide, int lastSide, int side, string expected)
    {
        ISceneSource scenes = new Scenes([
            .. Enumerable.Range(0, 4).Select(i => Noise(i == 3 ? lastSide : sceneSide, i)),
        ]);
        ObjectExample[] examples = [.. Enumerable.Range(0, objects).Select(i => Example(Noise(side, 100 + i)))];
        string[] doubts = [.. TrainingDoubts.Find(examples, scenes, new BoxSize(24, 24), Cancellation)];
        Assert.Equal(expected.Length == 0 ? 0 : 1, doubts.Length);
        Assert.StartsWith(expected, doubts.FirstOrDefault() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Find_CopiesPlainScenesAndManyShapes_SaysEach()
    {
        ISceneSource plain = new Scenes([.. Enumerable.Range(0, 5).Select(static _ => new GrayImage(60, 60))]);
        ObjectExample[] same = [.. Enumerable.Range(0, 30).Select(static _ => Example(Noise(20, 1)))];
        Assert.Equal(
            [
                "all 30 objects are the same picture: the detector will know that one alone",
                "5 of 5 pictures to take negatives from are all but of one colour: whatever is not may be taken for "
                    + "the object; give pictures of the places where the detector will look",
            ],
            TrainingDoubts.Find(same, plain, new BoxSize(12, 12), Cancellation)
        );
        ObjectExample[] some = [.. Enumerable.Range(0, 30).Select(static i => Example(Noise(20, i / 2)))];
        Assert.StartsWith(
            "15 of 30 objects are copies of others",
            TrainingDoubts.Find(some, plain, new BoxSize(12, 12), Cancellation).First(),
            StringComparison.Ordinal
        );
        ObjectExample[] shapes =
        [
            .. Enumerable.Range(0, 30).Select(static i => Example(Noise(20, i, i % 2 == 0 ? 40 : 20))),
        ];
        Assert.StartsWith(
            "the crops are from 1.0 to 2.0 times as wide as high",
            TrainingDoubts.Find(shapes, plain, new BoxSize(12, 12), Cancellation).First(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_CropsOfOneColourAndNegativesThatShowTheObject_AreLeftOutAndSaid()
    {
        for (int i = 0; i < 12; i++)
        {
            Save($"crops/{i:00}.png", Noise(30, i));
            Save($"rooms/{i:00}.png", Noise(60, 50 + i));
        }

        Save("crops/flat.png", new GrayImage(30, 30));
        File.Copy(_folder.PathOf("crops/03.png"), _folder.PathOf("rooms/copy.png"));
        DetectorDataset data = new TrainingData(
            new DetectorTrainingOptions
            {
                Crops = [_folder.PathOf("crops")],
                Negatives = [_folder.PathOf("rooms")],
                Output = "x.xml",
            },
            _notes.Add
        ).Read(Cancellation);
        Assert.Equal(12, data.Positives.Count + data.DevelopmentPositives.Count);
        Assert.Equal(12, data.Scenes.Count + data.DevelopmentScenes.Count);
        Assert.Contains(_notes, static note =>
            note.StartsWith("1 of 13 crops left out; the first: ", StringComparison.Ordinal)
            && note.EndsWith("flat.png: is of one colour and shows nothing", StringComparison.Ordinal)
        );
        Assert.Contains(_notes, static note =>
            note.StartsWith(
                "1 of 13 negatives left out, for it is a picture of the object; the first: ",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public void Read_LabelledPicturesAmongTheNegatives_AreNoNegatives()
    {
        for (int i = 0; i < 3; i++)
        {
            Save($"photos/{i}.png", Noise(80, i));
        }

        _folder.Touch("photos/info.dat", "0.png 1 10 10 30 30\n1.png 1 10 10 30 30\n2.png 0\n");
        DetectorDataset data = new TrainingData(
            new DetectorTrainingOptions
            {
                Labels = [_folder.PathOf("photos/info.dat")],
                Negatives = [_folder.PathOf("photos")],
                Output = "x.xml",
            },
            _notes.Add
        ).Read(Cancellation);
        Assert.Equal(2, data.Positives.Count);
        Assert.Equal(4, data.Scenes.Count);
        Assert.Contains(_notes, static note =>
            note.StartsWith("2 of 3 negatives left out, for they are pictures of the object", StringComparison.Ordinal)
        );
    }

    private void Save(string name, GrayImage gray)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name))!);
        var picture = new BgrImage(gray.Width, gray.Height);
        for (int i = 0; i < gray.Pixels.Length; i++)
        {
            picture.Pixels.AsSpan(3 * i, 3).Fill(gray.Pixels[i]);
        }

        picture.Save(_folder.PathOf(name));
    }

    private static ObjectExample Example(GrayImage gray) =>
        new("x", new Frame(gray), new Box(0, 0, gray.Width, gray.Height));

    private static GrayImage Noise(int side, int seed, int? width = null)
    {
        var gray = new GrayImage(width ?? side, side);
        new Random(seed).NextBytes(gray.Pixels);
        return gray;
    }

    private sealed class Scenes(GrayImage[] pictures) : ISceneSource
    {
        public int Count => pictures.Length;

        public Scene? Load(int index) => new($"scene {index}", new Frame(pictures[index]), []);
    }
}
