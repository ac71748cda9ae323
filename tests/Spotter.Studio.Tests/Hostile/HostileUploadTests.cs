using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Spotter.Media.Tests.Video;
using Spotter.Media.Video;
using Spotter.Studio.Tests.Support;
using Spotter.Vision.Images;

namespace Spotter.Studio.Tests.Hostile;

/// <summary>Files that name other files and addresses are sent to the studio: none of them shows another.</summary>
public sealed class HostileUploadTests(Clips clips)
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Uploads_ThatNameOtherFiles_ShowNothingOfThem()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var hostile = new HostileVideos(clips.Path("uploads"), ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.True(hostile.Pretenders.Count + hostile.Videos.Count >= 40);
        foreach (string file in hostile.Pretenders)
        {
            await RefusedOrAPictureAsync(studio, file);
            await AskedAloneAsync(studio, file);
        }

        foreach (string file in hostile.Videos)
        {
            await BlueOrNothingAsync(studio, file);
        }

        Assert.False(listener.Pending(), "somebody asked an address that only a hostile file names");
    }

    // A picture under a video's name is searched as the picture that it is; what names others is refused.
    private static async Task RefusedOrAPictureAsync(RunningStudio studio, string file)
    {
        using HttpResponseMessage response = await SendAsync(studio, "/api/v1/jobs", file);
        if (response.StatusCode == HttpStatusCode.Accepted)
        {
            JsonElement job = await EndedAsync(studio, await Asking.ReadAsync(response, HttpStatusCode.Accepted));
            Assert.Equal("picture", job.GetProperty("kind").GetString());
            return;
        }

        JsonElement problem = await Asking.ReadAsync(response, HttpStatusCode.UnsupportedMediaType);
        Assert.DoesNotContain(Path.GetDirectoryName(file)!, problem.GetRawText(), StringComparison.Ordinal);
    }

    private static async Task AskedAloneAsync(RunningStudio studio, string file)
    {
        using HttpResponseMessage response = await SendAsync(studio, "/api/v1/detect", file);
        Assert.True(
            response.StatusCode
                is HttpStatusCode.OK
                    or HttpStatusCode.UnprocessableEntity
                    or HttpStatusCode.UnsupportedMediaType,
            $"{file}: {(int)response.StatusCode}"
        );
    }

    private static async Task BlueOrNothingAsync(RunningStudio studio, string file)
    {
        using HttpResponseMessage response = await SendAsync(studio, "/api/v1/jobs", file);
        JsonElement job = await EndedAsync(studio, await Asking.ReadAsync(response, HttpStatusCode.Accepted));
        Assert.DoesNotContain(studio.Folder, job.GetRawText(), StringComparison.Ordinal);
        if (job.GetProperty("state").GetString() != "done")
        {
            Assert.NotEqual("", job.GetProperty("error").GetString());
            return;
        }

        string annotated = Path.Combine(studio.Folder, "annotated.mp4");
        await File.WriteAllBytesAsync(
            annotated,
            await studio.Client.GetByteArrayAsync(
                new Uri($"/api/v1/jobs/{job.GetProperty("id").GetString()}/annotated", UriKind.Relative),
                Cancellation
            ),
            Cancellation
        );
        await using VideoReader video = await VideoReader.OpenAsync(
            new VideoSource(VideoSourceKind.File, annotated),
            cancellationToken: Cancellation
        );
        await foreach (Frame frame in video.WithCancellation(Cancellation))
        {
            Assert.True(frame.Bgr.Pixels[0] > 200 && frame.Bgr.Pixels[2] < 60, $"{file} shows another file");
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(RunningStudio studio, string path, string file)
    {
        using var content = new ByteArrayContent(await File.ReadAllBytesAsync(file, Cancellation));
        string name = path == "/api/v1/jobs" ? $"?name={Uri.EscapeDataString(Path.GetFileName(file))}" : "";
        return await studio.Client.PostAsync(new Uri($"{path}{name}", UriKind.Relative), content, Cancellation);
    }

    private static async Task<JsonElement> EndedAsync(RunningStudio studio, JsonElement created)
    {
        string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
        JsonElement job = created;
        await Waiting.UntilAsync(
            async () =>
                (job = await studio.Client.GetAsync(path, HttpStatusCode.OK)).GetProperty("state").GetString()
                    is not ("queued" or "running"),
            "jobs in work"
        );
        return job;
    }
}
