using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Spotter.Media;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Jobs;

public sealed class JobTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Picture_WithStickersAndSpeech_HasThemInItsCopy()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        var copies = new List<byte[]>();
        foreach (string looks in (string[])["", "&stickers=hat,glasses", "&stickers=hat,glasses&speech=hello"])
        {
            JsonElement created = await studio.Client.PostAsync(
                $"/api/v1/jobs?detector=faces&style=captions{looks}",
                Samples.Face,
                HttpStatusCode.Accepted
            );
            string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
            await WaitAsync(studio, path);
            copies.Add(await BytesAsync(studio, $"{path}/annotated"));
        }

        Assert.Equal(3, copies.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
        foreach (
            string bad in (string[])["stickers=hat.png", "stickers=/etc/passwd@head", $"speech={new string('x', 201)}"]
        )
        {
            await studio.Client.PostAsync($"/api/v1/jobs?{bad}", Samples.Face, HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Picture_SearchedAgain_HasOtherResultsOfTheSameFile()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement created = await studio.Client.PostAsync(
            "/api/v1/jobs?name=me.jpg&detector=faces",
            Samples.Face,
            HttpStatusCode.Accepted
        );
        string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
        await WaitAsync(studio, path);
        JsonElement again = await studio.Client.PostAsync(
            $"{path}/again?detector=faces&minSize=5000",
            [],
            HttpStatusCode.Accepted
        );
        string second = $"/api/v1/jobs/{again.GetProperty("id").GetString()}";
        JsonElement done = await WaitAsync(studio, second);
        Assert.Equal(
            ("me.jpg", 0),
            (done.GetProperty("name").GetString(), done.GetProperty("detections").GetArrayLength())
        );
        Assert.Equal(Samples.Face, await BytesAsync(studio, $"{second}/input"));

        // Of two files with one name each has its place in the archive.
        using var zip = new ZipArchive(new MemoryStream(await BytesAsync(studio, "/api/v1/jobs/annotated")));
        Assert.Equal(
            ["me-spotted-2.jpg", "me-spotted.jpg"],
            zip.Entries.Select(static entry => entry.FullName).Order(StringComparer.Ordinal)
        );
        foreach (string bad in (string[])["lines=1,2,3", "lines=a,b,c,d", "zones=0,0,10,0", "lines=1,1,1,1"])
        {
            await studio.Client.PostAsync($"{path}/again?{bad}", [], HttpStatusCode.BadRequest);
        }
    }

    [Fact]
    public async Task Picture_FromUploadToRemoval_HasItsResults()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement created = await studio.Client.PostAsync(
            "/api/v1/jobs?name=me%20%26%20you.jpg&detector=faces",
            Samples.Face,
            HttpStatusCode.Accepted
        );
        string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
        JsonElement done = await WaitAsync(studio, path);
        Assert.Equal(
            ("done", "me & you.jpg", 1),
            (
                done.GetProperty("state").GetString(),
                done.GetProperty("name").GetString(),
                done.GetProperty("labels").GetProperty("face").GetInt32()
            )
        );
        Assert.Equal(
            Picture.Load(Samples.FaceFile).Width,
            Picture.Load(await BytesAsync(studio, $"{path}/annotated")).Width
        );
        Assert.Equal(Samples.Face, await BytesAsync(studio, $"{path}/input"));
        Assert.Contains(
            "me & you.jpg",
            Encoding.UTF8.GetString(await BytesAsync(studio, $"{path}/results?format=csv")),
            StringComparison.Ordinal
        );
        using JsonDocument coco = JsonDocument.Parse(await BytesAsync(studio, "/api/v1/jobs/results?format=coco"));
        Assert.Equal(1, coco.RootElement.GetProperty("annotations").GetArrayLength());
        await studio.Client.GetAsync($"{path}/results?format=xml", HttpStatusCode.BadRequest);

        using HttpResponseMessage removed = await studio.Client.DeleteAsync(
            new Uri(path, UriKind.Relative),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await studio.Client.GetAsync(path, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Video_FromUploadToResults_IsAnnotatedAndCounted()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string clip = Path.Combine(studio.Folder, "clip.mp4");
        Samples.WriteClip(clip, 1, "-c:v", "libx264", "-pix_fmt", "yuv420p");
        JsonElement created = await studio.Client.PostAsync(
            "/api/v1/jobs?name=clip.mp4&minSize=60",
            await File.ReadAllBytesAsync(clip, Cancellation),
            HttpStatusCode.Accepted
        );
        string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
        JsonElement done = await WaitAsync(studio, path);
        Assert.True(done.GetProperty("state").GetString() == "done", done.GetRawText());
        Assert.Equal(30, done.GetProperty("frames").GetInt32());
        Assert.Equal(1, done.GetProperty("labels").GetProperty("face").GetInt32());
        string[] lines = Encoding
            .UTF8.GetString(await BytesAsync(studio, $"{path}/results"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(30, lines.Length);
        Assert.All(lines, static line =>
            Assert.Equal("clip.mp4", JsonDocument.Parse(line).RootElement.GetProperty("file").GetString())
        );
        Assert.Equal("ftyp", Encoding.ASCII.GetString(await BytesAsync(studio, $"{path}/annotated"), 4, 4));
    }

    [Fact]
    public async Task Video_CancelledWhileItRuns_EndsAndIsRemoved()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string clip = Path.Combine(studio.Folder, "clip.mp4");
        Samples.WriteLongClip(clip);
        JsonElement created = await studio.Client.PostAsync(
            "/api/v1/jobs",
            await File.ReadAllBytesAsync(clip, Cancellation),
            HttpStatusCode.Accepted
        );
        string path = $"/api/v1/jobs/{created.GetProperty("id").GetString()}";
        await Waiting.UntilAsync(
            async () => (await studio.Client.GetAsync(path, HttpStatusCode.OK)).GetProperty("frames").GetInt32() >= 3,
            "too few frames"
        );

        // The preview shows frames while the rest is searched.
        using HttpResponseMessage preview = await studio.Client.GetAsync(
            new Uri($"{path}/preview", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            Cancellation
        );
        using (var reader = new StreamReader(await preview.Content.ReadAsStreamAsync(Cancellation)))
        {
            Assert.Equal("--spotter-frame", await reader.ReadLineAsync(Cancellation));
            Assert.Equal("Content-Type: image/jpeg", await reader.ReadLineAsync(Cancellation));
        }

        await studio.Client.PostAsync($"{path}/cancel", [], HttpStatusCode.OK);
        JsonElement ended = await WaitAsync(studio, path);
        Assert.Equal("cancelled", ended.GetProperty("state").GetString());
        using HttpResponseMessage removed = await studio.Client.DeleteAsync(
            new Uri(path, UriKind.Relative),
            Cancellation
        );
        await Waiting.UntilAsync(
            () => !Directory.EnumerateFiles(studio.Folder, "input", SearchOption.AllDirectories).Any(),
            "files of a removed job"
        );
    }

    [Theory]
    [InlineData("../../../../tmp/evil.jpg", "evil.jpg")]
    [InlineData("C:\\windows\\evil.jpg", "evil.jpg")]
    [InlineData("a\u0000b\n.jpg", "ab.jpg")]
    [InlineData("..", "..")]
    public async Task HostileName_IsShownAndNeverOpened(string name, string shown)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement created = await studio.Client.PostAsync(
            $"/api/v1/jobs?name={Uri.EscapeDataString(name)}",
            Samples.Blank(),
            HttpStatusCode.Accepted
        );
        Assert.Equal(shown, created.GetProperty("name").GetString());
        await WaitAsync(studio, $"/api/v1/jobs/{created.GetProperty("id").GetString()}");
        Assert.All(
            Directory.EnumerateFiles(studio.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName),
            static file => Assert.Contains(file, (string[])["input", "annotated.jpg", "lock"])
        );
    }

    [Fact]
    public async Task Upload_OfAnotherKind_IsRefusedAndLeavesNothing()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        byte[][] files =
        [
            "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8.ToArray(),
            [.. "#EXTM3U\n"u8, 0, 1, 2, .. "\n#EXTINF:1,\nhttp://127.0.0.1/\n"u8],
            "ffconcat version 1.0\nfile '/etc/passwd'\n"u8.ToArray(),
            "<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(),
            [.. "PK"u8, 3, 4, 0, 0],
            new byte[4000],
        ];
        foreach (byte[] file in files)
        {
            await studio.Client.PostAsync("/api/v1/jobs?name=film.mp4", file, HttpStatusCode.UnsupportedMediaType);
        }

        Assert.Empty(Directory.EnumerateFiles(studio.Folder, "input", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task DamagedFiles_Fail_WithOneLineThatNamesThem()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        byte[] fakeVideo = new byte[5000];
        "\0\0\0\u0018ftypmp42"u8.CopyTo(fakeVideo);
        foreach (
            (string name, byte[] content) in ((string, byte[])[])
                [("half.jpg", Samples.Blank()[..300]), ("bomb.bmp", Samples.Bomb()), ("film.mp4", fakeVideo)]
        )
        {
            JsonElement created = await studio.Client.PostAsync(
                $"/api/v1/jobs?name={name}",
                content,
                HttpStatusCode.Accepted
            );
            JsonElement ended = await WaitAsync(studio, $"/api/v1/jobs/{created.GetProperty("id").GetString()}");
            Assert.Equal("failed", ended.GetProperty("state").GetString());
            string error = ended.GetProperty("error").GetString()!;
            Assert.Contains(name, error, StringComparison.Ordinal);
            Assert.DoesNotContain(studio.Folder, error, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error);
        }
    }

    [Fact]
    public async Task JobsBeyondTheLimit_AreRefused()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { JobsWaiting = 3 });
        var answers = new List<HttpStatusCode>();
        byte[] picture = Samples.Face;
        await Task.WhenAll(
            Enumerable
                .Range(0, 30)
                .Select(async _ =>
                {
                    using var content = new ByteArrayContent(picture);
                    using HttpResponseMessage response = await studio.Client.PostAsync(
                        new Uri("/api/v1/jobs", UriKind.Relative),
                        content,
                        Cancellation
                    );
                    lock (answers)
                    {
                        answers.Add(response.StatusCode);
                    }
                })
        );
        Assert.Contains(HttpStatusCode.Accepted, answers);
        Assert.All(answers, static answer =>
            Assert.True(answer is HttpStatusCode.Accepted or HttpStatusCode.TooManyRequests, answer.ToString())
        );
    }

    private static async Task<byte[]> BytesAsync(RunningStudio studio, string path) =>
        await studio.Client.GetByteArrayAsync(new Uri(path, UriKind.Relative), Cancellation);

    private static async Task<JsonElement> WaitAsync(RunningStudio studio, string path)
    {
        JsonElement job = default;
        await Waiting.UntilAsync(
            async () =>
                (job = await studio.Client.GetAsync(path, HttpStatusCode.OK)).GetProperty("state").GetString()
                    is not ("queued" or "running"),
            "jobs in work"
        );
        return job;
    }
}
