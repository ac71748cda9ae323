using SkiaSharp;
using Spotter.Media.Drawing;
using Spotter.Media.Drawing.Stickers;
using Spotter.Media.Tests.Pictures;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Media.Tests.Drawing;

public sealed class StickerTests : IDisposable
{
    // Eyes 40 pixels apart, 46 above the mouth, of a face in the middle of 400 x 400.
    private static readonly FaceLandmarks Upright = new(
        new Point(180, 180),
        new Point(220, 180),
        new Point(200, 204),
        new Point(184, 226),
        new Point(216, 226)
    );

    private readonly string _folder = Directory.CreateTempSubdirectory("stickers-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pose_OfAnUprightFace_HasNoAngle()
    {
        FacePose pose = FacePose.Of(Face(Upright));
        Assert.Equal(0, pose.Angle, 6);
        Assert.Equal(40, pose.Unit, 6);
        Assert.Equal(new Point(200, 180), pose.Eyes);
        Assert.Equal(new Point(200, 226), pose.Mouth);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(-60)]
    [InlineData(170)]
    public void Pose_OfATurnedFace_IsTurnedAsMuch(double degrees)
    {
        FacePose pose = FacePose.Of(Face(Turned(degrees)));
        Assert.Equal(degrees, pose.Angle * 180 / Math.PI, 3);
        Assert.Equal(40, pose.Unit, 3);

        // Two units above the eyes, along the face.
        Point top = pose.At(pose.Eyes, 0, -2);
        double turn = degrees * Math.PI / 180;
        Assert.Equal(pose.Eyes.X + 80 * Math.Sin(turn), top.X, 3);
        Assert.Equal(pose.Eyes.Y - 80 * Math.Cos(turn), top.Y, 3);
    }

    [Fact]
    public void Pose_OfAFaceThatLooksAside_KeepsItsSize()
    {
        var aside = new FaceLandmarks(new(195, 180), new(205, 180), new(215, 204), new(197, 226), new(205, 226));
        FacePose pose = FacePose.Of(Face(aside));
        Assert.Equal(40, pose.Unit, 1.0);
        Assert.InRange(pose.Angle, -0.1, 0.1);
    }

    [Fact]
    public void Pose_OfLandmarksAtOnePoint_IsThatOfTheBox()
    {
        var point = new Point(3, 3);
        var box = new Box(100, 100, 200, 200);
        FacePose pose = FacePose.Of(
            new Detection(box, 1, "face") { Landmarks = new(point, point, point, point, point) }
        );
        Assert.Equal(FacePose.Of(new Detection(box, 1, "face")), pose);
        Assert.InRange(pose.Eyes.Y, 160, 190);
    }

    [Fact]
    public void Pose_OfABody_IsAtItsTop()
    {
        FacePose pose = FacePose.Of(new Detection(new Box(100, 50, 100, 300), 1, "person"));
        Assert.InRange(pose.Mouth.Y, 50, 110);
        Assert.Equal(150, pose.Eyes.X, 6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(35)]
    [InlineData(-90)]
    public void Draw_Sticker_SitsAtItsPlaceAndTurns(double degrees)
    {
        string path = WriteSticker(new SKColor(255, 0, 255));
        BgrImage before = Samples.Picture(400, 400);
        BgrImage after = before.DrawCopy(
            [Face(Turned(degrees))],
            new AnnotatorOptions { Style = DrawStyle.Labels, Stickers = [Sticker.Parse($"{path}@head")] }
        );

        // As wide as high, with its foot three quarters of an eye distance above the eyes.
        FacePose pose = FacePose.Of(Face(Turned(degrees)));
        foreach (
            (double right, double down, bool isInside) in (IEnumerable<(double, double, bool)>)
                [
                    (0, -0.9, true),
                    (0, -3.4, true),
                    (-1.3, -2, true),
                    (1.3, -2, true),
                    (0, -0.6, false),
                    (0, -3.7, false),
                    (-1.55, -2, false),
                    (1.55, -2, false),
                ]
        )
        {
            Point at = pose.At(pose.Eyes, right, down);
            byte[] was = Samples.PixelAt(before, (int)at.X, (int)at.Y);
            byte[] now = Samples.PixelAt(after, (int)at.X, (int)at.Y);
            Assert.Equal(isInside ? [255, 0, 255] : was, now);
        }
    }

    [Fact]
    public void Draw_Sticker_LeavesEyesAndWhatLiesOutsideAlone()
    {
        BgrImage before = Samples.Picture(200, 200);
        var options = new AnnotatorOptions { Style = DrawStyle.Labels, Stickers = [Sticker.Parse("clown-nose")] };
        BgrImage after = before.DrawCopy(
            [
                new Detection(new Box(20, 20, 100, 100), 1, "eye"),
                new Detection(new Box(5000, 20, 100, 100), 1, "face"),
                new Detection(new Box(-2_000_000_000, -2_000_000_000, 1, 1), 1, "face"),
            ],
            options
        );
        Assert.Equal(before.Pixels[..120_000], after.Pixels[..120_000]);
    }

    [Fact]
    public void BuiltIn_AllOfThem_ChangeTheFaceAndNothingFarFromIt()
    {
        foreach (string name in Sticker.BuiltInNames)
        {
            BgrImage before = Samples.Picture(400, 400);
            BgrImage after = before.DrawCopy(
                [Face(Upright)],
                new AnnotatorOptions { Style = DrawStyle.Labels, Stickers = [Sticker.Parse(name)] }
            );
            int changed = 0;
            for (int y = 0; y < 400; y++)
            {
                for (int x = 0; x < 400; x++)
                {
                    bool isOther = !Samples.PixelAt(before, x, y).SequenceEqual(Samples.PixelAt(after, x, y));
                    changed += isOther ? 1 : 0;
                    Assert.False(isOther && double.Hypot(x - 200, y - 180) > 150, $"{name} at {x}, {y}");
                }
            }

            Assert.InRange(changed, 300, 20_000);
        }
    }

    [Theory]
    [InlineData("hta", "did you mean hat")]
    [InlineData("hat@ear", "is no place for a sticker; use head, eyes, nose, mouth")]
    [InlineData("hat@head:0", "is no size of a sticker; use 0.1 to 10")]
    [InlineData("hat@head:1:2", "is no size of a sticker")]
    [InlineData("", "is no sticker")]
    [InlineData("none.png@head", "is no sticker")]
    public void Parse_NoSticker_SaysWhatThereIs(string text, string message) =>
        Assert.Contains(
            message,
            Assert.Throws<FormatException>(() => Sticker.Parse(text)).Message,
            StringComparison.OrdinalIgnoreCase
        );

    [Fact]
    public void Parse_FileThatIsNoPicture_NamesIt()
    {
        string path = Path.Combine(_folder, "words.png");
        File.WriteAllText(path, "no picture");
        string message = Assert.ThrowsAny<SpotterException>(() => Sticker.Parse($"{path}@nose")).Message;
        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains("no picture that a sticker can be made of", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_PlaceAndSize_AreTaken()
    {
        string path = WriteSticker(SKColors.Red);
        Sticker sticker = Sticker.Parse($"{path}@mouth:1.5");
        Assert.Equal((StickerPlace.Mouth, 1.5), (sticker.Place, sticker.Scale));
        Assert.Equal((StickerPlace.Head, 1), (Sticker.Parse(path).Place, Sticker.Parse(path).Scale));
        Assert.Equal(StickerPlace.Eyes, Sticker.Parse("GLASSES").Place);
    }

    [Fact]
    public void SwapHeads_TwoFaces_ExchangesTheirColours()
    {
        // A red half with a face and a blue half with one.
        var image = new BgrImage(400, 200);
        for (int i = 0; i < 400 * 200; i++)
        {
            image.Pixels[3 * i + (i % 400 < 200 ? 2 : 0)] = 200;
        }

        Detection[] faces =
        [
            new Detection(new Box(60, 60, 80, 80), 2, "face"),
            new Detection(new Box(260, 60, 80, 80), 1, "face"),
        ];
        BgrImage after = image.DrawCopy(faces, new AnnotatorOptions { Style = DrawStyle.Labels, SwapsHeads = true });
        Assert.Equal([200, 0, 0], Samples.PixelAt(after, 100, 100));
        Assert.Equal([0, 0, 200], Samples.PixelAt(after, 300, 100));
        Assert.Equal([0, 0, 200], Samples.PixelAt(after, 5, 5));
        Assert.Equal(
            image.Pixels[..240_000],
            image.DrawCopy(faces[..1], new() { Style = DrawStyle.Labels, SwapsHeads = true }).Pixels[..240_000]
        );
    }

    [Theory]
    [InlineData(DrawStyle.Blur)]
    [InlineData(DrawStyle.Pixelate)]
    [InlineData(DrawStyle.Solid)]
    public void SwapHeads_WhereTheyAreHidden_IsRefused(DrawStyle style) =>
        Assert.Throws<ArgumentException>(() => new Annotator(new() { Style = style, SwapsHeads = true }));

    [Fact]
    public void Captions_ByState_StandInPlaceOfTheLabel()
    {
        var captions = new FaceCaptions
        {
            Smiling = LabelTemplate.Parse("cheese"),
            EyesOpen = LabelTemplate.Parse("awake"),
        };
        var smiling = new Detection(new Box(0, 0, 100, 100), 1, "smiling");
        var serious = new Detection(new Box(200, 0, 100, 100), 1, "face");
        var eye = new Detection(new Box(220, 20, 20, 20), 1, "eye");
        Detection[] all = [smiling, serious, eye];
        Assert.Equal("cheese", captions.For(smiling, all));
        Assert.Equal("awake", captions.For(serious, all));
        Assert.Equal("", captions.For(serious, [smiling, serious]));
        Assert.Equal("", captions.For(eye, all));
        Assert.Equal("cheese, awake", captions.For(smiling, [smiling, eye with { Box = new(30, 30, 10, 10) }]));
    }

    private static Detection Face(FaceLandmarks landmarks) =>
        new(new Box(150, 140, 100, 120), 1, "face") { Landmarks = landmarks };

    private static FaceLandmarks Turned(double degrees)
    {
        (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
        Point[] turned =
        [
            .. Upright
                .ToArray()
                .Select(p => new Point(
                    200 + (p.X - 200) * cos - (p.Y - 200) * sin,
                    200 + (p.X - 200) * sin + (p.Y - 200) * cos
                )),
        ];
        return new(turned[0], turned[1], turned[2], turned[3], turned[4]);
    }

    private string WriteSticker(SKColor color)
    {
        string path = Path.Combine(_folder, "square.png");
        using var bitmap = new SKBitmap(64, 64);
        bitmap.Erase(color);
        using SKData data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, data.ToArray());
        return path;
    }
}
