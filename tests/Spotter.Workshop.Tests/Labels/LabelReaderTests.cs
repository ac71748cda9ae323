using Spotter.Files;
using Spotter.Media;
using Spotter.Results;
using Spotter.Sources;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Tests.Labels;

public sealed class LabelReaderTests : IDisposable
{
    private const string CocoHead =
        """{"images":[{"id":7,"file_name":"a.png"}],"categories":[{"id":3,"name":"cat"},{"id":9,"name":"dog"}],"annotations":""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Coco_JoinsImagesAnnotationsAndCategories()
    {
        Paint("a.png");
        string path = _folder.Touch(
            "labels.json",
            CocoHead
                + """
                [{"image_id":7,"category_id":9,"bbox":[10.4,20.6,30,40.2]},{"image_id":7,"category_id":3,"bbox":[0,0,100,80],"iscrowd":1}]}
                """
        );
        LabelSet set = Read(path);
        Assert.Empty(set.Problems);
        Assert.Equal(["cat", "dog"], set.Labels);
        LabelledPicture picture = Assert.Single(set.Pictures);
        Assert.Equal(_folder.PathOf("a.png"), picture.Path);
        Assert.Equal(
            [
                new LabelledBox(new Box(10, 21, 30, 40), "dog"),
                new LabelledBox(new Box(0, 0, 100, 80), "cat", IsIgnored: true),
            ],
            picture.Boxes
        );
    }

    [Fact]
    public void Read_CocoDatasetFolders_FindsThePicturesOfTheSplit()
    {
        Paint("val2017/a.png");
        LabelSet set = Read(_folder.Touch("annotations/instances_val2017.json", CocoHead + "[]}"));
        Assert.Empty(set.Problems);
        Assert.Empty(Assert.Single(set.Pictures).Boxes);
    }

    [Theory]
    [InlineData(
        """[{"image_id":7,"category_id":9,"bbox":[1,2,3]}]}""",
        "annotations[0].bbox: expected 4 numbers, got [1,2,3]"
    )]
    [InlineData(
        """[{"image_id":7,"category_id":4,"bbox":[1,2,3,4]}]}""",
        "annotations[0].category_id: there is no category 4"
    )]
    [InlineData(
        """[{"image_id":8,"category_id":9,"bbox":[1,2,3,4]}]}""",
        "annotations[0].image_id: there is no image 8"
    )]
    [InlineData(
        """[{"image_id":7,"category_id":9,"bbox":[110,2,30,4]}]}""",
        "annotations[0].bbox: the box 110 2 30 4 (x y width height) lies outside the 100x80 picture; it is left out"
    )]
    [InlineData("""[{"image_id":7,"category_id":9,"bbox":[8,2,0,4]}]}""", "has no area")]
    [InlineData("""[{"image_id":7,"category_id":9,"bbox":[1e999,2,5,4]}]}""", "lies outside the 100x80 picture")]
    public void Read_CocoWithOneBadAnnotation_NamesItAndItsValue(string annotations, string expected)
    {
        Paint("a.png");
        LabelSet set = Read(_folder.Touch("labels.json", CocoHead + annotations));
        Assert.Contains(expected, Assert.Single(set.Problems), StringComparison.Ordinal);
        Assert.StartsWith(_folder.PathOf("labels.json"), set.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n\"images\": [}", "line 2: is not JSON")]
    [InlineData("[]", "expected an object with images")]
    [InlineData("""{"images":[],"annotations":[]}""", "it has no list \"categories\"")]
    [InlineData(
        """{"images":[{"id":1},{"id":1}],"annotations":[],"categories":[]}""",
        "images[1].id: 1 is the number of another image"
    )]
    public void Read_NoCoco_IsRefused(string json, string expected)
    {
        LabelException e = Assert.Throws<LabelException>(() => Read(_folder.Touch("labels.json", json)));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Yolo_ScalesToThePictureAndKeepsBackground()
    {
        Paint("images/a.png");
        Paint("images/b.png");
        _folder.Touch("labels/a.txt", "1 0.5 0.5 0.2 0.25\n\n0 0.1 0.1 0.2 0.2\n");
        _folder.Touch("classes.txt", "person\ncar\n");
        LabelSet set = Read(_folder.Path);
        Assert.Empty(set.Problems);
        Assert.Equal(["person", "car"], set.Labels);
        Assert.Equal(
            [new LabelledBox(new Box(40, 30, 20, 20), "car"), new LabelledBox(new Box(0, 0, 20, 16), "person")],
            set.Pictures[0].Boxes
        );
        Assert.Empty(set.Pictures[1].Boxes);
        Assert.Equal(
            set.Pictures.Select(static p => p.Boxes.Count),
            Read(_folder.PathOf("labels")).Pictures.Select(static p => p.Boxes.Count)
        );
    }

    [Fact]
    public void Read_YoloWithClassesGiven_NamesThem()
    {
        Paint("a.png");
        _folder.Touch("a.txt", "2 0.5 0.5 0.2 0.2");
        Assert.Equal("2", Read(_folder.Path).Pictures[0].Boxes[0].Label);
        LabelSet named = Read(_folder.Path, new LabelReadOptions { Classes = ["a", "b", "c"] });
        Assert.Equal("c", named.Pictures[0].Boxes[0].Label);
    }

    [Theory]
    [InlineData("0 0.5 0.5 0.2", "line 1: expected 5 numbers (class cx cy width height), got 4")]
    [InlineData("0 0.5 0.5 0.2 x", "line 1: 'x' is not a number")]
    [InlineData("0 50 50 20 20", "line 1: 50 is not between 0 and 1")]
    [InlineData("car 0.5 0.5 0.2 0.2", "line 1: the class 'car' is not a whole number")]
    [InlineData("\n3 0.5 0.5 0.2 0.2", "line 2: there is no class 3; the classes are 0 to 0 (person)")]
    [InlineData(
        "0 1.3 0.5 0.4 0.2",
        "line 1: the box 110 32 40 16 (x y width height) lies outside the 100x80 picture; it is left out"
    )]
    [InlineData("0 0.5 0.5 0.001 0.2", "holds no whole pixel")]
    public void Read_YoloWithABadLine_NamesFileLineAndValue(string text, string expected)
    {
        Paint("images/a.png");
        string file = _folder.Touch("labels/a.txt", text);
        LabelSet set = Read(_folder.Path, new LabelReadOptions { Classes = ["person"] });
        Assert.Empty(set.Pictures);
        Assert.StartsWith($"{file}, ", Assert.Single(set.Problems), StringComparison.Ordinal);
        Assert.Contains(expected, set.Problems[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_YoloLabelsWithoutPicture_NamesThem()
    {
        Paint("images/a.png");
        _folder.Touch("labels/gone.txt", "0 0.5 0.5 0.2 0.2");
        LabelSet set = Read(_folder.Path);
        Assert.Single(set.Pictures);
        Assert.Contains("there is no picture 'gone'", Assert.Single(set.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Voc_CountsPixelsFromOne()
    {
        Paint("JPEGImages/a.png");
        _folder.Touch(
            "Annotations/a.xml",
            """
            <annotation><filename>a.png</filename>
              <object><name>cat</name><difficult>1</difficult><bndbox><xmin>1</xmin><ymin>11</ymin><xmax>20</xmax><ymax>30</ymax></bndbox></object>
            </annotation>
            """
        );
        LabelSet set = Read(_folder.Path);
        Assert.Empty(set.Problems);
        Assert.Equal(
            new LabelledBox(new Box(0, 10, 20, 20), "cat", IsIgnored: true),
            Assert.Single(Assert.Single(set.Pictures).Boxes)
        );
    }

    [Theory]
    [InlineData("<annotation>", "is not well-formed XML")]
    [InlineData("<opencv_storage/>", "it begins with <opencv_storage>")]
    [InlineData("<annotation><filename>a.png</filename><object/></annotation>", "object 1: has no <name>")]
    [InlineData(
        "<annotation><filename>a.png</filename><object><name>x</name><bndbox><xmin>q</xmin></bndbox></object></"
            + "annotation>",
        "object 1, xmin: 'q' is not a number"
    )]
    [InlineData(
        "<annotation><filename>a.png</filename><object><name>x</name><bndbox><xmin>1</xmin></bndbox></object></"
            + "annotation>",
        "object 1: has no <ymin>"
    )]
    public void Read_BadVoc_NamesFileAndElement(string xml, string expected)
    {
        Paint("a.png");
        string file = _folder.Touch("a.xml", xml);
        LabelSet set = Read(file);
        Assert.StartsWith(file, Assert.Single(set.Problems), StringComparison.Ordinal);
        Assert.Contains(expected, set.Problems[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<annotation/>", "has no <filename>: there is no picture 'c'")]
    [InlineData("<annotation><filename>b.png</filename></annotation>", "there is no picture 'b.png'")]
    public void Read_VocWithoutPicture_SaysSo(string xml, string expected)
    {
        Paint("a.png");
        Assert.Contains(expected, Assert.Single(Read(_folder.Touch("c.xml", xml)).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OpenCvInfo_TakesNamesWithBlanksAndNumbers()
    {
        Paint("my 2 cats.png");
        Paint("b.png");
        string path = _folder.Touch(
            "info.dat",
            "my 2 cats.png  2 0 0 24 24 10 20 30 40\n# a comment\nb.png 0\nb.png 1 1 2 3 4\n"
        );
        LabelSet set = Read(path, new LabelReadOptions { ObjectLabel = "cat" });
        Assert.Empty(set.Problems);
        Assert.Equal(
            [new LabelledBox(new Box(0, 0, 24, 24), "cat"), new LabelledBox(new Box(10, 20, 30, 40), "cat")],
            set.Pictures[0].Boxes
        );
        Assert.Equal(new Box(1, 2, 3, 4), Assert.Single(set.Pictures[1].Boxes).Box);
        Assert.Equal(2, Read(_folder.Path).Pictures.Count);
    }

    [Theory]
    [InlineData("a.png 2 0 0 24 24", "line 1: expected: picture count x y width height")]
    [InlineData("a.png", "line 1: expected: picture count x y width height")]
    [InlineData("a.png 1 0 0 24 y", "line 1, box 1: 'y' is not a number")]
    [InlineData(
        "a.png 2 0 0 24 24 101 10 50 50",
        "line 1, box 2: the box 101 10 50 50 (x y width height) lies outside the 100x80 picture"
    )]
    [InlineData("gone.png 1 0 0 24 24", "line 1: there is no picture 'gone.png'")]
    [InlineData("info.dat 1 0 0 24 24", "holds text, not a picture")]
    public void Read_BadInfo_NamesLineAndValue(string text, string expected)
    {
        Paint("a.png");
        LabelSet set = Read(_folder.Touch("info.dat", text));
        Assert.Contains(expected, Assert.Single(set.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing", "there is no such file or folder of labels")]
    [InlineData("", "holds no labels")]
    [InlineData("empty.txt", "holds no labels; a line is")]
    [InlineData("a.png", "holds binary data")]
    public void Read_WhatIsNoLabels_IsRefused(string name, string expected)
    {
        Directory.CreateDirectory(_folder.PathOf("empty"));
        string path = name.Length == 0 ? _folder.PathOf("empty") : _folder.PathOf(name);
        Paint("a.png");
        _folder.Touch("empty.txt");
        LabelException e = Assert.Throws<LabelException>(() => Read(path));
        Assert.StartsWith(path, e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_FormatGivenThatIsNotThere_SaysSo()
    {
        _folder.Touch("a.txt");
        LabelException e = Assert.Throws<LabelException>(() =>
            Read(_folder.Path, new LabelReadOptions { Format = LabelFormat.Voc })
        );
        Assert.Contains("holds no Pascal VOC labels", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LabelFormat.Coco)]
    [InlineData(LabelFormat.Voc)]
    [InlineData(LabelFormat.Yolo)]
    public void Read_WhatWeWrite_IsTheSame(LabelFormat format)
    {
        Paint("images/a.png");
        var source = new PictureSource(_folder.PathOf("images/a.png"), "a.png");
        Detection[] detections = [new(new Box(10, 20, 30, 40), 2, "face"), new(new Box(0, 0, 100, 80), 1, "eye")];
        using (IResultWriter writer = Writer(format, source))
        {
            writer.Write(source, new PictureResult(source.Name, 100, 80, detections, 1));
            writer.Complete();
        }

        LabelSet set = Read(_folder.Path, new LabelReadOptions { Format = format });
        Assert.Empty(set.Problems);
        Assert.Equal(detections.Select(static d => new LabelledBox(d.Box, d.Label)), Assert.Single(set.Pictures).Boxes);
    }

    private IResultWriter Writer(LabelFormat format, PictureSource source) =>
        format switch
        {
            LabelFormat.Coco => new CocoWriter(_folder.PathOf("coco.json"), ["face", "eye"]),
            LabelFormat.Voc => new VocWriter(_folder.Path, [source], new Outputs()),
            _ => new YoloWriter(_folder.Path, ["face", "eye"], [source], new Outputs()),
        };

    private void Paint(string name) => new BgrImage(100, 80).Save(_folder.PathOf(name));

    private static LabelSet Read(string path, LabelReadOptions? options = null) =>
        LabelReader.Read(path, options, TestContext.Current.CancellationToken);
}
