using Spotter.Apps.Learning;
using Spotter.Apps.Tests.Support;
using Spotter.Learning.Datasets;
using Spotter.Learning.Networks;
using Spotter.Media;
using Spotter.Tests.Support;
using Spotter.Vision.Images;

namespace Spotter.Apps.Tests.Learning;

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
        Assert.Equal((28, 8, 4), (data.Train.Count, data.Validation!.Count, data.Test!.Count));
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
        Assert.Equal(TensorShape.Image(8, 12, 1), data.Train.ImageShape);
        Assert.Contains(data.Notes, note => note.Contains("12 x 8 in gray", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_FolderWithParts_TakesThemAsTheyAre()
    {
        WritePictures("split/train", ["cat", "dog"], 5, 100, 50, isGray: false);
        WritePictures("split/val", ["cat", "dog"], 2, 100, 50, isGray: false);
        WritePictures("split/test", ["cat", "dog"], 3, 100, 50, isGray: false);
        ClassifierData data = Read("split");
        Assert.Equal((10, 4, 6), (data.Train.Count, data.Validation!.Count, data.Test!.Count));
        Assert.Equal(TensorShape.Image(32, 64, 3), data.Train.ImageShape);
    }

    [Fact]
    public void Read_SizeAndGray_AreObeyed()
    {
        WritePictures("animals", ["cat", "dog"], 3, 12, 8, isGray: false);
        ClassifierData data = Read("animals", request => request with { Width = 5, Height = 6, Gray = true, ValidationShare = 0, TestShare = 0 });
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
        IEnumerable<string> lines = new[] { "cat", "dog" }.SelectMany(name => Enumerable.Range(0, 12).Select(i => $"animals/{name}/{i}.png,{name},group{i / 2}"));
        string csv = _folder.Touch("animals.csv", "file,label,group\n" + string.Join('\n', lines));
        ClassifierData data = DatasetReader.Read(new DatasetRequest { Source = csv, ValidationShare = 0.3, TestShare = 0 }, cancellationToken: Cancellation);
        string[] train = [.. Enumerable.Range(0, data.Train.Count).Select(data.Train.GroupOf)];
        string[] validation = [.. Enumerable.Range(0, data.Validation!.Count).Select(data.Validation.GroupOf)];
        Assert.NotEmpty(validation);
        Assert.Empty(train.Intersect(validation, StringComparer.Ordinal));
    }

    [Fact]
    public void Read_FolderOfIdxFiles_HasItsOwnTestPart()
    {
        string folder = BandPictures.Write(_folder.PathOf("idx"), 100, 20);
        ClassifierData data = DatasetReader.Read(new DatasetRequest { Source = folder }, cancellationToken: Cancellation);
        Assert.Equal((90, 10, 20), (data.Train.Count, data.Validation!.Count, data.Test!.Count));
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

    private void WritePictures(string folder, string[] classes, int count, int width, int height, bool isGray)
    {
        var random = new Random(3);
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
