using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Labels;

/// <summary>Pictures with boxes over the REST interface.</summary>
public sealed class LabelTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Boxes_OfPicturesThatAreDone_AreExportedAndThoseOfOthersNot()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string set = await CreateAsync(studio);
        string done = await AddAsync(studio, set, "done.jpg");
        string open = await AddAsync(studio, set, "open.jpg");
        await DrawAsync(
            studio,
            set,
            done,
            """{"boxes":[{"label":"cup","x":150,"y":10,"w":30,"h":40}],"isDone":true}"""
        );
        await DrawAsync(studio, set, open, """{"boxes":[{"label":"cup","x":1,"y":1,"w":30,"h":40}],"isDone":false}""");

        using var zip = new ZipArchive(
            await studio.Client.GetStreamAsync(
                new Uri($"/api/v1/labels/{set}/export?format=coco", UriKind.Relative),
                Cancellation
            )
        );
        using JsonDocument coco = await JsonDocument.ParseAsync(
            zip.GetEntry("annotations.json")!.Open(),
            cancellationToken: Cancellation
        );
        Assert.Equal(1, coco.RootElement.GetProperty("images").GetArrayLength());

        // What reaches beyond the picture of 160 x 120 is cut.
        Assert.Equal("[150,10,10,40]", coco.RootElement.GetProperty("annotations")[0].GetProperty("bbox").GetRawText());
        JsonElement said = (await studio.Client.GetAsync("/api/v1/labels", HttpStatusCode.OK))[0];
        Assert.Equal((2, 1), (said.GetProperty("pictures").GetInt32(), said.GetProperty("done").GetInt32()));
        Assert.Equal(2, said.GetProperty("labels").GetProperty("cup").GetInt32());
    }

    [Theory]
    [InlineData("""{"boxes":[{"label":"","x":1,"y":1,"w":3,"h":4}],"isDone":true}""", "label wants")]
    [InlineData("""{"boxes":[{"label":"a,b","x":1,"y":1,"w":3,"h":4}],"isDone":true}""", "label wants")]
    [InlineData("""{"boxes":[{"label":"a","x":900,"y":1,"w":3,"h":4}],"isDone":true}""", "must lie in the picture")]
    [InlineData("""{"boxes":[{"label":"a","x":1,"y":1,"w":0,"h":4}],"isDone":true}""", "must lie in the picture")]
    public async Task Box_ThatIsNone_IsRefusedInWords(string json, string expected)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string set = await CreateAsync(studio);
        string picture = await AddAsync(studio, set, "a.jpg");
        using HttpResponseMessage response = await PutAsync(studio, set, picture, json);
        JsonElement problem = await Asking.ReadAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains(expected, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Training_OfTooFewPictures_IsRefused()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string set = await CreateAsync(studio);
        JsonElement problem = await studio.Client.PostJsonAsync(
            "/api/v1/detector-runs",
            $$"""{"labels":"{{set}}"}""",
            HttpStatusCode.BadRequest
        );
        Assert.Contains("5 are the least", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picture_Removed_IsGoneWithItsBoxes()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string set = await CreateAsync(studio);
        string picture = await AddAsync(studio, set, "a.jpg");
        using HttpResponseMessage removed = await studio.Client.DeleteAsync(
            new Uri($"/api/v1/labels/{set}/pictures/{picture}", UriKind.Relative),
            Cancellation
        );
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(0, (await studio.Client.GetAsync($"/api/v1/labels/{set}", HttpStatusCode.OK)).GetArrayLength());
        await studio.Client.GetAsync($"/api/v1/labels/{set}/pictures/{picture}", HttpStatusCode.NotFound);
    }

    private static async Task<string> CreateAsync(RunningStudio studio) =>
        (await studio.Client.PostAsync("/api/v1/labels?title=Cups", [], HttpStatusCode.Created))
            .GetProperty("id")
            .GetString()!;

    private static async Task<string> AddAsync(RunningStudio studio, string set, string name) =>
        (
            await studio.Client.PostAsync(
                $"/api/v1/labels/{set}/pictures?name={name}",
                Samples.Blank(),
                HttpStatusCode.Created
            )
        )
            .GetProperty("name")
            .GetString()!;

    private static async Task DrawAsync(RunningStudio studio, string set, string picture, string json)
    {
        using HttpResponseMessage response = await PutAsync(studio, set, picture, json);
        await Asking.ReadAsync(response, HttpStatusCode.OK);
    }

    private static async Task<HttpResponseMessage> PutAsync(
        RunningStudio studio,
        string set,
        string picture,
        string json
    )
    {
        using var content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await studio.Client.PutAsync(
            new Uri($"/api/v1/labels/{set}/pictures/{picture}", UriKind.Relative),
            content,
            Cancellation
        );
    }
}
