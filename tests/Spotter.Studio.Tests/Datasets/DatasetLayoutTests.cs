using Spotter.Sources;
using Spotter.Studio.Datasets;
using Spotter.Studio.Hosting;

namespace Spotter.Studio.Tests.Datasets;

public sealed class DatasetLayoutTests
{
    [Theory]
    [InlineData("cats/a.jpg dogs/b.jpg", "cats dogs")]
    [InlineData("set/cats/a.jpg set/dogs/b.jpg", "cats dogs")]
    [InlineData("data/set/cats/a.jpg data/set/dogs/b.jpg", "cats dogs")]
    [InlineData("set/cats/a.jpg set/dogs/b.jpg set/cover.jpg cover.jpg", "cats dogs - -")]
    [InlineData(
        "vehicles/GTI/a.png vehicles/KITTI/b.png non-vehicles/GTI/c.png non-vehicles/Extras/d.png",
        "vehicles vehicles non-vehicles non-vehicles"
    )]
    [InlineData("set/vehicles/GTI/a.png set/non-vehicles/GTI/x/c.png", "vehicles non-vehicles")]
    [InlineData("hands/train/up/a.png hands/train/down/b.png hands/test/up/c.png", "train:up train:down test:up")]
    [InlineData("Training/up/a.png Testing/up/c.png Valid/down/d.png", "train:up test:up validation:down")]
    [InlineData(
        "train/vehicles/GTI/a.png train/non-vehicles/GTI/b.png test/vehicles/GTI/c.png",
        "train:vehicles train:non-vehicles test:vehicles"
    )]
    [InlineData(
        "up/train/a.png up/Testing/b.png down/TRAIN/c.png down/val/x/d.png",
        "train:up test:up train:down validation:down"
    )]
    [InlineData("set/up/Training/a.png set/down/train/c.png set/e.png", "train:up train:down -")]
    [InlineData("up/train/a.png up/b.png down/train/c.png", "up up down")]
    [InlineData("up/test/a.png down/test/c.png", "up down")]
    [InlineData("train/up/a.png train/down/b.png", "up down")]
    [InlineData("up/a.png down/b.png test/up/c.png", "train:up train:down test:up")]
    [InlineData("train/up/a.png test/up/c.png other/d.png train/e.png", "train:up test:up - -")]
    [InlineData(
        "__MACOSX/set/cats/._a.jpg set/cats/a.jpg set/dogs/b.jpg set/.ipynb_checkpoints/c.jpg set/cats/.hidden.jpg "
            + "set/cats/.x/d.jpg",
        "- cats dogs - - -"
    )]
    [InlineData("set\\cats\\a.jpg set\\dogs\\b.jpg", "cats dogs")]
    [InlineData("cats/a.jpg", "cats")]
    [InlineData("a.jpg", "-")]
    [InlineData("0/a.jpg 10/b.jpg 3.5/c.jpg C++/d.jpg R&B/e.jpg ねこ/f.jpg", "0 10 3.5 C++ R&B ねこ")]
    [InlineData("Thumbs.db/a.jpg @eaDir/b.jpg ok/c.jpg", "- - ok")]
    [InlineData("CON/a.jpg ok/b.jpg nul.x/c.jpg", "- ok -")]
    public void Of_PathsOfPictures_AreThePlacesThatTheToolWouldRead(string paths, string places) =>
        Assert.Equal(places, string.Join(' ', DatasetLayout.Of(paths.Split(' ')).Select(Text)));

    [Theory]
    [InlineData("val/up/a.png valid/up/b.png train/up/c.png")]
    [InlineData("Test/up/a.png testing/up/b.png")]
    public void Of_TwoFoldersOfOnePart_IsRefused(string paths)
    {
        ProblemException refused = Assert.Throws<ProblemException>(() => DatasetLayout.Of(paths.Split(' ')));
        Assert.Contains("are the same part", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ClassesThatWouldGetOneName_IsRefused()
    {
        ProblemException refused = Assert.Throws<ProblemException>(() => DatasetLayout.Of(["a?b/x.jpg", "a|b/y.jpg"]));
        Assert.Contains("a?b and a|b would get one name", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".jpg", "FFD8FF")]
    [InlineData(".tiff", "49492A00")]
    [InlineData(".heic", "000000186674797068656963")]
    [InlineData(".avif", "000000186674797061766966")]
    [InlineData(null, "25504446")]
    public void ExtensionOf_Contents_IsOneThatIsReadAgain(string? extension, string head)
    {
        Assert.Equal(extension, DatasetStore.ExtensionOf(Convert.FromHexString(head)));
        Assert.True(extension is null || PictureFiles.IsPicture("a" + extension));
    }

    private static string Text(DatasetPlace? place) =>
        place is null ? "-"
        : place.Part.Length == 0 ? place.ClassName
        : $"{place.Part}:{place.ClassName}";
}
