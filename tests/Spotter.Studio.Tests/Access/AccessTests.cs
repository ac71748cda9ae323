using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Access;

public sealed class AccessTests(SharedStudio shared) : IClassFixture<SharedStudio>
{
    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Api_FromElsewhere_IsForbidden(string header, string value)
    {
        RunningStudio studio = shared.Running;
        foreach (string path in (string[])["/api/v1/models", "/api/v1/jobs", "/api/v1/live", "/openapi/v1.json"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);
            using HttpResponseMessage response = await studio.Client.SendAsync(
                request,
                TestContext.Current.CancellationToken
            );
            await Asking.ReadAsync(response, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Live_FromElsewhere_IsForbidden()
    {
        RunningStudio studio = shared.Running;
        WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() =>
            studio.OpenLiveAsync("http://evil.example")
        );
        Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        using ClientWebSocket own = await studio.OpenLiveAsync($"http://localhost:{studio.Address.Port}");
        Assert.Equal(WebSocketState.Open, own.State);
    }

    [Fact]
    public async Task Page_Always_ForbidsInlineScriptsAndOtherServers()
    {
        RunningStudio studio = shared.Running;
        using HttpResponseMessage response = await studio.Client.GetAsync(
            new Uri("/", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        string policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("http:", policy, StringComparison.Ordinal);
        string page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lan_WithoutTheToken_AnswersNothing()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(isOnLan: true);
        var address = new Uri($"https://localhost:{studio.LanAddress!.Port}/");
        using HttpClient stranger = studio.NewClient(address);
        await stranger.GetAsync("/api/v1/models", HttpStatusCode.Unauthorized);
        await stranger.PostAsync("/api/v1/detect", Samples.Blank(), HttpStatusCode.Unauthorized);
        foreach (string token in (string[])["", "wrong", new string('0', 32)])
        {
            using HttpResponseMessage refused = await stranger.PostAsJsonAsync(
                "/api/v1/session",
                new { token },
                TestContext.Current.CancellationToken
            );
            await Asking.ReadAsync(refused, HttpStatusCode.Unauthorized);
        }

        await stranger.GetAsync("/api/v1/models", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Lan_WithTheToken_AnswersByCookieAndByKey()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(isOnLan: true);
        var address = new Uri($"https://localhost:{studio.LanAddress!.Port}/");
        string token = studio.LanAddress.Fragment["#token=".Length..];
        using HttpClient guest = studio.NewClient(address);
        using HttpResponseMessage begun = await guest.PostAsJsonAsync(
            "/api/v1/session",
            new { token },
            TestContext.Current.CancellationToken
        );
        string key = (await Asking.ReadAsync(begun, HttpStatusCode.OK)).GetProperty("session").GetString()!;
        Assert.All(begun.Headers.GetValues("Set-Cookie"), static cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        });
        await guest.GetAsync("/api/v1/models", HttpStatusCode.OK);

        using HttpClient program = studio.NewClient(address);
        program.DefaultRequestHeaders.Authorization = new("Bearer", key);
        await program.GetAsync("/api/v1/models", HttpStatusCode.OK);
    }

    [Fact]
    public async Task Jobs_OfAnotherSession_AreNotThere()
    {
        RunningStudio studio = shared.Running;
        JsonElement job = await studio.Client.PostAsync("/api/v1/jobs", Samples.Blank(), HttpStatusCode.Accepted);
        string id = job.GetProperty("id").GetString()!;
        await studio.Client.GetAsync($"/api/v1/jobs/{id}", HttpStatusCode.OK);
        using HttpClient other = studio.NewClient();
        Assert.Equal(0, (await other.GetAsync("/api/v1/jobs", HttpStatusCode.OK)).GetArrayLength());
        foreach (string path in (string[])["", "/input", "/annotated", "/results", "/preview"])
        {
            await other.GetAsync($"/api/v1/jobs/{id}{path}", HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task UnknownAddress_IsAProblem()
    {
        RunningStudio studio = shared.Running;
        await studio.Client.GetAsync("/api/v1/nothing", HttpStatusCode.NotFound);
        await studio.Client.GetAsync("/scripts/../../etc/passwd", HttpStatusCode.NotFound);
        await studio.Client.GetAsync("/api/v1/detect", HttpStatusCode.MethodNotAllowed);
        await studio.Client.GetAsync("/api/v1/live", HttpStatusCode.UpgradeRequired);
    }
}
