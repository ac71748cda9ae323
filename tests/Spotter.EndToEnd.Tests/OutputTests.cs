using System.Text.Json;
using System.Xml.Linq;
using Spotter.EndToEnd.Tests.Support;
using Spotter.Media;

namespace Spotter.EndToEnd.Tests;

/// <summary>What is written about a photograph with a face, read back.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Faces_Formats_AllHoldTheBoxesOfTheJsonLine()
    {
        File.Copy(SamplePictures.WithFace, _workspace.PathOf("face.jpg"));
        _workspace.Write("blank.png", SamplePictures.Blank());
        Run run = _workspace.Spotter(
            "faces",
            "face.jpg",
            "blank.png",
            "--json",
            "--format",
            "csv,coco,yolo,voc",
            "-o",
            "out",
            "--draw",
            "none"
        );

        Assert.Equal(0, run.ExitCode);
        JsonElement line = JsonDocument.Parse(run.OutputLines[0]).RootElement;
        (int width, int height) = (line.GetProperty("width").GetInt32(), line.GetProperty("height").GetInt32());
        Assert.True(line.GetProperty("ms").GetDouble() > 0);
        int[][] boxes =
        [
            .. line.GetProperty("detections")
                .EnumerateArray()
                .Select(face =>
                    ((string[])["x", "y", "w", "h"]).Select(name => face.GetProperty(name).GetInt32()).ToArray()
                ),
        ];
        Assert.NotEmpty(boxes);
        Assert.Equal(
            [
                "annotations/blank.xml",
                "annotations/face.xml",
                "classes.txt",
                "coco.json",
                "detections.csv",
                "labels/blank.txt",
                "labels/face.txt",
            ],
            _workspace.Files("out")
        );

        string[] csv = File.ReadAllLines(_workspace.PathOf("out/detections.csv"));
        Assert.Equal("file,width,height,label,x,y,w,h,score", csv[0]);
        Assert.Equal(boxes, csv[1..].Select(row => row.Split(',')[4..8].Select(int.Parse).ToArray()));

        JsonElement coco = JsonDocument.Parse(File.ReadAllText(_workspace.PathOf("out/coco.json"))).RootElement;
        Assert.Equal(
            ["face.jpg", "blank.png"],
            coco.GetProperty("images").EnumerateArray().Select(image => image.GetProperty("file_name").GetString())
        );
        Assert.Equal(
            boxes,
            coco.GetProperty("annotations")
                .EnumerateArray()
                .Select(a => a.GetProperty("bbox").EnumerateArray().Select(n => n.GetInt32()).ToArray())
        );
        Assert.All(coco.GetProperty("annotations").EnumerateArray(), a =>
            Assert.Equal(1, a.GetProperty("image_id").GetInt32())
        );
        Assert.Equal("face", coco.GetProperty("categories")[0].GetProperty("name").GetString());

        Assert.Equal(["face"], File.ReadAllLines(_workspace.PathOf("out/classes.txt")));
        Assert.Empty(File.ReadAllText(_workspace.PathOf("out/labels/blank.txt")));
        Assert.Equal(
            boxes,
            File.ReadAllLines(_workspace.PathOf("out/labels/face.txt")).Select(row => FromYolo(row, width, height))
        );

        XElement voc = XElement.Load(_workspace.PathOf("out/annotations/face.xml"));
        Assert.Equal(width, (int)voc.Element("size")!.Element("width")!);
        Assert.Equal(boxes, voc.Elements("object").Select(FromVoc));
    }

    [Fact]
    public void Faces_Drawing_ChangesTheFaceAndNothingFarFromIt()
    {
        Run run = _workspace.Spotter(
            "faces",
            SamplePictures.WithFace,
            "--draw",
            "solid",
            "--color",
            "#00FF00",
            "-o",
            "marked.png",
            "--json"
        );

        Assert.Equal(0, run.ExitCode);
        JsonElement face = JsonDocument.Parse(run.OutputLines[0]).RootElement.GetProperty("detections")[0];
        var before = Picture.Load(SamplePictures.WithFace).Bgr;
        var after = Picture.Load(_workspace.PathOf("marked.png")).Bgr;
        int x = face.GetProperty("x").GetInt32() + face.GetProperty("w").GetInt32() / 2;
        int y = face.GetProperty("y").GetInt32() + face.GetProperty("h").GetInt32() / 2;
        Assert.Equal<byte>([0, 255, 0], after.Pixels[((y * after.Width + x) * 3)..][..3]);
        Assert.Equal(before.Pixels[^3..], after.Pixels[^3..]);
    }

    [Fact]
    public void Faces_Crops_AreTheBoxes()
    {
        Run run = _workspace.Spotter("faces", SamplePictures.WithFace, "--crops", "heads", "--json");

        Assert.Equal(0, run.ExitCode);
        JsonElement[] faces =
        [
            .. JsonDocument.Parse(run.OutputLines[0]).RootElement.GetProperty("detections").EnumerateArray(),
        ];
        Assert.Equal(faces.Length, _workspace.Files("heads").Length);
        var crop = Picture.Load(_workspace.PathOf("heads/230501201_1-1.png"));
        Assert.Equal(faces[0].GetProperty("w").GetInt32(), crop.Width);
        Assert.Equal(faces[0].GetProperty("h").GetInt32(), crop.Height);
        Assert.False(Directory.Exists(_workspace.PathOf("spotter-out")));
    }

    [Fact]
    public void Faces_SameNameInTwoFolders_KeepsBothCopies()
    {
        _workspace.Write("a/x.png", SamplePictures.Blank(50, 40));
        _workspace.Write("b/x.png", SamplePictures.Blank(70, 60));
        Assert.Equal(0, _workspace.Spotter("faces", "a", "b").ExitCode);
        Assert.Equal(["x-2.png", "x.png"], _workspace.Files("spotter-out/faces"));
        Assert.Equal(50, Picture.Load(_workspace.PathOf("spotter-out/faces/x.png")).Width);
        Assert.Equal(70, Picture.Load(_workspace.PathOf("spotter-out/faces/x-2.png")).Width);
    }

    [Fact]
    public void Faces_StandardInput_IsAPicture()
    {
        Run run = _workspace.SpotterWithInput(SamplePictures.Blank(50, 40), "faces", "-", "--json");
        Assert.Equal(0, run.ExitCode);
        JsonElement line = JsonDocument.Parse(run.OutputLines.Single()).RootElement;
        Assert.Equal("-", line.GetProperty("file").GetString());
        Assert.Equal(50, line.GetProperty("width").GetInt32());

        Run broken = _workspace.SpotterWithInput("words"u8.ToArray(), "faces", "-");
        Assert.Equal(1, broken.ExitCode);
        Assert.Single(broken.ErrorLines);
        Assert.Equal(1, _workspace.SpotterWithInput([], "faces", "-").ExitCode);
    }

    [Fact]
    public void Faces_ExitCode_TellsWhetherThereIsAFace()
    {
        _workspace.Write("blank.png", SamplePictures.Blank());
        Assert.Equal(10, _workspace.Spotter("faces", "blank.png", "--exit-code", "--quiet").ExitCode);
        Assert.Equal(0, _workspace.Spotter("faces", "blank.png", "--quiet").ExitCode);
        Assert.Equal(0, _workspace.Spotter("faces", SamplePictures.WithFace, "--exit-code", "--quiet").ExitCode);
    }

    [Fact]
    public void Faces_Quiet_SaysNothing()
    {
        _workspace.Write("blank.png", SamplePictures.Blank());
        Run run = _workspace.Spotter("faces", "blank.png", "--quiet");
        Assert.Equal("", run.Output + run.Error);
        Assert.Equal(["blank.png"], _workspace.Files("spotter-out/faces"));
    }

    [Fact]
    public void Detect_TwoModels_ReportsBothLabels()
    {
        Run run = _workspace.Spotter(
            "detect",
            SamplePictures.WithFace,
            "--model",
            "haarcascade_frontalface_alt2,haarcascade_eye",
            "--json",
            "--min-neighbors",
            "2"
        );
        Assert.Equal(0, run.ExitCode);
        string[] labels =
        [
            .. JsonDocument
                .Parse(run.OutputLines.Single())
                .RootElement.GetProperty("detections")
                .EnumerateArray()
                .Select(d => d.GetProperty("label").GetString()!)
                .Distinct()
                .Order(),
        ];
        Assert.Equal(["eye", "face"], labels);
    }

    [Fact]
    public void Faces_RegionWithoutTheFace_FindsNothing()
    {
        Run run = _workspace.Spotter("faces", SamplePictures.WithFace, "--roi", "0,0,60,60", "--exit-code", "--json");
        Assert.Equal(10, run.ExitCode);
    }

    private static int[] FromYolo(string row, int width, int height)
    {
        double[] parts = [.. row.Split(' ')[1..].Select(double.Parse)];
        return
        [
            (int)Math.Round((parts[0] - parts[2] / 2) * width),
            (int)Math.Round((parts[1] - parts[3] / 2) * height),
            (int)Math.Round(parts[2] * width),
            (int)Math.Round(parts[3] * height),
        ];
    }

    private static int[] FromVoc(XElement found)
    {
        XElement box = found.Element("bndbox")!;
        int Value(string name) => (int)box.Element(name)!;
        return
        [
            Value("xmin") - 1,
            Value("ymin") - 1,
            Value("xmax") - Value("xmin") + 1,
            Value("ymax") - Value("ymin") + 1,
        ];
    }
}
