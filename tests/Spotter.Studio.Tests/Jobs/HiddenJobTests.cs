using System.Net;
using System.Text.Json;
using Spotter.Applications;
using Spotter.Media.Drawing;
using Spotter.Media.Video;
using Spotter.Studio.Tests.Support;
using Spotter.Videos;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Tests.Jobs;

/// <summary>What hides in the studio hides as the run does that the tool calls: the rules are the run's.</summary>
public sealed class HiddenJobTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("blur", DrawStyle.Blur)]
    [InlineData("pixelate", DrawStyle.Pixelate)]
    [InlineData("solid", DrawStyle.Solid)]
    public async Task Video_ThatHides_IsTheSameAsTheTools(string style, DrawStyle drawn)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string clip = Path.Combine(studio.Folder, "clip.mp4");
        Samples.WriteClip(clip, 1, "-c:v", "libx264", "-pix_fmt", "yuv420p");
        JsonElement created = await studio.Client.PostAsync(
            $"/api/v1/jobs?name=clip.mp4&style={style}",
            await File.ReadAllBytesAsync(clip, Cancellation),
            HttpStatusCode.Accepted
        );
        string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
        JsonElement job = created;
        await Waiting.UntilAsync(
            async () =>
                (job = await studio.Client.GetAsync(path, HttpStatusCode.OK)).GetProperty("state").GetString()
                    is "done"
                        or "failed",
            "jobs at work"
        );
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());

        string studios = Path.Combine(studio.Folder, "studio.mp4");
        await using (FileStream file = File.Create(studios))
        {
            await (
                await studio.Client.GetStreamAsync(new Uri($"{path}/annotated", UriKind.Relative), Cancellation)
            ).CopyToAsync(file, Cancellation);
        }

        string tools = Path.Combine(studio.Folder, "tool.mp4");
        Application faces = Faces.Create();
        await VideoRun.RunAsync(
            faces with
            {
                Drawing = faces.Drawing with { Style = drawn },
            },
            VideoSource.Parse(clip),
            new VideoRunOptions { Stride = 10, Output = tools },
            cancellationToken: Cancellation
        );
        Assert.Equal(await FramesAsync(tools), await FramesAsync(studios));
    }

    private static async Task<List<byte[]>> FramesAsync(string path)
    {
        await using VideoReader video = await VideoReader.OpenAsync(VideoSource.Parse(path), null, Cancellation);
        var frames = new List<byte[]>();
        await foreach (Frame frame in video)
        {
            frames.Add(System.Security.Cryptography.SHA256.HashData(frame.Bgr.Pixels));
        }

        return frames;
    }
}
