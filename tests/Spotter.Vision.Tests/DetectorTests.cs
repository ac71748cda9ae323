using Spotter.Vision.Cascades;
using Spotter.Vision.Images;
using Spotter.Vision.Models;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests;

public sealed class DetectorTests
{
    [Fact]
    public void Factories_EachTarget_ItsLabel()
    {
        Assert.Equal(["face"], Detector.Faces().Labels);
        Assert.Equal(["face"], Detector.ProfileFaces().Labels);
        Assert.Equal(["eye"], Detector.Eyes().Labels);
        Assert.Equal(["face", "smiling"], Detector.Smiles().Labels);
        Assert.Equal(["person"], Detector.FullBodies().Labels);
        Assert.Equal(["upper body"], Detector.UpperBodies().Labels);
        Assert.Equal(["cat face"], Detector.CatFaces().Labels);
    }

    [Fact]
    public void Faces_RealPicture_FindsTheFace()
    {
        Assert.SkipUnless(OpenCvFiles.HavePictures, OpenCvFiles.PicturesAbsent);
        GrayImage gray = OpenCvOracle.ReadGray(OpenCvFiles.Picture("messi5.jpg"), 548);
        IReadOnlyList<Detection> faces = Detector
            .Faces()
            .Detect(new Frame(gray), cancellationToken: TestContext.Current.CancellationToken);

        // The footballer's face is at 215..275, 70..165 of 548 x 342 pixels.
        Assert.Contains(faces, static face => face.Label == "face" && face.Box.Contains(new Box(235, 110, 15, 15)));
    }

    [Fact]
    public void FromModel_File_LabelIsTheFileName()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.xml");
        File.WriteAllText(file, SmallCascades.Haar);
        try
        {
            Assert.Equal([Path.GetFileNameWithoutExtension(file)], Detector.FromModel(file).Labels);
            Assert.Equal(["thing"], Detector.FromModel(file, "thing").Labels);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void FromModel_NameAndLabel_LabelReplaced() =>
        Assert.Equal(["grin"], Detector.FromModel("HAARCASCADE_SMILE.xml", "grin").Labels);

    [Theory]
    [InlineData("cars.xml", "there is no such file and no such built-in model")]
    [InlineData("haarcascade_fulbody", "did you mean haarcascade_fullbody?")]
    [InlineData(".", "is a folder, not a model")]
    public void FromModel_Neither_SaysWhatThereIs(string name, string message)
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => Detector.FromModel(name));
        Assert.StartsWith($"{name}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains("spotter models list", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromModel_BrokenFile_NamesTheFile()
    {
        string file = Path.GetTempFileName();
        try
        {
            CascadeFormatException error = Assert.Throws<CascadeFormatException>(() => Detector.FromModel(file));
            Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
