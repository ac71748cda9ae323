using Spotter.Studio.Hosting;

namespace Spotter.Studio.Tests.Jobs;

public sealed class VeilTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("spotter veil ").FullName;
    private readonly DataFolders _folders;

    public VeilTests() => _folders = new DataFolders(_root);

    public void Dispose()
    {
        _folders.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Theory]
    [InlineData("/etc/ssl/key.pem: cannot be read", "key.pem: cannot be read")]
    [InlineData("left out: /home/john/pictures/a.jpg: is damaged", "left out: a.jpg: is damaged")]
    [InlineData("'/usr/bin/ffmpeg' ended with 1", "'ffmpeg' ended with 1")]
    [InlineData("C:\\Users\\john\\a.jpg is damaged", "a.jpg is damaged")]
    [InlineData(
        "GET /api/v1/models lists them; DELETE /api/v1/datasets/ID",
        "GET /api/v1/models lists them; DELETE /api/v1/datasets/ID"
    )]
    [InlineData("an image/jpeg of 1/2 from http://host/x/y", "an image/jpeg of 1/2 from http://host/x/y")]
    public void Over_TextWithPlaces_LeavesTheLastName(string text, string shown) =>
        Assert.Equal(shown, new Veil(_folders).Over(text));

    [Fact]
    public void Over_OwnFolders_LeavesNothingOfThem()
    {
        string shown = new Veil(_folders).Over($"{_folders.Results}/0a/input: is damaged, see {_folders.Root}");
        Assert.Equal("0a/input: is damaged, see ", shown);
    }
}
