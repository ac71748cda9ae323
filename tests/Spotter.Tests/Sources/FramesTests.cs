using Spotter.Media;
using Spotter.Vision.Images;

namespace Spotter.Tests.Sources;

public sealed class FramesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spotter-frames-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task From_Folder_GivesEachPictureOnce()
    {
        new BgrImage(8, 4).Save(Path.Combine(_folder, "a.png"));
        new BgrImage(6, 4).Save(Path.Combine(_folder, "b.png"));
        Assert.Equal([(8, false), (6, false)], await WidthsAsync(_folder));
        Assert.Equal([(6, false)], await WidthsAsync(Path.Combine(_folder, "b.png")));
    }

    [Fact]
    public async Task From_MissingFile_SaysSo()
    {
        SpotterException problem = await Assert.ThrowsAsync<SpotterException>(() => WidthsAsync("missing.jpg"));
        Assert.Equal("missing.jpg: there is no such file or folder; check the name", problem.Message);
        Assert.Equal(SpotterErrorKind.Missing, problem.Kind);
    }

    private static async Task<List<(int, bool)>> WidthsAsync(string source)
    {
        var widths = new List<(int, bool)>();
        await foreach (Frame frame in Frames.From(source))
        {
            widths.Add((frame.Width, frame.IsOfVideo));
        }

        return widths;
    }
}
