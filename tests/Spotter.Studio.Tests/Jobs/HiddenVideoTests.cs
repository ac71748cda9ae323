using System.Net;
using System.Text.Json;
using Spotter.Media.Video;
using Spotter.Studio.Tests.Support;
using Spotter.Tests.Videos.Hiding;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Tests.Jobs;

/// <summary>
/// A face on its known way never shows in what the studio makes of a video, in each style that hides.
/// </summary>
public sealed class HiddenVideoTests
{
    private const double MostBare = 0.1;
    private const int Frames = 40;
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("solid", 15)]
    [InlineData("solid", 70)]
    [InlineData("blur", 30)]
    [InlineData("pixelate", 30)]
    public async Task Video_WhoseFacesAreHidden_HidesThemInEveryFrame(string style, int speed)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        Walk walk = Walk.Bouncing(speed, Frames);
        string clip = Path.Combine(studio.Folder, "walk.mp4");
        await walk.WriteAsync(clip);
        JsonElement created = await studio.Client.PostAsync(
            $"/api/v1/jobs?name=walk.mp4&style={style}",
            await File.ReadAllBytesAsync(clip, Cancellation),
            HttpStatusCode.Accepted
        );
        string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
        JsonElement job = created;
        await Waiting.UntilAsync(
            async () =>
                (job = await studio.Client.GetAsync(path, HttpStatusCode.OK)).GetProperty("state").GetString()
                    is not ("queued" or "running"),
            "jobs in work"
        );
        Assert.True(job.GetProperty("state").GetString() == "done", job.GetRawText());

        string hidden = Path.Combine(studio.Folder, "hidden.mp4");
        await File.WriteAllBytesAsync(
            hidden,
            await studio.Client.GetByteArrayAsync(new Uri($"{path}/annotated", UriKind.Relative), Cancellation),
            Cancellation
        );
        Assert.Equal(Frames, await CountAsync(hidden, clip, walk));
    }

    private static async Task<int> CountAsync(string hidden, string clip, Walk walk)
    {
        int index = 0;
        await using VideoReader before = await VideoReader.OpenAsync(VideoSource.Parse(clip), null, Cancellation);
        await using VideoReader after = await VideoReader.OpenAsync(VideoSource.Parse(hidden), null, Cancellation);
        await using IAsyncEnumerator<Frame> shown = after.GetAsyncEnumerator(Cancellation);
        await foreach (Frame frame in before.WithCancellation(Cancellation))
        {
            Assert.True(await shown.MoveNextAsync(), $"frame {index} is missing");
            double share = BareShare(frame.Bgr, shown.Current.Bgr, walk.FaceIn(index));
            Assert.True(share <= MostBare, $"{share:P0} of the face shows in frame {index}");
            index++;
        }

        return index;
    }

    // Bare are places of the face with much detail that look as they did; cells of a mosaic have edges, but other ones.
    private static double BareShare(BgrImage before, BgrImage after, Box face)
    {
        const int Side = 6;
        const double Much = 6;
        int detailed = 0;
        int bare = 0;
        for (int y = face.Y; y + Side <= face.Bottom; y += Side)
        {
            for (int x = face.X; x + Side <= face.Right; x += Side)
            {
                double was = Detail(before, x, y, Side);
                if (was > Much)
                {
                    detailed++;
                    bare += Difference(before, after, x, y, Side) < was / 3 ? 1 : 0;
                }
            }
        }

        Assert.True(face.Area == 0 || detailed > 10, "the face of the clip has no detail");
        return detailed == 0 ? 0 : (double)bare / detailed;
    }

    private static double Detail(BgrImage image, int left, int top, int side)
    {
        double sum = 0;
        for (int y = top; y < top + side; y++)
        {
            for (int x = left; x + 1 < left + side; x++)
            {
                int at = ((y * image.Width) + x) * 3;
                sum += Math.Abs(image.Pixels[at + 1] - image.Pixels[at + 4]);
            }
        }

        return sum / (side * (side - 1));
    }

    private static double Difference(BgrImage before, BgrImage after, int left, int top, int side)
    {
        double sum = 0;
        for (int y = top; y < top + side; y++)
        {
            for (int x = left; x < left + side; x++)
            {
                int at = ((y * before.Width) + x) * 3;
                sum += Math.Abs(before.Pixels[at + 1] - after.Pixels[at + 1]);
            }
        }

        return sum / (side * side);
    }
}
