using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;
using Spotter.Workshop.Labels;

namespace Spotter.Workshop.Tests.Labels;

/// <summary>Labels as other tools and other machines leave them; every picture here has 100x80 pixels.</summary>
public sealed class ForeignLabelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("0 0.5 0.5 0.2 0.25", 40, 30, 20, 20)]
    [InlineData("0.0 0.5 0.5 0.2 0.25", 40, 30, 20, 20)]
    [InlineData("cat 0.5 0.5 0.2 0.25", 40, 30, 20, 20)]
    [InlineData("0 0.5 0.5 0.2 0.25 0.93", 40, 30, 20, 20)]
    [InlineData("0 0.1 0.1 0.5 0.1 0.5 0.6", 10, 8, 40, 40)]
    [InlineData("0 0.1 0.1 0.5 0.1 0.5 0.6 0.1 0.6", 10, 8, 40, 40)]
    [InlineData("0 0.1 0.1 0.5 0.1 0.5 0.6 0.2 0.9 0.1 0.6 0.88", 10, 8, 40, 64)]
    [InlineData("0 0.5 0.5 0.2 0.25 0.1 0.9 2 0.9 0.1 0", 40, 30, 20, 20)]
    [InlineData("0 0.9004 0.5 0.2 0.25", 80, 30, 20, 20)]
    [InlineData("0 1.0004 0.5 0.2 0.25", 90, 30, 10, 20)]
    [InlineData("0 -0.01 0.5 0.2 0.25", 0, 30, 9, 20)]
    public void Read_YoloLine_IsThisBox(string line, int x, int y, int width, int height)
    {
        Paint("images/a.png");
        _folder.Touch("labels/a.txt", line);
        LabelSet set = Read(_folder.Path, new LabelReadOptions { Classes = ["cat"] });
        Assert.Empty(set.Problems);
        Assert.Equal(
            new LabelledBox(new Box(x, y, width, height), "cat"),
            Assert.Single(Assert.Single(set.Pictures).Boxes)
        );
    }

    [Fact]
    public void Read_YoloPosesOfTheirDataYaml_AreBoxes()
    {
        Paint("images/a.png");
        _folder.Touch("data.yaml", "kpt_shape: [2, 2]\nnames: [cat]\n");
        _folder.Touch("labels/a.txt", "0 0.5 0.5 0.2 0.25 0.1 0.1 0.9 0.9");
        Assert.Equal(new Box(40, 30, 20, 20), Assert.Single(Read(_folder.Path).Pictures[0].Boxes).Box);
    }

    [Theory]
    [InlineData("names: ['cat', \"big dog\"]\nnc: 2")]
    [InlineData("nc: 2\nnames:\n- cat\n- big dog")]
    [InlineData("names:\n  0: cat   # the first\n  1: big dog\npath: .")]
    [InlineData("names: {0: cat, 1: 'big dog'}")]
    [InlineData("names: [\n  'cat',\n  'big dog',\n]")]
    [InlineData(
        "# c\r\ntrain: ../train/images\r\nval: ../valid/images\r\n\r\nnames:\r\n  - cat\r\n  - 'big "
            + "dog'\r\nroboflow:\r\n  names: x\r\n"
    )]
    public void Read_NamesOfDataYaml_InEachForm(string yaml)
    {
        Paint("train/images/a.png");
        _folder.Touch("train/labels/a.txt", "1 0.5 0.5 0.2 0.25");
        _folder.Touch("data.yaml", yaml);
        foreach (string path in (string[])["", "train", "train/labels", "train/images", "data.yaml"])
        {
            LabelSet set = Read(_folder.PathOf(path));
            Assert.Equal(["cat", "big dog"], set.Labels);
            Assert.Equal("big dog", Assert.Single(Assert.Single(set.Pictures).Boxes).Label);
            Assert.Empty(set.Problems);
        }
    }

    [Fact]
    public void Read_RoboflowLayout_PairsAllAndCountsNoLabelledPictureAsBackground()
    {
        _folder.Touch(
            "rf/data.yaml",
            "train: ../train/images\nval: ../valid/images\ntest: ../test/images\nnc: 1\nnames: ['cat']\n"
        );
        _folder.Touch("rf/README.roboflow.txt", "My data set\n100 pictures");
        foreach (string part in (string[])["train", "valid", "test"])
        {
            Paint($"rf/{part}/images/a_png.rf.01.png");
            _folder.Touch($"rf/{part}/labels/a_png.rf.01.txt", "0 0.5 0.5 0.2 0.25");
        }

        Paint("rf/train/images/none.png");
        _folder.Touch("rf/train/labels/none.txt");
        Paint("rf/train/images/missing.png");
        foreach (string path in (string[])["rf", "rf/data.yaml"])
        {
            LabelSet set = Read(_folder.PathOf(path));
            Assert.Empty(set.Problems);
            Assert.Equal(5, set.Pictures.Count);
            Assert.Equal(3, set.Pictures.Count(static picture => picture.Boxes.Count == 1));
            Assert.Contains(set.Notes, static note =>
                note.StartsWith("2 of 5 pictures count as background", StringComparison.Ordinal)
            );
            Assert.Contains(set.Notes, static note =>
                note.Contains("(1 without a file of labels; the first: ", StringComparison.Ordinal)
            );
            Assert.Contains(set.Notes, static note =>
                note.Contains(
                    "3 pictures of the train part, 1 picture of the valid part, 1 picture of the test part",
                    StringComparison.Ordinal
                )
            );
        }

        LabelSet learned = Read(_folder.PathOf("rf"), new LabelReadOptions { LeavesOutTestPart = true });
        Assert.Equal(4, learned.Pictures.Count);
        Assert.Contains(learned.Notes, static note =>
            note.EndsWith(
                "rf: 1 picture of the test part is not learned from; evaluate on it",
                StringComparison.Ordinal
            )
        );
        Assert.Single(Read(_folder.PathOf("rf/test"), new LabelReadOptions { LeavesOutTestPart = true }).Pictures);
    }

    [Theory]
    [InlineData("images/train/a.png", "labels/train/a.txt", "")]
    [InlineData("images/train/a.png", "labels/train/a.txt", "labels/train")]
    [InlineData("images/train/a.png", "labels/train/a.txt", "images/train")]
    [InlineData("images/train/a.png", "labels/train/a.txt", "images")]
    [InlineData("obj_train_data/a.png", "obj_train_data/a.txt", "")]
    [InlineData("a.png", "a.txt", "")]
    [InlineData("images/a.png", "labels/train/a.txt", "")]
    [InlineData("train/a.png", "labels/a.txt", "")]
    [InlineData("a.png", "labels/a.txt", "")]
    [InlineData("a.png", "labels/a.txt", "labels")]
    [InlineData("images/train.png", "labels/train.txt", "")]
    [InlineData("test.png", "test.txt", "")]
    public void Read_YoloInEachLayout_PairsPictureAndLabels(string picture, string labels, string path)
    {
        Paint(picture);
        _folder.Touch(labels, "0 0.5 0.5 0.2 0.25");
        LabelSet set = Read(_folder.PathOf(path));
        Assert.Empty(set.Problems);
        Assert.Single(Assert.Single(set.Pictures).Boxes);
    }

    [Fact]
    public void Read_YoloPartWithoutLabels_IsLeftOutAndNoBackground()
    {
        Paint("train/images/a.png");
        _folder.Touch("train/labels/a.txt", "0 0.5 0.5 0.2 0.25");
        Paint("test/images/b.png");
        LabelSet set = Read(_folder.Path);
        Assert.Single(set.Pictures);
        Assert.Contains(set.Notes, static note =>
            note.StartsWith(
                "1 picture is left out, for none of their folder has a file of labels",
                StringComparison.Ordinal
            )
        );
    }

    [Fact]
    public void Read_YoloLabelsThatMayBeOfTwoPictures_AreAProblem()
    {
        Paint("images/one/a.png");
        Paint("images/two/a.png");
        _folder.Touch("labels/a.txt", "0 0.5 0.5 0.2 0.25");
        LabelSet set = Read(_folder.Path);
        Assert.Empty(set.Pictures);
        Assert.Equal(
            2,
            set.Problems.Count(static problem => problem.Contains("it cannot be told", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Read_BoxesThatReachOut_AreClippedAndCounted()
    {
        Paint("a.png");
        LabelSet set = Read(_folder.Touch("info.dat", "a.png 4 90 10 13 20 -5 -5 20 20 97 70 5 12 10 10 20 20\n"));
        Assert.Empty(set.Problems);
        Assert.Equal(
            [new Box(90, 10, 10, 20), new Box(0, 0, 15, 15), new Box(97, 70, 3, 10), new Box(10, 10, 20, 20)],
            set.Pictures[0].Boxes.Select(static box => box.Box)
        );
        Assert.StartsWith(
            "2 boxes reached out of their pictures and are clipped; the first: ",
            Assert.Single(set.Notes),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_OneBoxOutside_LeavesOutThatBoxAlone()
    {
        Paint("a.png");
        Paint("b.png");
        LabelSet set = Read(_folder.Touch("info.dat", "a.png 2 300 10 13 20 10 10 20 20\nb.png 1 10 10 0 20\n"));
        Assert.Equal(2, set.Problems.Count);
        Assert.Contains(
            "line 1, box 1: the box 300 10 13 20 (x y width height) lies outside the 100x80 picture; it is left out",
            set.Problems[0],
            StringComparison.Ordinal
        );
        Assert.Equal(new Box(10, 10, 20, 20), Assert.Single(Assert.Single(set.Pictures).Boxes).Box);
    }

    [Theory]
    [InlineData("a.png")]
    [InlineData("a")]
    [InlineData("a.jpg")]
    [InlineData("C:\\Users\\me\\data\\a.png")]
    [InlineData("/home/me/photos/a.jpeg")]
    public void Read_VocFilename_FindsThePicture(string filename)
    {
        Paint("images/a.png");
        _folder.Touch(
            "Annotations/a.xml",
            $"<annotation><folder>x</folder><filename>{filename}</filename><path>/mnt/d/a.png</path><size><width>100</"
                + $"width><height>80</height></size>{Object(1, 11, 20, 30)}</annotation>"
        );
        LabelSet set = Read(_folder.Path);
        Assert.Empty(set.Problems);
        Assert.Equal(new Box(0, 10, 20, 20), Assert.Single(Assert.Single(set.Pictures).Boxes).Box);
    }

    [Theory]
    [InlineData("<filename>1.jpg</filename>")]
    [InlineData("")]
    [InlineData("<filename></filename><path>D:\\x\\a.png</path>")]
    public void Read_VocWithoutItsPicturesName_TakesThePictureNamedLikeTheFile(string name)
    {
        Paint("set/a.png");
        _folder.Touch("set/a.xml", $"<annotation>{name}{Object(0, 0, 100, 80)}</annotation>");
        LabelSet set = Read(_folder.Path);
        Assert.Empty(set.Problems);
        Assert.Equal(new Box(0, 0, 100, 80), Assert.Single(set.Pictures[0].Boxes).Box);
        Assert.Equal(
            name.Contains("1.jpg", StringComparison.Ordinal),
            set.Notes.Any(static note =>
                note.StartsWith(
                    "1 file names a picture that is not there, and the one of its own name is taken",
                    StringComparison.Ordinal
                )
            )
        );
    }

    [Fact]
    public void Read_LabelsOfALargerPicture_AreScaledAndOfAnotherShapeRefused()
    {
        Paint("a.png");
        string voc = _folder.Touch(
            "a.xml",
            $"<annotation><filename>a.png</filename><size><width>400</width><height>320</height></size>"
                + $"{Object(1, 41, 80, 120)}</annotation>"
        );
        LabelSet set = Read(voc);
        Assert.Equal(new Box(0, 10, 20, 20), Assert.Single(set.Pictures[0].Boxes).Box);
        Assert.StartsWith(
            "1 picture has another size than its labels say, and its boxes are scaled to it",
            Assert.Single(set.Notes),
            StringComparison.Ordinal
        );
        string coco = _folder.Touch(
            "labels.json",
            """{"images":[{"id":1,"file_name":"a.png","width":80,"height":100}],"categories":[],"annotations":[]}"""
        );
        Assert.Contains(
            "images[0]: is for a picture of 80x100, but ",
            Assert.Single(Read(coco).Problems),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/home/me/data/train/a.png", "train/a.png")]
    [InlineData("C:\\\\data\\\\train\\\\a.png", "images/train/a.png")]
    [InlineData("train/a.png", "a.png")]
    [InlineData("a.png", "deep/below/a.png")]
    [InlineData("a.jpg", "a.png")]
    [InlineData("one/a.png", "x/one/a.png")]
    public void Read_CocoFileName_FindsByWhatItEndsWith(string name, string picture)
    {
        Paint(picture);
        string path = _folder.Touch(
            "labels.json",
            $$"""{"images":[{"id":1,"file_name":"{{name}}"}],"categories":[],"annotations":[]}"""
        );
        LabelSet set = Read(path);
        Assert.Empty(set.Problems);
        Assert.Equal(_folder.PathOf(picture), Path.GetFullPath(Assert.Single(set.Pictures).Path));
    }

    [Fact]
    public void Read_CocoOfTwoFoldersWithOnePictureLeft_NamesTheSecond()
    {
        Paint("a.png");
        string path = _folder.Touch(
            "labels.json",
            """{"images":[{"id":1,"file_name":"one/a.png"},{"id":2,"file_name":"two/a.png"}],"categories":[],"annotations":[]}"""
        );
        Assert.Contains(
            "there is no picture 'two/a.png': ",
            Assert.Single(Read(path).Problems),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("""[[10,20,40,20,40,60]]""", 10, 20, 30, 40)]
    [InlineData("""[[10,20,15,20,15,25],[30,30,40,30,40,60]]""", 10, 20, 30, 40)]
    [InlineData("""[10,20,40,20,40,60]""", 10, 20, 30, 40)]
    [InlineData("""{"size":[80,100],"counts":[820,40,40,40,7060]}""", 10, 20, 2, 40)]
    [InlineData("""{"size":[80,100],"counts":"di0X1X10\\k6"}""", 10, 20, 2, 40)]
    public void Read_CocoSegmentationWithoutBox_IsTheBoxAroundIt(
        string segmentation,
        int x,
        int y,
        int width,
        int height
    )
    {
        Paint("a.png");
        string path = _folder.Touch(
            "labels.json",
            $$"""{"images":[{"id":1,"file_name":"a.png"}],"categories":[{"id":90,"name":"cat"},{"id":7,"name":"dog"}],"annotations":[{"id":"x","image_id":1,"category_id":90,"segmentation":{{segmentation}} }]}"""
        );
        LabelSet set = Read(path);
        Assert.Empty(set.Problems);
        Assert.Equal(new LabelledBox(new Box(x, y, width, height), "cat"), Assert.Single(set.Pictures[0].Boxes));
    }

    [Fact]
    public void Read_RoboflowCoco_ReadsAllParts()
    {
        foreach (string part in (string[])["train", "valid"])
        {
            Paint($"{part}/{part}.png");
            _folder.Touch(
                $"{part}/_annotations.coco.json",
                $$"""{"images":[{"id":0,"file_name":"{{part}}.png"}],"categories":[{"id":1,"name":"cat"}],"annotations":[{"image_id":0,"category_id":1,"bbox":[1,2,30,40]}]}"""
            );
        }

        _folder.Touch("README.dataset.txt", "words");
        LabelSet set = Read(_folder.Path);
        Assert.Equal(["train.png", "valid.png"], set.Pictures.Select(static picture => Path.GetFileName(picture.Path)));
        Assert.All(set.Pictures, static picture => Assert.Single(picture.Boxes));
    }

    [Fact]
    public void Read_YoloFolderWithOtherJsonAndXml_IsYolo()
    {
        Paint("images/a.png");
        _folder.Touch("labels/a.txt", "0 0.5 0.5 0.2 0.25");
        _folder.Touch("classes.txt", "cat\n");
        _folder.Touch("notes.json", """{"categories":[{"id":0,"name":"cat"}],"info":{}}""");
        _folder.Touch("cascade.xml", "<?xml version=\"1.0\"?><opencv_storage/>");
        Assert.Equal("cat", Assert.Single(Assert.Single(Read(_folder.Path).Pictures).Boxes).Label);
    }

    [Fact]
    public void Read_FormatsThatAreNotRead_AreNamed()
    {
        string labelMe = _folder.Touch("a.json", """{"version":"5.0","shapes":[],"imagePath":"a.png"}""");
        Assert.Contains(
            "is LabelMe's JSON",
            Assert.Throws<LabelException>(() => Read(labelMe)).Message,
            StringComparison.Ordinal
        );
        string cvat = _folder.Touch("c.xml", "<annotations><version>1.1</version></annotations>");
        Assert.Contains("is CVAT's own XML", Assert.Single(Read(cvat).Problems), StringComparison.Ordinal);
    }

    private static string Object(int left, int top, int right, int bottom) =>
        $"<object><name>cat</name><bndbox><xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax><ymax>{bottom}</"
        + $"ymax></bndbox></object>";

    private void Paint(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder.PathOf(name))!);
        new BgrImage(100, 80).Save(_folder.PathOf(name));
    }

    private static LabelSet Read(string path, LabelReadOptions? options = null) =>
        LabelReader.Read(path, options, TestContext.Current.CancellationToken);
}
