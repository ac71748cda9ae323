using CsCheck;
using SkiaSharp;
using Spotter.Media.Drawing;
using Spotter.Media.Drawing.Speech;
using Spotter.Media.Tests.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Drawing;

public sealed class SpeechTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("speech-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Place_AnyFaces_IsInsideThePictureAndOffThemWhereItCanBe()
    {
        Gen.Select(Gen.Int[-50, 640], Gen.Int[-50, 480], Gen.Int[8, 300])
            .Array[1, 6]
            .Select(Gen.Int[10, 400], Gen.Int[10, 200])
            .Sample(
                (faces, width, height) =>
                {
                    Box[] boxes = [.. faces.Select(static f => new Box(f.Item1, f.Item2, f.Item3, f.Item3))];
                    Box place = BubblePlacer.Place(640, 480, boxes[0], new BoxSize(width, height), boxes, [], []);
                    Assert.True(new Box(0, 0, 640, 480).Contains(place), $"{place}");
                    Assert.Equal(new BoxSize(width, height), new BoxSize(place.Width, place.Height));
                    long covered = boxes.Sum(box => box.Intersect(place).Area);
                    Assert.True(covered == 0 || !HasRoom(width, height, boxes), $"{place} covers {covered}");
                },
                iter: 300
            );
    }

    [Fact]
    public void Place_FaceThatMoves_KeepsItsSide()
    {
        var size = new BoxSize(120, 50);
        var face = new Box(300, 200, 80, 80);
        Box place = BubblePlacer.Place(640, 480, face, size, [face], [], []);
        for (int x = 300; x > 100; x -= 5)
        {
            Box moved = face with { X = x };
            Box next = BubblePlacer.Place(640, 480, moved, size, [moved], [], [], (place.X - face.X, place.Y - face.Y));
            Assert.Equal(place.X - face.X, next.X - moved.X);
            Assert.Equal(place.Y - face.Y, next.Y - moved.Y);
        }
    }

    [Fact]
    public void Draw_Speech_ChangesNothingOfTheOtherFace()
    {
        BgrImage before = Samples.Picture(640, 480);
        Detection[] faces =
        [
            new Detection(new Box(200, 150, 120, 120), 2, "face"),
            new Detection(new Box(330, 60, 120, 120), 1, "face"),
        ];
        var options = new AnnotatorOptions
        {
            Style = DrawStyle.Labels,
            Speech = SpeechBubbles.InTurn("why so serious", "I am not"),
        };
        BgrImage after = before.DrawCopy(faces, options);
        int changed = 0;
        for (int y = 0; y < 480; y++)
        {
            for (int x = 0; x < 640; x++)
            {
                changed += Samples.PixelAt(before, x, y).SequenceEqual(Samples.PixelAt(after, x, y)) ? 0 : 1;
            }
        }

        Assert.InRange(changed, 4000, 60_000);

        // A tail may point to its own face, and no further than its edge.
        foreach (Detection face in faces)
        {
            Box core = face.Box.Inflate(-0.25);
            for (int y = core.Y; y < core.Bottom; y++)
            {
                for (int x = core.X; x < core.Right; x++)
                {
                    Assert.Equal(Samples.PixelAt(before, x, y), Samples.PixelAt(after, x, y));
                }
            }
        }
    }

    [Theory]
    [InlineData(0, 50, 100, 0, 0.2)]
    [InlineData(50, 0, 0, 200, 0.1)]
    [InlineData(0, 0, 100, 0, 1)]
    [InlineData(0, 0, -50, -50, 1)]
    [InlineData(30, 30, 5, 5, 0)]
    [InlineData(0, 50, 10, 0, 1)]
    public void EntryOf_BoxOf20To80_IsWhereTheWayComesIn(float x, float y, float wayX, float wayY, double expected) =>
        Assert.Equal(
            expected,
            BubblePainter.EntryOf(new Box(20, 20, 60, 60), new SKPoint(x, y), new SKPoint(wayX, wayY)),
            6
        );

    [Fact]
    public void Draw_PictureOfAnySize_DoesNotFail()
    {
        foreach ((int width, int height) in (IEnumerable<(int, int)>)[(1, 1), (20, 12), (64, 300), (500, 40)])
        {
            BgrImage image = Samples.Picture(width, height);
            image.DrawCopy(
                [new Detection(new Box(0, 0, width, height), 1, "face")],
                new AnnotatorOptions { Speech = SpeechBubbles.InTurn(new string('w', 200), "a b c d") }
            );
        }
    }

    [Fact]
    public void Break_AnyWords_KeepsThemAllAndFits()
    {
        using var font = new SKFont(SKTypeface.Default, 20);
        Gen.Int[1, 12]
            .Array[1, 25]
            .Sample(
                lengths =>
                {
                    string text = string.Join(' ', lengths.Select(static length => new string('m', length)));
                    IReadOnlyList<string> lines = BubbleText.Break(text, font, 400);
                    Assert.Equal(text, string.Join(' ', lines));
                    Assert.All(lines, line => Assert.True(font.MeasureText(line) <= 400 || !line.Contains(' ')));
                },
                iter: 200
            );
    }

    [Fact]
    public void For_Tracks_TakeTurnsAndKeepToTheirs()
    {
        SpeechBubbles speech = SpeechBubbles.InTurn("a", "b");
        var face = new Detection(new Box(1, 2, 3, 4), 1, "face");
        Assert.Equal("a", speech.For(face with { TrackId = 1 }, 5));
        Assert.Equal("b", speech.For(face with { TrackId = 2 }, 5));
        Assert.Equal("a", speech.For(face with { TrackId = 3 }, 5));
        Assert.Equal(["a", "b", "a"], Enumerable.Range(0, 3).Select(i => speech.For(face, i)));

        SpeechBubbles chance = SpeechBubbles.ByChance(["a", "b", "c", "d"]);
        Detection tracked = face with { TrackId = 7 };
        Assert.Equal(chance.For(tracked, 0), chance.For(tracked with { Box = new(50, 60, 7, 8) }, 3));
        Assert.Equal(
            ["a", "b", "c", "d"],
            Enumerable.Range(1, 60).Select(id => chance.For(face with { TrackId = id }, 0)).Distinct().Order()
        );
    }

    [Fact]
    public void ByChanceFrom_File_LeavesBlankLinesOut()
    {
        string path = Path.Combine(_folder, "captions.txt");
        File.WriteAllLines(path, ["  one ", "", "two", "   "]);
        Assert.Equal(["one", "two"], SpeechBubbles.ByChanceFrom(path).Texts);
    }

    [Theory]
    [InlineData(null, SpotterErrorKind.Missing, "there is no such file of captions")]
    [InlineData("\n \n", SpotterErrorKind.Usage, "holds no captions")]
    [InlineData("ok\nLONG", SpotterErrorKind.Usage, "line 2 has more than 200 characters")]
    public void ByChanceFrom_BadFile_SaysWhatIsWrong(string? content, SpotterErrorKind kind, string message)
    {
        string path = Path.Combine(_folder, "captions.txt");
        if (content is not null)
        {
            File.WriteAllText(path, content.Replace("LONG", new string('x', 201), StringComparison.Ordinal));
        }

        SpotterException e = Assert.Throws<SpotterException>(() => SpeechBubbles.ByChanceFrom(path));
        Assert.Equal(kind, e.Kind);
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void InTurn_NothingToSay_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => SpeechBubbles.InTurn());
        Assert.Throws<ArgumentException>(() => SpeechBubbles.InTurn("a", " "));
        Assert.Throws<ArgumentException>(() => SpeechBubbles.InTurn(new string('x', 201)));
    }

    // Every place of the picture, on a grid of four pixels.
    private static bool HasRoom(int width, int height, Box[] faces)
    {
        for (int y = 0; y <= 480 - height; y += 4)
        {
            for (int x = 0; x <= 640 - width; x += 4)
            {
                var place = new Box(x, y, width, height);
                if (Array.TrueForAll(faces, face => face.Intersect(place).IsEmpty))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
