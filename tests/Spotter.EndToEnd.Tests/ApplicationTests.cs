using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>The applications of samples/applications, run as their users run them.</summary>
public sealed partial class ApplicationTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Api_PostedPicture_AnswersBoxes()
    {
        await using var api = Application.Start(_workspace, "api", ["--urls=http://127.0.0.1:0"]);
        Match address = await api.SaysAsync(Address());
        using var client = new HttpClient { BaseAddress = new Uri(address.Groups["address"].Value) };

        HttpResponseMessage answer = await PostAsync("/detect/faces", File.ReadAllBytes(SamplePictures.WithFace));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonNode found = (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
        JsonNode face = Assert.Single(found["detections"]!.AsArray())!;
        Assert.Equal("face", (string?)face["label"]);
        Assert.InRange((int)face["width"]!, 20, (int)found["width"]!);

        await Waiting.UntilAsync(
            async () => (await client.GetAsync("/health")).StatusCode == HttpStatusCode.OK,
            "detectors that are not loaded"
        );
        await ExpectAsync("/detect/faces", "no picture"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "picture");
        await ExpectAsync("/detect/face", [], HttpStatusCode.NotFound, "did you mean faces?");

        async Task<HttpResponseMessage> PostAsync(string path, byte[] body)
        {
            using var content = new ByteArrayContent(body);
            return await client.PostAsync(path, content, TestContext.Current.CancellationToken);
        }

        async Task ExpectAsync(string path, byte[] body, HttpStatusCode status, string detail)
        {
            HttpResponseMessage problem = await PostAsync(path, body);
            string text = await problem.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(
                (status, "application/problem+json"),
                (problem.StatusCode, problem.Content.Headers.ContentType?.MediaType)
            );
            Assert.Contains(detail, (string)JsonNode.Parse(text)!["detail"]!, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Worker_PictureThatComesIntoItsFolder_IsDrawnOnAndPutAside()
    {
        Directory.CreateDirectory(_workspace.PathOf("inbox"));
        await using var worker = Application.Start(_workspace, "worker", ["--Watch:Folder=inbox"]);
        _workspace.Write("inbox/broken.jpg", "no picture");
        _workspace.Write("inbox/photo.jpg", File.ReadAllBytes(SamplePictures.WithFace));
        await worker.SaysAsync(PhotoDone());
        await worker.SaysAsync(BrokenSaid());
        Assert.True(File.Exists(_workspace.PathOf("inbox/broken.jpg")));
        Assert.Equal(["original-photo.jpg", "photo.jpg"], _workspace.Files("inbox/done"));
    }

    [Fact]
    public async Task Worker_Camera_SaysWhoComesAndThatItEnded()
    {
        SampleVideos.Write(_workspace.PathOf("clip.mp4"));
        await using var worker = Application.Start(_workspace, "worker", ["--Watch:Camera=clip.mp4"]);
        await worker.SaysAsync(ClipEnded());
    }

    [GeneratedRegex(@"Now listening on: (?<address>http://\S+)")]
    private static partial Regex Address();

    [GeneratedRegex(@"photo\.jpg: 1 faces")]
    private static partial Regex PhotoDone();

    [GeneratedRegex(@"broken\.jpg: ")]
    private static partial Regex BrokenSaid();

    [GeneratedRegex(@"clip\.mp4 has ended")]
    private static partial Regex ClipEnded();

    /// <summary>A program of samples/applications that runs until it is disposed.</summary>
    private sealed class Application : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly Lock _lock = new();
        private string _said = "";

        private Application(Process process) => _process = process;

        public static Application Start(Workspace workspace, string name, string[] args)
        {
            string built = Repository.PathOf(
                "samples",
                "applications",
                name,
                "bin",
                "Release",
                "net10.0",
                $"{name}.dll"
            );
            // Its own settings, in a folder of its own.
            File.Copy(
                Path.Combine(Path.GetDirectoryName(built)!, "appsettings.json"),
                workspace.PathOf("appsettings.json")
            );
            var application = new Application(Run.Start("dotnet", [built, .. args], workspace.Folder));
            foreach (
                StreamReader reader in (StreamReader[])
                    [application._process.StandardOutput, application._process.StandardError]
            )
            {
                _ = Task.Run(async () =>
                {
                    while (await reader.ReadLineAsync() is { } line)
                    {
                        lock (application._lock)
                        {
                            application._said += line + "\n";
                        }
                    }
                });
            }

            return application;
        }

        /// <summary>Waits until it has said something.</summary>
        public async Task<Match> SaysAsync(Regex what)
        {
            Match match = Match.Empty;
            await Waiting.UntilAsync(
                () =>
                {
                    string said = Said();
                    match = what.Match(said);
                    Assert.True(match.Success || !_process.HasExited, $"it ended and had said: {said}");
                    return match.Success;
                },
                $"no words like {what}, but: {Said()}"
            );
            return match;
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private string Said()
        {
            lock (_lock)
            {
                return _said;
            }
        }
    }
}
