using Spotter.Learning.Datasets;
using Spotter.Media;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;
using Spotter.Workshop.Classifiers;

namespace Spotter.Workshop.Tests.Classifiers;

public sealed class DatasetReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_FolderOfClasses_DividesEachClass()
    {
        WritePictures("animals", ["cat", "dog"], 20, 12, 8, isGray: true);
        ClassifierData data = Read("animals", request => request with { ValidationShare = 0.2, TestShare = 0.1 });
        Assert.Equal(40, data.Train.Count + data.Validation!.Count + data.Test!.Count);
        Assert.All(new[] { data.Train, data.Validation, data.Test }, part =>
            Assert.DoesNotContain(0, part!.Balance().Counts)
        );
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
        Assert.Equal(TensorShape.Image(8, 12, 1), data.Train.ImageShape);
        Assert.Contains(data.Notes, note => note.Contains("12 x 8 in gray", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_FolderWithParts_TakesThemAsTheyAre()
    {
        WritePictures("split/train", ["cat", "dog"], 5, 100, 50, isGray: false);
        WritePictures("split/val", ["cat", "dog"], 2, 100, 50, isGray: false, seed: 4);
        WritePictures("split/test", ["cat", "dog"], 3, 100, 50, isGray: false, seed: 5);
        ClassifierData data = Read("split");
        Assert.Equal((10, 4, 6), (data.Train.Count, data.Validation!.Count, data.Test!.Count));
        Assert.Equal(TensorShape.Image(32, 64, 3), data.Train.ImageShape);
    }

    [Fact]
    public void Read_SizeAndGray_AreObeyed()
    {
        WritePictures("animals", ["cat", "dog"], 3, 12, 8, isGray: false);
        ClassifierData data = Read("animals", request =>
            request with
            {
                Width = 5,
                Height = 6,
                Gray = true,
                ValidationShare = 0,
                TestShare = 0,
            }
        );
        Assert.Equal(TensorShape.Image(6, 5, 1), data.Train.ImageShape);
        Assert.Null(data.Validation);
        Assert.Null(data.Test);
    }

    [Fact]
    public void Read_BadFileAmongGood_IsLeftOutAndNamed()
    {
        WritePictures("animals", ["cat", "dog"], 10, 8, 8, isGray: true);
        _folder.Touch("animals/cat/broken.png", "this is no picture");
        ClassifierData data = Read("animals", request => request with { ValidationShare = 0, TestShare = 0 });
        Assert.Equal(20, data.Train.Count);
        Assert.Contains(data.Notes, note => note.Contains("broken.png", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_CsvWithGroups_KeepsGroupsTogether()
    {
        WritePictures("animals", ["cat", "dog"], 12, 8, 8, isGray: true);
        IEnumerable<string> lines = new[] { "cat", "dog" }.SelectMany(name =>
            Enumerable.Range(0, 12).Select(i => $"animals/{name}/{i}.png,{name},group{i / 2}")
        );
        string csv = _folder.Touch("animals.csv", "file,label,group\n" + string.Join('\n', lines));
        ClassifierData data = DatasetReader.Read(
            new DatasetRequest
            {
                Source = csv,
                ValidationShare = 0.3,
                TestShare = 0,
            },
            cancellationToken: Cancellation
        );
        string[] train = [.. Enumerable.Range(0, data.Train.Count).Select(data.Train.GroupOf)];
        string[] validation = [.. Enumerable.Range(0, data.Validation!.Count).Select(data.Validation.GroupOf)];
        Assert.NotEmpty(validation);
        Assert.Empty(train.Intersect(validation, StringComparer.Ordinal));
    }

    [Fact]
    public void Read_FolderOfIdxFiles_HasItsOwnTestPart()
    {
        string folder = BandPictures.Write(_folder.PathOf("idx"), 100, 20);
        ClassifierData data = DatasetReader.Read(
            new DatasetRequest { Source = folder },
            cancellationToken: Cancellation
        );
        Assert.Equal((100, 20), (data.Train.Count + data.Validation!.Count, data.Test!.Count));
    }

    [Theory]
    [InlineData("train", "validation", "test")]
    [InlineData("Training", "Val", "Testing")]
    [InlineData("TRAIN", "valid", "testing")]
    public void Read_PartsUnderOtherNames_ArePartsAndNoClasses(string train, string validation, string test)
    {
        WritePictures($"split/{train}", ["10", "2", "1"], 5, 9, 9, isGray: false);
        WritePictures($"split/{validation}", ["1", "2"], 2, 9, 9, isGray: false, seed: 4);
        WritePictures($"split/{test}", ["1", "2", "10"], 3, 9, 9, isGray: false, seed: 5);
        WritePictures("split", [".ipynb_checkpoints", "__MACOSX", "extra"], 3, 9, 9, isGray: false, seed: 6);
        _folder.Touch($"split/{train}/1/.DS_Store", "x");
        _folder.Touch($"split/{train}/1/._0.png", "x");
        _folder.Touch($"split/{train}/2/notes.txt", "x");
        ClassifierData data = Read("split");
        Assert.Equal(["1", "2", "10"], data.Train.ClassNames);
        Assert.Equal((15, 4, 9), (data.Train.Count, data.Validation!.Count, data.Test!.Count));
        Assert.Contains(data.Notes, note => note.Contains("left aside: extra,", StringComparison.Ordinal));
        Assert.Contains(data.Notes, note => note.Contains("(.txt 1)", StringComparison.Ordinal));
        Assert.Contains("no validation pictures of 10", data.Notes);
    }

    [Fact]
    public void Read_ClassOfTheTestPartAlone_IsRefusedInOneLine()
    {
        WritePictures("split/train", ["cat", "dog"], 3, 9, 9, isGray: false);
        WritePictures("split/test", ["cat", "bird"], 3, 9, 9, isGray: false, seed: 4);
        DatasetException problem = Assert.Throws<DatasetException>(() => Read("split"));
        Assert.Contains(
            "the test part has pictures of bird (test/bird/0.png)",
            problem.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Read_FolderOfTrainsRightInIt_IsAClass()
    {
        WritePictures("vehicles", ["car", "train", "bus"], 4, 9, 9, isGray: false);
        Assert.Equal(["bus", "car", "train"], Read("vehicles").Train.ClassNames);
    }

    [Fact]
    public void Read_LinksThatLeadBack_AreNotFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        WritePictures("animals", ["cat", "dog"], 4, 9, 9, isGray: false);
        WritePictures("elsewhere", ["bird"], 4, 9, 9, isGray: false, seed: 4);
        Directory.CreateSymbolicLink(_folder.PathOf("animals/up"), "..");
        Directory.CreateSymbolicLink(_folder.PathOf("animals/self"), ".");
        Directory.CreateSymbolicLink(_folder.PathOf("animals/cat/back"), "../../animals");
        Directory.CreateSymbolicLink(_folder.PathOf("animals/dog/other"), "../cat");
        Directory.CreateSymbolicLink(_folder.PathOf("animals/cat/other"), "../dog");
        Directory.CreateSymbolicLink(_folder.PathOf("animals/bird"), _folder.PathOf("elsewhere/bird"));
        ClassifierData data = Read("animals", request => request with { ValidationShare = 0, TestShare = 0 });
        Assert.Equal(["bird", "cat", "dog"], data.Train.ClassNames);
        Assert.Equal([4, 8, 8], data.Train.Balance().Counts);
        Assert.Contains("left aside: up, a link to a folder around it", data.Notes);
    }

    [Fact]
    public void Read_ColourAfterManyGray_MakesAllColour()
    {
        WritePictures("balls", ["gray"], 30, 9, 9, isGray: true);
        WritePictures("balls", ["red"], 1, 9, 9, isGray: false, seed: 4);
        DatasetRequest whole = new()
        {
            Source = _folder.PathOf("balls"),
            ValidationShare = 0,
            TestShare = 0,
        };
        ImageDataset colour = DatasetReader.Read(whole, cancellationToken: Cancellation).Train;
        Assert.Equal(TensorShape.Image(9, 9, 3), colour.ImageShape);
        ImageDataset asked = DatasetReader.Read(whole with { Gray = false }, cancellationToken: Cancellation).Train;
        Assert.All(Enumerable.Range(0, 31), i => Assert.Equal(asked.Image(i).ToArray(), colour.Image(i).ToArray()));
    }

    [Fact]
    public void Read_CopiesAcrossGivenParts_AreLeftOutAndNamed()
    {
        WritePictures("split/train", ["cat", "dog"], 5, 9, 9, isGray: false);
        WritePictures("split/test", ["cat", "dog"], 3, 9, 9, isGray: false, seed: 4);
        File.Copy(_folder.PathOf("split/train/cat/1.png"), _folder.PathOf("split/test/dog/copy.png"));
        ClassifierData data = Read("split", request => request with { ValidationShare = 0 });
        Assert.Equal(6, data.Test!.Count);
        Assert.Contains(data.Notes, note =>
            note.Contains("1 test picture that is a copy", StringComparison.Ordinal)
            && note.Contains("test/dog/copy.png", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Read_ClassesThatAreEachInParts_AreClassesAndParts()
    {
        foreach (string name in (string[])["cat", "dog"])
        {
            WritePictures($"animals/{name}", ["Training"], 5, 9, 9, isGray: false, seed: name.Length + name[0]);
            WritePictures($"animals/{name}", ["test"], 3, 9, 9, isGray: false, seed: 2 * name[0]);
        }

        ClassifierData data = Read("animals", request => request with { ValidationShare = 0 });
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
        Assert.Equal([5, 5], data.Train.Balance().Counts);
        Assert.Equal(6, data.Test!.Count);

        // A picture beside the parts: then these are no parts.
        File.Copy(_folder.PathOf("animals/cat/test/1.png"), _folder.PathOf("animals/cat/1.png"));
        ClassifierData undivided = Read("animals", request => request with { ValidationShare = 0, TestShare = 0 });
        Assert.Null(undivided.Test);
        Assert.Equal([9, 8], undivided.Train.Balance().Counts);
    }

    [Fact]
    public void Read_CsvWithSplit_AssignsParts()
    {
        WritePictures("animals", ["cat", "dog"], 6, 8, 8, isGray: true);
        IEnumerable<string> lines = new[] { "cat", "dog" }.SelectMany(name =>
            Enumerable
                .Range(0, 6)
                .Select(i => $"{name};{(i < 4 ? "Train" : i < 5 ? "val" : "testing")};animals\\{name}\\{i}.png")
        );
        string csv = _folder.Touch("animals.csv", "Class;Split;File Name\n" + string.Join('\n', lines));
        ClassifierData data = DatasetReader.Read(new DatasetRequest { Source = csv }, cancellationToken: Cancellation);
        Assert.Equal((8, 2, 2), (data.Train.Count, data.Validation!.Count, data.Test!.Count));
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
        Assert.False(data.Train.HasGroups);
    }

    [Theory]
    [InlineData("nothing-there", "known data set")]
    [InlineData("notes.txt", "is no data set")]
    [InlineData("empty", "a folder of pictures for each class")]
    public void Read_WhatIsNoDataset_SaysSo(string name, string said)
    {
        _folder.Touch("notes.txt", "hello");
        Directory.CreateDirectory(_folder.PathOf("empty"));
        DatasetException problem = Assert.Throws<DatasetException>(() => Read(name));
        Assert.Contains(name, problem.Message, StringComparison.Ordinal);
        Assert.Contains(said, problem.Message, StringComparison.Ordinal);
    }

    private ClassifierData Read(string name, Func<DatasetRequest, DatasetRequest>? change = null)
    {
        var request = new DatasetRequest { Source = _folder.PathOf(name) };
        return DatasetReader.Read(change?.Invoke(request) ?? request, cancellationToken: Cancellation);
    }

    private void WritePictures(
        string folder,
        string[] classes,
        int count,
        int width,
        int height,
        bool isGray,
        int seed = 3
    )
    {
        var random = new Random(seed);
        foreach (string name in classes)
        {
            Directory.CreateDirectory(_folder.PathOf($"{folder}/{name}"));
            for (int i = 0; i < count; i++)
            {
                var image = new BgrImage(width, height);
                random.NextBytes(image.Pixels);
                for (int p = 0; isGray && p < image.Pixels.Length; p++)
                {
                    image.Pixels[p] = image.Pixels[p / 3 * 3];
                }

                image.Save(_folder.PathOf($"{folder}/{name}/{i}.png"));
            }
        }
    }
}
