using Spotter.Vision.Channels;
using Spotter.Vision.Models;
using Spotter.Workshop.Detectors;

namespace Spotter.Workshop.Tests.Detectors;

public sealed class ModelAverageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_BuiltInAndFile_TreesOfBothInTheFile()
    {
        ChannelModel people = ModelCatalog.Get("people").LoadChannels();
        string file = _folder.PathOf("other.channels");
        people.WithOperatingPoint(3).Save(file);
        string output = _folder.PathOf("average.channels");

        ModelAverage.Write(["people", file], output);
        Assert.Equal(2 * people.TreeCount, ChannelModel.Load(output).TreeCount);
        Assert.Equal(people.OperatingPoint, ChannelModel.Load(output).OperatingPoint);

        ModelAverage.Write([file, "people"], output, operatingPoint: 12);
        Assert.Equal(12, ChannelModel.Load(output).OperatingPoint);
    }

    [Fact]
    public void Write_OfOtherWindows_NamesTheFileAndTheDifference()
    {
        string output = _folder.PathOf("average.channels");

        string message = Assert.Throws<ArgumentException>(() => ModelAverage.Write(["people", "cars"], output)).Message;

        Assert.Contains(
            "cars: cannot be averaged with people: it finds car, not person",
            message,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(output));
    }

    [Fact]
    public void Write_OneModel_Refused() =>
        Assert.Contains(
            "at least two",
            Assert.Throws<ArgumentException>(() => ModelAverage.Write(["people"], "x.channels")).Message,
            StringComparison.Ordinal
        );
}
