using Spotter.Files;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Channels;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Tests.Detectors;

public sealed class ModelCombinationTests : IDisposable
{
    private static readonly ChannelModel People = ModelCatalog.Get("people").LoadChannels();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_ScoresOnAnotherScale_ShiftedToTheFirst()
    {
        string shifted = Save("shifted.channels", People.WithScoreOffset(5));
        WriteScenes("scenes", 8);
        CombinedModel combined = Combine([new("people"), new(shifted)], "scenes");

        Assert.Equal([0, 0], combined.Model.Components.Select(static component => component.ScoreOffset));
        Assert.Equal(combined.Model.ToBytes(), File.ReadAllBytes(combined.Output));
        Assert.NotEmpty(combined.Marks);
        Assert.Equal(combined.Marks.OrderByDescending(static mark => mark.Score), combined.Marks);
    }

    [Fact]
    public void Run_TwinOfASymmetricModel_ScoresLowered()
    {
        WriteScenes("scenes", 8);
        ChannelComponent twin = Combine([new("people"), new("people", IsMirrored: true)], "scenes").Model.Components[1];

        // Where both find the same thing the votes for it double, which is worth 2.8.
        Assert.True(twin.HasMirroredTwin);
        Assert.InRange(twin.ScoreOffset, -6, -0.5);
    }

    [Fact]
    public void Run_OffsetsAndSettingsGiven_Kept()
    {
        string other = Save(
            "other.channels",
            People.WithOperatingPoint(1).WithJoinedParts(false).WithPooledWindows(false)
        );
        WriteScenes("scenes", 3);
        string first = Save("first.channels", People.WithJoinedParts(true));
        ModelCombinationOptions options = Options(
            [new(first, Offset: 2), new(other, IsMirrored: true, Offset: -1.5)],
            "scenes"
        );
        ChannelModel model = new ModelCombination(options).Run(TestContext.Current.CancellationToken).Model;

        Assert.Equal([2, -1.5], model.Components.Select(static component => component.ScoreOffset));
        Assert.Equal((People.OperatingPoint, true, true), (model.OperatingPoint, model.JoinsParts, model.PoolsWindows));

        options = options with { OperatingPoint = 12, JoinsParts = false, PoolsWindows = false };
        model = new ModelCombination(options).Run(TestContext.Current.CancellationToken).Model;
        Assert.Equal((12.0, false, false), (model.OperatingPoint, model.JoinsParts, model.PoolsWindows));
    }

    [Fact]
    public void Run_PartAtTheEdge_InTheModel()
    {
        ChannelModel model = Combine([new("people"), new("people", IsMirrored: true, IsAtEdge: true)]).Model;

        Assert.Equal([false, true], model.Components.Select(static component => component.IsAtEdge));
    }

    [Fact]
    public void Run_WithoutScenes_ScoresAsTheyAre()
    {
        CombinedModel combined = Combine([new("people"), new(Save("shifted.channels", People.WithScoreOffset(5)))]);

        Assert.Equal([0, 5], combined.Model.Components.Select(static component => component.ScoreOffset));
        Assert.Empty(combined.Marks);
    }

    [Fact]
    public void Run_OneSceneUnreadable_ToldOnceAndTheOthersCount()
    {
        WriteScenes("scenes", 8);
        _folder.Touch("scenes/broken.png", "no picture");
        var notes = new List<string>();
        var combination = new ModelCombination(Options([new("people"), new("people", IsMirrored: true)], "scenes"))
        {
            Note = notes.Add,
        };
        combination.Run(TestContext.Current.CancellationToken);

        Assert.Contains("broken.png", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ModelsThatDoNotFit_OneLineThatNamesThem()
    {
        AssertOneLine<ArgumentException>(
            "cars: does not fit people: it finds car, not person",
            [new("people"), new("cars")]
        );
        AssertOneLine<SpotterException>(
            "haarcascade_eye: is no channel model",
            [new("people"), new("haarcascade_eye")]
        );
        AssertOneLine<SpotterException>("absent.channels", [new("people"), new("absent.channels")]);
        AssertOneLine<SpotterException>(
            "notes.txt: is no channel model",
            [new(_folder.Touch("notes.txt", "no model at all"))]
        );
        AssertOneLine<ChannelFormatException>("broken.channels", [new(_folder.Touch("broken.channels", "SPCH"))]);
        Assert.Throws<ArgumentException>(() => new ModelCombination(Options([])));
    }

    [Fact]
    public void Run_ScenesThatSayNothing_OneLine()
    {
        AssertOneLine<TrainingDataException>("absent", [new("people"), new("people")], "absent");
        _folder.Touch("unreadable/broken.png", "no picture");
        AssertOneLine<TrainingDataException>(
            "none of the scenes can be read",
            [new("people"), new("people")],
            "unreadable"
        );
        Directory.CreateDirectory(_folder.PathOf("blank"));
        new Frame(new GrayImage(64, 64)).Save(_folder.PathOf("blank/a.png"));
        AssertOneLine<TrainingDataException>("people:OFFSET", [new("people"), new("people")], "blank");
    }

    [Fact]
    public void Run_OutputThatCannotBeWritten_NamesIt()
    {
        ModelCombinationOptions options = Options([new("people")]) with
        {
            Output = Path.Combine(_folder.Touch("file"), "x.channels"),
        };
        Assert.Contains(
            "cannot be written",
            Assert
                .Throws<OutputException>(() => new ModelCombination(options).Run(TestContext.Current.CancellationToken))
                .Message,
            StringComparison.Ordinal
        );
    }

    private void AssertOneLine<T>(string expected, IReadOnlyList<CombinationPart> parts, params string[] scenes)
        where T : Exception
    {
        string message = Assert.Throws<T>(() => Combine(parts, scenes)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.False(File.Exists(_folder.PathOf("mixture.channels")));
    }

    private CombinedModel Combine(IReadOnlyList<CombinationPart> parts, params string[] scenes) =>
        new ModelCombination(Options(parts, scenes)).Run(TestContext.Current.CancellationToken);

    private ModelCombinationOptions Options(IReadOnlyList<CombinationPart> parts, params string[] scenes) =>
        new()
        {
            Parts = parts,
            Output = _folder.PathOf("mixture.channels"),
            Scenes = [.. scenes.Select(_folder.PathOf)],
            Detection = new DetectionOptions { Threads = 2 },
        };

    private string Save(string name, ChannelModel model)
    {
        model.Save(_folder.PathOf(name));
        return _folder.PathOf(name);
    }

    // Boxes of some shades: here and there one looks a little like a person.
    private void WriteScenes(string folder, int count)
    {
        Directory.CreateDirectory(_folder.PathOf(folder));
        for (int i = 0; i < count; i++)
        {
            var random = new Random(i);
            var gray = new GrayImage(240, 180);
            for (int box = 0; box < 60; box++)
            {
                (int left, int top) = (random.Next(gray.Width), random.Next(gray.Height));
                (int right, int bottom) = (
                    Math.Min(gray.Width, left + random.Next(4, 60)),
                    Math.Min(gray.Height, top + random.Next(4, 60))
                );
                byte shade = (byte)random.Next(256);
                for (int y = top; y < bottom; y++)
                {
                    gray.Pixels.AsSpan((y * gray.Width) + left, right - left).Fill(shade);
                }
            }

            new Frame(gray).Save(_folder.PathOf($"{folder}/{i}.png"));
        }
    }
}
