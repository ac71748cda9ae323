using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Rest;

/// <summary>What browsers may keep, what is compressed, and what files are called.</summary>
public sealed class CachingTests
{
    [Fact]
    public async Task Files_OfAJob_HaveTheirTypesAndAreNotSentTwice()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement job = await studio.Client.PostAsync("/api/v1/jobs", Samples.Blank(), HttpStatusCode.Accepted);
        string path = $"/api/v1/jobs/{job.GetProperty("id").GetString()}";
        await Waiting.UntilAsync(
            async () =>
                (await studio.Client.GetAsync(path, HttpStatusCode.OK)).GetProperty("state").GetString() == "done",
            "jobs that are not done"
        );
        foreach (
            (string file, string type) in ((string, string)[])
                [
                    ($"{path}/input", "image/jpeg"),
                    ($"{path}/annotated", "image/jpeg"),
                    ($"{path}/results", "application/jsonl"),
                    ($"{path}/results?format=csv", "text/csv"),
                    ($"{path}/results?format=coco", "application/json"),
                    ("/api/v1/jobs/results", "application/jsonl"),
                    ("/api/v1/stickers/hat", "image/png"),
                ]
        )
        {
            using HttpResponseMessage first = await SendAsync(studio, file);
            Assert.Equal((HttpStatusCode.OK, type), (first.StatusCode, first.Content.Headers.ContentType?.MediaType));
            Assert.True(first.Headers.CacheControl?.Private, file);
            EntityTagHeaderValue tag = Assert.IsType<EntityTagHeaderValue>(first.Headers.ETag);
            using HttpResponseMessage again = await SendAsync(studio, file, tag);
            Assert.True(again.StatusCode == HttpStatusCode.NotModified, $"{file}: {(int)again.StatusCode}");
            Assert.Empty(await again.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            using HttpResponseMessage other = await SendAsync(studio, file, new EntityTagHeaderValue("\"other\""));
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }
    }

    [Fact]
    public async Task Answers_ThatChange_AndProblems_AreNotKept()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        foreach (string path in (string[])["/api/v1/jobs", "/api/v1/health", "/api/v1/jobs/x/annotated", "/api/v1/no"])
        {
            using HttpResponseMessage response = await SendAsync(studio, path);
            Assert.True(response.Headers.CacheControl?.NoStore, path);
        }
    }

    [Theory]
    [InlineData("/openapi/v1.json", "gzip")]
    [InlineData("/", "gzip")]
    [InlineData("/", "br")]
    [InlineData("/api/v1/models", "br")]
    public async Task Text_ForWhoTakesIt_IsCompressed(string path, string encoding)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        using HttpResponseMessage plain = await SendAsync(studio, path);
        byte[] whole = await plain.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        using HttpResponseMessage response = await studio.Client.SendAsync(
            request,
            TestContext.Current.CancellationToken
        );
        byte[] sent = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);
        Assert.True(sent.Length < whole.Length * 2 / 3, $"{whole.Length} bytes became {sent.Length}");
    }

    [Fact]
    public async Task Job_AskedForTwiceUnderOneKey_IsOne()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        using HttpClient stranger = studio.NewClient();
        await studio.Client.PostAsync("/api/v1/session", [], HttpStatusCode.OK);
        string first = await CreateAsync(studio.Client, "", Samples.Blank(), HttpStatusCode.Accepted);
        Assert.Equal(first, await CreateAsync(studio.Client, "", Samples.Blank(), HttpStatusCode.Accepted));
        JsonElement jobs = await studio.Client.GetAsync("/api/v1/jobs", HttpStatusCode.OK);
        Assert.Equal(1, jobs.GetArrayLength());

        // Another file, other settings and another session are another request.
        await CreateAsync(studio.Client, "", Samples.Blank(200), HttpStatusCode.UnprocessableEntity);
        await CreateAsync(studio.Client, "?style=blur", Samples.Blank(), HttpStatusCode.UnprocessableEntity);
        Assert.NotEqual(first, await CreateAsync(stranger, "", Samples.Blank(), HttpStatusCode.Accepted));

        // A job that is gone, and a request that came to nothing, leave the key free.
        using (
            HttpResponseMessage removed = await studio.Client.DeleteAsync(
                new Uri($"/api/v1/jobs/{first}", UriKind.Relative),
                TestContext.Current.CancellationToken
            )
        )
        {
            Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        }

        await CreateAsync(studio.Client, "", "hello"u8.ToArray(), HttpStatusCode.UnsupportedMediaType);
        Assert.NotEqual(first, await CreateAsync(studio.Client, "", Samples.Blank(200), HttpStatusCode.Accepted));
        await CreateAsync(studio.Client, "", Samples.Blank(), HttpStatusCode.BadRequest, key: "two words");
    }

    private static async Task<string> CreateAsync(
        HttpClient client,
        string query,
        byte[] file,
        HttpStatusCode expected,
        string key = "4e1c"
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/jobs{query}");
        using var content = new ByteArrayContent(file);
        request.Content = content;
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using HttpResponseMessage response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        JsonElement answer = await Asking.ReadAsync(response, expected);
        return expected == HttpStatusCode.Accepted ? answer.GetProperty("id").GetString()! : "";
    }

    private static async Task<HttpResponseMessage> SendAsync(
        RunningStudio studio,
        string path,
        EntityTagHeaderValue? tag = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (tag is not null)
        {
            request.Headers.IfNoneMatch.Add(tag);
        }

        return await studio.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
