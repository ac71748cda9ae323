using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spotter.Studio.Hosting;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Rest;

/// <summary>What holds of every address: its version, its methods, and that nothing is ignored in silence.</summary>
public sealed class AddressTests(SharedStudio shared) : IClassFixture<SharedStudio>
{
    private RunningStudio Studio => shared.Running;

    [Fact]
    public void Endpoints_OfTheInterface_HaveAVersionAndAName()
    {
        RouteEndpoint[] all = [.. Studio.Endpoints.OfType<RouteEndpoint>()];
        RouteEndpoint[] api = [.. all.Where(static one => one.Metadata.GetMetadata<ApiEndpoint>() is not null)];
        Assert.InRange(api.Length, 40, 200);
        Assert.All(api, static one =>
        {
            Assert.StartsWith($"{ApiRoutes.Prefix}/", one.RoutePattern.RawText, StringComparison.Ordinal);
            string? name = one.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName;
            Assert.True(name is not null && char.IsLower(name[0]), $"{one.RoutePattern.RawText}: {name}");
        });
    }

    [Theory]
    [InlineData("/api/datasets?x=1", "/api/v1/datasets?x=1")]
    [InlineData("/API/runs/a%20b/test/3", "/api/v1/runs/a%20b/test/3")]
    [InlineData("/api/jobs/results?format=csv", "/api/v1/jobs/results?format=csv")]
    public async Task Address_WithoutItsVersion_LeadsOn(string old, string expected)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = Studio.Address };
        using HttpResponseMessage response = await client.GetAsync(
            new Uri(old, UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.PermanentRedirect, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Address_WithoutItsVersion_TakesAFileAllTheSame()
    {
        JsonElement found = await Studio.Client.PostAsync(
            "/api/detect",
            await File.ReadAllBytesAsync(Samples.FaceFile, TestContext.Current.CancellationToken),
            HttpStatusCode.OK
        );
        Assert.NotEqual(0, found.GetProperty("detections").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/v1/health", "GET, HEAD, OPTIONS")]
    [InlineData("/api/v1/jobs", "POST, GET, HEAD, OPTIONS")]
    [InlineData("/api/v1/jobs/x", "GET, HEAD, DELETE, OPTIONS")]
    [InlineData("/api/v1/session", "POST, OPTIONS")]
    public async Task Options_OfAnAddress_SaysWhatItTakes(string path, string expected)
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Options, path);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(expected, string.Join(", ", response.Content.Headers.Allow));
    }

    [Theory]
    [InlineData("/api/v1/health")]
    [InlineData("/api/v1/models")]
    [InlineData("/api/v1/stickers/hat")]
    [InlineData("/openapi/v1.json")]
    public async Task Head_OfWhatCanBeRead_HasTheSameHeadAndNoBody(string path)
    {
        using HttpResponseMessage get = await SendAsync(HttpMethod.Get, path);
        using HttpResponseMessage head = await SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Headers.ETag, head.Headers.ETag);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Method_ThatIsNotTaken_IsAnsweredByThoseThatAre()
    {
        using HttpResponseMessage response = await SendAsync(HttpMethod.Put, "/api/v1/models");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Contains("POST", response.Content.Headers.Allow);
        Assert.Contains("OPTIONS", response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("GET", "/api/v1/health")]
    [InlineData("GET", "/api/v1/models")]
    [InlineData("GET", "/api/v1/jobs")]
    [InlineData("GET", "/api/v1/jobs/x")]
    [InlineData("GET", "/api/v1/training")]
    [InlineData("POST", "/api/v1/session")]
    [InlineData("POST", "/api/v1/detect")]
    [InlineData("DELETE", "/api/v1/datasets/x")]
    public async Task Name_ThatAnAddressDoesNotKnow_IsRefused(string method, string path)
    {
        using HttpResponseMessage response = await SendAsync(new HttpMethod(method), $"{path}?colour=blue");
        JsonElement problem = await Asking.ReadAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains("colour", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sizes_OfWhichNoneFits_AreRefused()
    {
        JsonElement problem = await Studio.Client.PostAsync(
            "/api/v1/detect?minSize=200&maxSize=100",
            Samples.Blank(),
            HttpStatusCode.BadRequest
        );
        Assert.Equal(
            "minSize: 200 is more than maxSize, 100: nothing could be found",
            problem.GetProperty("detail").GetString()
        );
        await Studio.Client.PostAsync("/api/v1/detect?minSize=200&maxSize=0", Samples.Blank(), HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(true, "detector goes into the address: ?detector=...")]
    [InlineData(false, "detector goes into the address: ?detector=...")]
    public async Task Form_WithASettingBesideItsFile_IsRefused(bool isFirst, string expected)
    {
        using var form = new MultipartFormDataContent();
        using var setting = new StringContent("smiles");
        using var file = new ByteArrayContent(Samples.Blank());
        if (isFirst)
        {
            form.Add(setting, "detector");
        }

        form.Add(file, "file", "photo.png");
        if (!isFirst)
        {
            form.Add(setting, "detector");
        }

        using HttpResponseMessage response = await Studio.Client.PostAsync(
            new Uri("/api/v1/detect", UriKind.Relative),
            form,
            TestContext.Current.CancellationToken
        );
        JsonElement problem = await Asking.ReadAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WithTwoFiles_IsRefused()
    {
        using var form = new MultipartFormDataContent();
        using var one = new ByteArrayContent(Samples.Blank());
        using var other = new ByteArrayContent(Samples.Blank());
        form.Add(one, "file", "photo.png");
        form.Add(other, "file", "other.png");
        using HttpResponseMessage response = await Studio.Client.PostAsync(
            new Uri("/api/v1/jobs", UriKind.Relative),
            form,
            TestContext.Current.CancellationToken
        );
        await Asking.ReadAsync(response, HttpStatusCode.BadRequest);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await Studio.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
