using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Spotter.Files;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision;

namespace Spotter.Tests.Results;

public sealed class ResultWriterTests : IDisposable
{
    private const string AwkwardName = "a, \"b\"\u0001 <é>😀.jpg";

    private static readonly PictureSource Source = new(AwkwardName, AwkwardName);
    private static readonly PictureResult Result = new(
        AwkwardName,
        200,
        100,
        [new Detection(new Box(10, 20, 30, 40), 1.5, "face"), new Detection(new Box(0, 0, 200, 100), 0.25, "cat face")],
        1.25
    );

    // The left 4 of 20 columns.
    private static readonly Detection Outlined = new(new Box(10, 20, 20, 10), 0.9, "cat")
    {
        Mask = new DetectionMask(
            new Box(10, 20, 20, 10),
            [.. Enumerable.Range(0, 200).Select(static i => (byte)(i % 20 < 4 ? 1 : 0))]
        ),
        Keypoints = new DetectionKeypoints(
            new KeypointSkeleton(["nose", "tail"], [(0, 1)]),
            [new(new(12.32, 25), 0.75), new(new(13, 29), 0.25)]
        ),
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void JsonLines_AwkwardName_IsOneLineThatReadsBack()
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonLinesWriter(stream))
        {
            writer.Write(Source, Result);
            writer.Write(Source, Result with { Detections = [] });
            writer.Complete();
        }

        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.Equal(3, lines.Length);
        JsonElement json = JsonDocument.Parse(lines[0]).RootElement;
        Assert.Equal(
            ["file", "width", "height", "detections", "ms"],
            json.EnumerateObject().Select(member => member.Name)
        );
        Assert.Equal(AwkwardName, json.GetProperty("file").GetString());
        JsonElement face = json.GetProperty("detections")[0];
        Assert.Equal(["label", "x", "y", "w", "h", "score"], face.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1.5, face.GetProperty("score").GetDouble());
        Assert.EndsWith("\"detections\":[],\"ms\":1.25}", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void JsonLines_SmileThatIsKnown_IsAMember()
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonLinesWriter(stream))
        {
            var face = new Detection(new Box(10, 20, 30, 40), 1.5, "smiling") { Smile = 0.87654321 };
            writer.Write(Source, Result with { Detections = [face, face with { Label = "face", Smile = null }] });
        }

        Assert.Contains(
            "[{\"label\":\"smiling\",\"x\":10,\"y\":20,\"w\":30,\"h\":40,\"score\":1.5,\"smile\":0.876543},"
                + "{\"label\":\"face\",\"x\":10,\"y\":20,\"w\":30,\"h\":40,\"score\":1.5}]",
            Encoding.UTF8.GetString(stream.ToArray()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void JsonLines_LandmarksThatAreKnown_AreFivePairs()
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonLinesWriter(stream))
        {
            var face = new Detection(new Box(10, 20, 30, 40), 1.5, "face")
            {
                Landmarks = new(new(1.04, 2), new(3, 4.26), new(5, 6), new(7, 8), new(-1, 0.5)),
            };
            writer.Write(Source, Result with { Detections = [face] });
        }

        Assert.Contains(
            "\"score\":1.5,\"landmarks\":[[1,2],[3,4.3],[5,6],[7,8],[-1,0.5]]}",
            Encoding.UTF8.GetString(stream.ToArray()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void JsonLines_OutlineAndJoints_ArePolygonsRunsAndPlacesByName()
    {
        using var stream = new MemoryStream();
        using (var writer = new JsonLinesWriter(stream))
        {
            writer.Write(Source, Result with { Detections = [Outlined] });
        }

        Assert.Contains(
            "\"score\":0.9,\"keypoints\":{\"nose\":[12.3,25,0.75],\"tail\":[13,29,0.25]},"
                + "\"polygons\":[[14,20,14,30,10,30,10,20]],"
                + $"\"mask\":{{\"size\":[100,200],\"counts\":\"{Outlined.Mask!.ToCocoRuns(200, 100)}\"}}}}",
            Encoding.UTF8.GetString(stream.ToArray()),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Coco_OutlineAndJoints_AreSegmentationAndKeypoints()
    {
        string path = _folder.PathOf("coco.json");
        using (var writer = new CocoWriter(path, ["cat", "face"]))
        {
            writer.Write(Source, Result with { Detections = [Outlined, new(new Box(0, 0, 4, 4), 0.5, "face")] });
            writer.Complete();
        }

        JsonElement coco = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        JsonElement cat = coco.GetProperty("annotations")[0];
        Assert.Equal("[[14,20,14,30,10,30,10,20]]", cat.GetProperty("segmentation").GetRawText());
        Assert.Equal("[12.3,25,2,0,0,0]", cat.GetProperty("keypoints").GetRawText());
        Assert.Equal(1, cat.GetProperty("num_keypoints").GetInt32());
        Assert.Equal(40, cat.GetProperty("area").GetInt32());
        JsonElement category = coco.GetProperty("categories")[0];
        Assert.Equal("[\"nose\",\"tail\"]", category.GetProperty("keypoints").GetRawText());
        Assert.Equal("[[1,2]]", category.GetProperty("skeleton").GetRawText());
        Assert.False(coco.GetProperty("annotations")[1].TryGetProperty("segmentation", out _));
        Assert.False(coco.GetProperty("categories")[1].TryGetProperty("keypoints", out _));
    }

    [Fact]
    public void Csv_AwkwardName_IsQuoted()
    {
        string path = _folder.PathOf("out.csv");
        Write(new CsvWriter(path));
        string[] lines = File.ReadAllLines(path);
        Assert.Equal(3, lines.Length);
        Assert.Equal("\"a, \"\"b\"\"\u0001 <é>😀.jpg\",200,100,face,10,20,30,40,1.5", lines[1]);
    }

    [Theory]
    [InlineData("=1+1.jpg", "'=1+1.jpg")]
    [InlineData("+a.jpg", "'+a.jpg")]
    [InlineData("-2.jpg", "'-2.jpg")]
    [InlineData("@SUM(A1).jpg", "'@SUM(A1).jpg")]
    [InlineData("\t=1.jpg", "'\t=1.jpg")]
    [InlineData("\r=1.jpg", "\"'\r=1.jpg\"")]
    [InlineData("=HYPERLINK(\"http://x\",1).jpg", "\"'=HYPERLINK(\"\"http://x\"\",1).jpg\"")]
    [InlineData("a=b.jpg", "a=b.jpg")]
    [InlineData("", "")]
    public void Csv_TextLikeAFormula_IsText(string text, string cell)
    {
        string path = _folder.PathOf("formula.csv");
        using (var writer = new CsvWriter(path))
        {
            writer.Write(Source, new PictureResult(text, 2, 1, [new Detection(new Box(-5, 0, 1, 1), -0.5, text)], 1));
            writer.Complete();
        }

        Assert.Equal($"{cell},2,1,{cell},-5,0,1,1,-0.5", File.ReadAllText(path).Split('\n')[1]);
    }

    [Fact]
    public void Coco_TwoCategories_AreNumberedFromOne()
    {
        string path = _folder.PathOf("coco.json");
        Write(new CocoWriter(path, ["cat face", "face"]));
        JsonElement coco = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal(
            [2, 1],
            coco.GetProperty("annotations").EnumerateArray().Select(a => a.GetProperty("category_id").GetInt32())
        );
        Assert.Equal(
            [1, 2],
            coco.GetProperty("annotations").EnumerateArray().Select(a => a.GetProperty("id").GetInt32())
        );
        Assert.Equal(1200, coco.GetProperty("annotations")[0].GetProperty("area").GetInt32());
    }

    [Fact]
    public void Yolo_Boxes_AreCentresAndPartsOfThePicture()
    {
        Write(new YoloWriter(_folder.Path, ["cat face", "face"], [Source], new Outputs()));
        string label = Assert.Single(Directory.GetFiles(_folder.PathOf("labels"), "*.txt"));
        Assert.Equal(
            ["1 0.125000 0.400000 0.150000 0.400000", "0 0.500000 0.500000 1.000000 1.000000"],
            File.ReadAllLines(label)
        );
    }

    [Fact]
    public void Voc_Boxes_CountFromOneAndIncludeTheirMaxima()
    {
        Write(new VocWriter(_folder.Path, [Source], new Outputs()));
        XElement voc = XElement.Load(Assert.Single(Directory.GetFiles(_folder.PathOf("annotations"), "*.xml")));
        Assert.Equal("a, \"b\"? <é>😀.jpg", (string)voc.Element("filename")!);
        Assert.Equal(
            ["11", "21", "40", "60"],
            voc.Element("object")!.Element("bndbox")!.Elements().Select(element => element.Value)
        );
    }

    [Fact]
    public void Writers_DisposedWithoutCompleting_LeaveNothing()
    {
        using (var csv = new CsvWriter(_folder.PathOf("out.csv")))
        using (var coco = new CocoWriter(_folder.PathOf("coco.json"), ["face"]))
        {
            csv.Write(Source, Result with { Detections = [] });
            coco.Write(Source, Result with { Detections = [] });
        }

        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    private static void Write(IResultWriter writer)
    {
        using (writer)
        {
            writer.Write(Source, Result);
            writer.Complete();
        }
    }
}
