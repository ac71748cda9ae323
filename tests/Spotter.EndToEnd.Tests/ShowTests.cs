using System.Diagnostics;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

[Collection("display")]
public sealed class ShowTests : IDisposable, IClassFixture<Screen>
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Faces_ShowOfAPicture_ShowsItUntilQ()
    {
        _workspace.Write("still.png", SamplePictures.Blank());
        using Process process = Run.Start(
            Workspace.ToolPath,
            ["faces", "still.png", "--show", "window"],
            _workspace.Folder,
            isOnScreen: true
        );
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string window = await Screen.FindWindowAsync("^spotter: still.png$");
        bool isClosed = await Screen.CloseAsync(
            window,
            "q",
            () => process.HasExited,
            TestContext.Current.CancellationToken
        );
        if (!isClosed)
        {
            process.Kill(entireProcessTree: true);
        }

        Assert.True(isClosed, await output + await error);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("still.png: no faces\n", await output);
        Assert.Equal(["still.png"], _workspace.Files("."));
    }
}
