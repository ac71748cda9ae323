using System.Net;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Jobs;

/// <summary>One quota for uploads, results, data sets and runs together.</summary>
public sealed class StorageTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jobs_BeyondTheStorage_AreRefusedInWordsAndNothingGivesWay()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { StorageBytes = 200_000 });
        byte[] picture = Noise(30_000);
        var kept = new List<string>();
        HttpStatusCode status;
        JsonElement answer;
        do
        {
            using var content = new ByteArrayContent(picture);
            using HttpResponseMessage response = await studio.Client.PostAsync(
                new Uri("/api/v1/jobs", UriKind.Relative),
                content,
                Cancellation
            );
            status = response.StatusCode;
            answer = await Asking.ReadAsync(response, status);
            if (status == HttpStatusCode.Accepted)
            {
                kept.Add($"/api/v1/jobs/{answer.GetProperty("id").GetString()}");
                await EndedAsync(studio.Client, kept[^1]);
            }
        } while (status == HttpStatusCode.Accepted && kept.Count < 20);

        Assert.Equal(HttpStatusCode.InsufficientStorage, status);
        Assert.Contains("remove some", answer.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.InRange(kept.Count, 2, 6);
        using HttpClient other = studio.NewClient();
        await other.PostAsync("/api/v1/jobs", picture, HttpStatusCode.InsufficientStorage);
        foreach (string path in kept)
        {
            await studio.Client.GetAsync(path, HttpStatusCode.OK);
        }

        // Who removes something has room again.
        foreach (string path in kept)
        {
            using HttpResponseMessage removed = await studio.Client.DeleteAsync(
                new Uri(path, UriKind.Relative),
                Cancellation
            );
        }

        await Waiting.UntilAsync(
            () => !Directory.EnumerateFiles(studio.Folder, "input", SearchOption.AllDirectories).Any(),
            "files of removed jobs"
        );
        await other.PostAsync("/api/v1/jobs", picture, HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Dataset_ThatGrowsPictureByPicture_EndsAtTheStorage()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { StorageBytes = 400_000 });
        string path = await EmptyAsync(studio);
        byte[] picture = Noise(30_000);
        int kept = 0;
        while (kept < 20 && await AddAsync(studio, path, picture) is HttpStatusCode.NoContent)
        {
            kept++;
        }

        Assert.InRange(kept, 8, 12);
        JsonElement problem = await studio.Client.PostAsync(
            $"{path}/pictures?className=a",
            picture,
            HttpStatusCode.InsufficientStorage
        );
        Assert.Contains(
            "DELETE /api/v1/datasets/ID",
            problem.GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );

        // Neither jobs nor archives nor explanations have room of their own.
        await studio.Client.PostAsync("/api/v1/jobs", Noise(60_000), HttpStatusCode.InsufficientStorage);
        await studio.Client.PostAsync(
            "/api/v1/datasets",
            Samples.Zip(("a/x.jpg", Noise(60_000))),
            HttpStatusCode.InsufficientStorage
        );
        using HttpResponseMessage removed = await studio.Client.DeleteAsync(
            new Uri(path, UriKind.Relative),
            Cancellation
        );
        await studio.Client.PostAsync("/api/v1/jobs", Noise(60_000), HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task Dataset_ThatGrowsPictureByPicture_HoldsNoMoreThanAnArchive()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(
            new StudioLimits { DatasetUnpackedBytes = 200_000 }
        );
        string path = await EmptyAsync(studio);
        byte[] picture = Noise(30_000);
        int kept = 0;
        while (kept < 20 && await AddAsync(studio, path, picture) is HttpStatusCode.NoContent)
        {
            kept++;
        }

        Assert.Equal(6, kept);
        await studio.Client.PostAsync($"{path}/pictures?className=a", picture, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task File_LargerThanTheStorage_IsTooLargeAtOnce()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { StorageBytes = 1 << 20 });
        using RawClient client = await RawClient.ConnectAsync(studio.Address);
        await client.HeadAsync("POST /api/v1/jobs", "Content-Length: 2000000\n");
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await client.StatusAsync());
    }

    [Fact]
    public async Task Archive_WhosePicturesPassTheStorage_IsRefusedAndLeavesNothing()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { StorageBytes = 1 << 20 });
        byte[] bomb = Samples.Zip(
            Enumerable
                .Range(0, 40)
                .Select(static i => ($"a/{i}.jpg", (byte[])[0xFF, 0xD8, 0xFF, 0xE0, .. new byte[200_000]]))
        );
        Assert.InRange(bomb.Length, 1, 100_000);
        await studio.Client.PostAsync("/api/v1/datasets", bomb, HttpStatusCode.RequestEntityTooLarge);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(studio.Folder, "data", "datasets")));
        await studio.Client.PostAsync("/api/v1/datasets", Samples.SidesZip(4), HttpStatusCode.Created);
    }

    // A picture's beginning, and what does not get smaller.
    private static byte[] Noise(int length)
    {
        var content = new byte[length];
        new Random(1).NextBytes(content);
        Samples.Blank().CopyTo(content, 0);
        return content;
    }

    private static async Task<string> EmptyAsync(RunningStudio studio)
    {
        var made = await studio.Client.PostAsync("/api/v1/datasets?title=x", [], HttpStatusCode.Created);
        return $"/api/v1/datasets/{made.GetProperty("id").GetString()}";
    }

    private static async Task<HttpStatusCode> AddAsync(RunningStudio studio, string path, byte[] picture)
    {
        using var content = new ByteArrayContent(picture);
        using HttpResponseMessage response = await studio.Client.PostAsync(
            new Uri($"{path}/pictures?className=a", UriKind.Relative),
            content,
            Cancellation
        );
        return response.StatusCode;
    }

    private static Task EndedAsync(HttpClient client, string path) =>
        Waiting.UntilAsync(
            async () =>
                (await client.GetAsync(path, HttpStatusCode.OK)).GetProperty("state").GetString()
                    is not ("queued" or "running"),
            "jobs in work"
        );
}
