using System.Net;
using System.Text;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Hostile;

/// <summary>What is not understood is a 400 that names the field and what it wants.</summary>
public sealed class BrokenRequestTests(SharedStudio shared) : IClassFixture<SharedStudio>
{
    private HttpClient Client => shared.Running.Client;

    [Theory]
    [InlineData("/api/v1/session", "token (a text)")]
    [InlineData("/api/v1/runs", "epochs (a whole number)")]
    [InlineData("/api/v1/datasets/places", "a list of texts")]
    public async Task Json_Broken_NamesWhatIsWanted(string path, string wanted)
    {
        foreach (
            string json in (string[])
                [
                    "{",
                    "",
                    " ",
                    "nonsense",
                    "{\"token\":",
                    "null",
                    "\"x\"",
                    "5",
                    "{\"a\":1}}",
                    new string('[', 5000),
                    $"{{\"epochs\":{new string('9', 400)}",
                ]
        )
        {
            JsonElement problem = await Client.PostJsonAsync(path, json, HttpStatusCode.BadRequest);
            Assert.True(Detail(problem).Contains(wanted, StringComparison.Ordinal), $"{json}: {Detail(problem)}");
            AssertForUsers(problem);
        }
    }

    [Theory]
    [InlineData("/api/v1/session", "[]", "the body wants an object of token (a text)")]
    [InlineData("/api/v1/session", "{\"token\":5}", "token wants a text")]
    [InlineData("/api/v1/session", "{\"token\":[]}", "token wants a text")]
    [InlineData("/api/v1/session", "{\"token\":\"a\",\"token\":\"b\"}", "token")]
    [InlineData("/api/v1/session", "{\"tokens\":\"a\"}", "tokens")]
    [InlineData("/api/v1/runs", "{\"dataset\":5}", "dataset wants a text")]
    [InlineData("/api/v1/runs", "{\"epochs\":\"ten\"}", "epochs wants a whole number")]
    [InlineData("/api/v1/runs", "{\"epochs\":1.5}", "epochs wants a whole number")]
    [InlineData("/api/v1/runs", "{\"epochs\":99999999999}", "epochs wants a whole number")]
    [InlineData("/api/v1/runs", "{\"balanceClasses\":1}", "balanceClasses wants true or false")]
    [InlineData("/api/v1/runs", "{\"preset\":\"huge\"}", "preset must be one of")]
    [InlineData("/api/v1/datasets/places", "{}", "the body wants a list of texts")]
    [InlineData("/api/v1/datasets/places", "[5]", "the body wants a list of texts")]
    public async Task Json_OfAnotherKind_NamesTheField(string path, string json, string wanted)
    {
        JsonElement problem = await Client.PostJsonAsync(path, json, HttpStatusCode.BadRequest);
        Assert.Contains(wanted, Detail(problem), StringComparison.Ordinal);
        AssertForUsers(problem);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/octet-stream")]
    public async Task Json_UnderAnotherContentType_IsRefusedInWords(string contentType)
    {
        foreach (string path in (string[])["/api/v1/session", "/api/v1/runs", "/api/v1/datasets/places"])
        {
            JsonElement problem = await Client.PostJsonAsync(
                path,
                "{}",
                HttpStatusCode.UnsupportedMediaType,
                contentType
            );
            Assert.Contains(
                $"sent as application/json; it came as {contentType}",
                Detail(problem),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Json_InAnUnknownCharset_IsRefusedInWords()
    {
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=spotter");
        using HttpResponseMessage response = await Client.PostAsync(
            new Uri("/api/v1/session", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        Assert.Contains(
            "UTF-8",
            Detail(await Asking.ReadAsync(response, HttpStatusCode.BadRequest)),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/api/v1/detect?minSize=abc", "minSize wants a whole number, got abc")]
    [InlineData("/api/v1/detect?minSize=99999999999", "minSize wants a whole number, got 99999999999")]
    [InlineData("/api/v1/detect?minSize=", "minSize wants a whole number")]
    [InlineData("/api/v1/detect?minSize=1.5", "minSize wants a whole number, got 1.5")]
    [InlineData("/api/v1/detect?minNeighbors=-", "minNeighbors wants a whole number")]
    [InlineData("/api/v1/detect?maxSize=0x10", "maxSize wants a whole number")]
    [InlineData("/api/v1/detect?minScore=many", "minScore wants a number, got many")]
    [InlineData("/api/v1/detect?minScore=NaN", "minScore")]
    [InlineData("/api/v1/detect?detector=road,faces&minScore=3", "minScore: is one number, but several detectors")]
    [InlineData("/api/v1/detect?detector=cars,faces&minScore=3", "minScore: is one number, but several detectors")]
    [InlineData("/api/v1/detect?scaleFactor=Infinity", "scaleFactor")]
    [InlineData("/api/v1/detect?scaleFactor=NaN", "scaleFactor")]
    [InlineData("/api/v1/detect?scaleFactor=1e999", "scaleFactor")]
    [InlineData("/api/v1/detect?minSize=-5", "minSize")]
    [InlineData("/api/v1/detect?scaleFactor=0.5", "scaleFactor: scale factor must be")]
    [InlineData("/api/v1/detect?minSize=1&minSize=2", "minSize wants a whole number, got 1,2")]
    [InlineData("/api/v1/detect?minSise=60", "nothing here is called minSise; it takes detector, scaleFactor")]
    [InlineData("/api/v1/detect?detector=none", "there is no detector none")]
    [InlineData("/api/v1/jobs?style=sepia", "style must be one of")]
    [InlineData("/api/v1/jobs?minNeighbors=1e3", "minNeighbors wants a whole number, got 1e3")]
    [InlineData("/api/v1/classify?run=x&invert=maybe", "invert wants true or false, got maybe")]
    public async Task Value_ThatCannotBe_NamesItAndWhatItWants(string path, string wanted)
    {
        JsonElement problem = await Client.PostAsync(path, Samples.Blank(), HttpStatusCode.BadRequest);
        Assert.Contains(wanted, Detail(problem), StringComparison.Ordinal);
        AssertForUsers(problem);
    }

    [Theory]
    [InlineData("/api/v1/runs/x/test", "truth is missing; it wants a whole number")]
    [InlineData("/api/v1/runs/x/test?truth=a&answer=1", "truth wants a whole number, got a")]
    [InlineData("/api/v1/runs/x/test/99999999999", "index wants a whole number, got 99999999999")]
    [InlineData("/api/v1/jobs/results?format=xml", "format must be one of")]
    public async Task Value_OfAQuestionThatCannotBe_NamesItAndWhatItWants(string path, string wanted)
    {
        JsonElement problem = await Client.GetAsync(path, HttpStatusCode.BadRequest);
        Assert.Contains(wanted, Detail(problem), StringComparison.Ordinal);
        AssertForUsers(problem);
    }

    [Fact]
    public async Task Session_OnTheNetwork_IsToldWhatIsBrokenBeforeTheTokenIsLookedAt()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(isOnLan: true);
        using HttpClient stranger = studio.NewClient(new Uri($"https://localhost:{studio.LanAddress!.Port}/"));
        foreach (string json in (string[])["{", "[]", "{\"token\":5}", "", "null"])
        {
            Assert.Contains(
                "token",
                Detail(await stranger.PostJsonAsync("/api/v1/session", json, HttpStatusCode.BadRequest)),
                StringComparison.Ordinal
            );
        }

        await stranger.PostJsonAsync("/api/v1/session", "{}", HttpStatusCode.Unauthorized);
        await stranger.PostJsonAsync("/api/v1/session", "{\"token\":null}", HttpStatusCode.Unauthorized);
        await stranger.PostAsync("/api/v1/session", [], HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task Form_Broken_IsRefusedInWords(string contentType)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes("--y\r\nnonsense"));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using HttpResponseMessage response = await Client.PostAsync(
            new Uri("/api/v1/detect", UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        Assert.Contains(
            "form",
            Detail(await Asking.ReadAsync(response, HttpStatusCode.BadRequest)),
            StringComparison.Ordinal
        );
    }

    private static string Detail(JsonElement problem) => problem.GetProperty("detail").GetString()!;

    // Neither types of the program, nor what is said of addresses that are not there.
    private static void AssertForUsers(JsonElement problem) =>
        Assert.All((string[])["System.", "Nullable", "not offered", "parameter"], word =>
            Assert.DoesNotContain(word, Detail(problem), StringComparison.OrdinalIgnoreCase)
        );
}
