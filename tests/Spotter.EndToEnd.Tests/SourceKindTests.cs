using System.Net;
using System.Text.Json;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>What is searched is told by what it is; what is not searched is named.</summary>
public sealed class SourceKindTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Faces_FolderOfPicturesAndVideos_SearchesBothAndNamesTheRest()
    {
        _workspace.Write("in/a.png", SamplePictures.Blank());
        Directory.CreateDirectory(_workspace.PathOf("in/sub"));
        SampleVideos.Write(_workspace.PathOf("in/sub/clip.mp4"));
        _workspace.Write("in/notes.md", "words");
        Run run = _workspace.Spotter("faces", "in", "-r", "-o", "out");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(["a.png", "sub/clip.mp4"], _workspace.Files("out"));
        Assert.Contains("not searched: 1 .md", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "notes.txt", "words")]
    [InlineData(1, "scan.pdf", "%PDF-1.7 \0\u0001")]
    [InlineData(1, "old.zip", "PK\u0003\u0004\0\0\0\0\0\0")]
    public void Faces_HidingInAFolder_FailsWhereSomethingMayStillShow(int exitCode, string name, string content)
    {
        _workspace.Write("in/a.png", SamplePictures.Blank());
        _workspace.Write($"in/{name}", content);
        Run hidden = _workspace.Spotter("faces", "in", "--draw", "blur");
        Assert.Equal(exitCode, hidden.ExitCode);
        Assert.Contains($"not searched: 1 {Path.GetExtension(name)}", hidden.Error, StringComparison.Ordinal);
        Assert.Equal(0, _workspace.Spotter("faces", "in").ExitCode);
    }

    [Fact]
    public void Faces_PipeInAFolder_DoesNotHang()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs mkfifo");
        _workspace.Write("in/a.png", SamplePictures.Blank());
        Assert.Equal(0, Run.Of("mkfifo", ["in/b.png"], _workspace.Folder).ExitCode);
        Run run = _workspace.Spotter("faces", "in", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Single(run.OutputLines);
        Assert.Contains("1 pipe", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Faces_NameThatIsNotUtf8_IsNamedAndTheRestDone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such names");
        _workspace.Write("in/a.png", SamplePictures.Blank());
        Assert.Equal(0, Run.Of("bash", ["-c", "cp in/a.png $'in/caf\\xe9.png'"], _workspace.Folder).ExitCode);
        Run run = _workspace.Spotter("faces", "in", "--json");
        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.OutputLines);
        Assert.Contains("not UTF-8", run.Error, StringComparison.Ordinal);
        Run named = Run.Of("bash", ["-c", $"'{Workspace.ToolPath}' faces in/caf* --json"], _workspace.Folder);
        Assert.Equal(0, Run.Of("bash", ["-c", "rm in/caf*"], _workspace.Folder).ExitCode);
        Assert.Equal(3, named.ExitCode);
        Assert.Contains("not UTF-8", Assert.Single(named.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Faces_NameThatIsNotUtf8AndThatThePatternDoesNotName_IsNoProblem()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "other systems have no such names");
        _workspace.Write("in/a.png", SamplePictures.Blank());
        Assert.Equal(0, Run.Of("bash", ["-c", "cp in/a.png $'in/caf\\xe9.jpg'"], _workspace.Folder).ExitCode);
        Run others = _workspace.Spotter("faces", "in/*.png", "--json");
        Run named = _workspace.Spotter("faces", "in/*.jpg", "--json");
        Assert.Equal(0, Run.Of("bash", ["-c", "rm in/caf*"], _workspace.Folder).ExitCode);
        Assert.Equal((0, ""), (others.ExitCode, others.Error));
        Assert.Single(others.OutputLines);
        Assert.NotEqual(0, named.ExitCode);
        Assert.Contains("not UTF-8", named.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("faces")]
    [InlineData("detect", "--model", "haarcascade_eye")]
    public void Search_TiffOfSeveralPages_SaysOnceThatTheFirstWasRead(params string[] command)
    {
        _workspace.Write("in/pages.tif", SamplePictures.TwoPages());
        _workspace.Write("in/a.png", SamplePictures.Blank());
        Run run = _workspace.Spotter([.. command, "in", "-o", "out", "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(2, run.OutputLines.Length);
        string note = Path.Combine("in", "pages.tif") + ": a TIFF of several pages; the first was read";
        Assert.Single(run.ErrorLines, line => line == note);
        Assert.DoesNotContain(
            "pages",
            _workspace.Spotter([.. command, "in", "--quiet"]).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Faces_FilesCalledAsModels_AreNotRead()
    {
        File.Copy(SamplePictures.WithFace, _workspace.PathOf("p.jpg"));
        _workspace.Write("faces", "no model");
        _workspace.Write("haarcascade_eye", "no model");
        Directory.CreateDirectory(_workspace.PathOf("haarcascade_smile"));
        foreach (
            string[] command in (string[][])
                [
                    ["faces", "p.jpg", "--json"],
                    ["faces", "p.jpg", "--model", "faces", "--json"],
                    ["detect", "p.jpg", "--model", "haarcascade_eye,haarcascade_smile", "--json"],
                    ["models", "show", "faces"],
                ]
        )
        {
            Run run = _workspace.Spotter(command);
            Assert.True(run.ExitCode == 0, run.Error);
        }

        Run path = _workspace.Spotter("faces", "p.jpg", "--model", "./faces");
        Assert.Equal(3, path.ExitCode);
        Assert.Contains("./faces", Assert.Single(path.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faces_AddressOfAPicture_IsAPicture()
    {
        using var server = new HttpListener();
        int port = Random.Shared.Next(20_000, 60_000);
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        Task serving = ServeAsync(server, File.ReadAllBytes(SamplePictures.WithFace));
        Run run = await Task.Run(
            () => _workspace.Spotter("faces", $"http://127.0.0.1:{port}/photo?id=1", "--json"),
            TestContext.Current.CancellationToken
        );
        Run missing = await Task.Run(
            () => _workspace.Spotter("faces", $"http://127.0.0.1:{port}/missing.jpg", "--json"),
            TestContext.Current.CancellationToken
        );
        server.Stop();
        await serving;

        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement line = JsonDocument.Parse(run.OutputLines.Single()).RootElement;
        Assert.NotEmpty(line.GetProperty("detections").EnumerateArray());
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("404", Assert.Single(missing.ErrorLines), StringComparison.Ordinal);
    }

    private static async Task ServeAsync(HttpListener server, byte[] picture)
    {
        while (server.IsListening)
        {
            try
            {
                HttpListenerContext context = await server.GetContextAsync();
                bool isThere = !context.Request.Url!.AbsolutePath.StartsWith("/missing", StringComparison.Ordinal);
                context.Response.StatusCode = isThere ? 200 : 404;
                await context.Response.OutputStream.WriteAsync(isThere ? picture : "not here"u8.ToArray());
                context.Response.Close();
            }
            catch (Exception e)
                when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                // Who asked has gone, or the server has been stopped.
            }
        }
    }
}
