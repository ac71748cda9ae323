using System.Net;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Examples;

/// <summary>What there is to begin with.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task Pictures_AndClips_AreThereAndPeopleAreFoundInTheDrawnOne()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement all = await studio.Client.GetAsync("/api/v1/examples", HttpStatusCode.OK);
        foreach (JsonElement example in all.EnumerateArray())
        {
            string kind = example.GetProperty("kind").GetString()!;
            if (kind is not ("picture" or "video"))
            {
                continue;
            }

            using HttpResponseMessage file = await studio.Client.GetAsync(
                new Uri($"/api/v1/examples/{example.GetProperty("id").GetString()}", UriKind.Relative),
                TestContext.Current.CancellationToken
            );
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.StartsWith(
                kind == "video" ? "video/" : "image/",
                file.Content.Headers.ContentType!.MediaType,
                StringComparison.Ordinal
            );
        }

        byte[] party = await studio.Client.GetByteArrayAsync(
            new Uri("/api/v1/examples/party", UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        JsonElement found = await studio.Client.PostAsync("/api/v1/detect?detector=smiles", party, HttpStatusCode.OK);
        Assert.Equal(
            ["face", "smiling", "smiling"],
            found
                .GetProperty("detections")
                .EnumerateArray()
                .Select(static one => one.GetProperty("label").GetString())
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Sets_Drawn_HaveClassesAndBoxes()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        JsonElement clothes = await studio.Client.PostAsync("/api/v1/examples/clothes", [], HttpStatusCode.OK);
        JsonElement dataset = await studio.Client.GetAsync(
            $"/api/v1/datasets/{clothes.GetProperty("id").GetString()}",
            HttpStatusCode.OK
        );
        Assert.Equal(
            ["bag 40", "shirt 40", "shoe 40", "trousers 40"],
            dataset
                .GetProperty("classes")
                .EnumerateArray()
                .Select(static entry =>
                    $"{entry.GetProperty("name").GetString()} {entry.GetProperty("count").GetInt32()}"
                )
        );
        await studio.Client.PostAsync("/api/v1/examples/kites", [], HttpStatusCode.OK);
        JsonElement set = (await studio.Client.GetAsync("/api/v1/labels", HttpStatusCode.OK))[0];
        Assert.Equal((30, 26), (set.GetProperty("pictures").GetInt32(), set.GetProperty("done").GetInt32()));
        Assert.InRange(set.GetProperty("labels").GetProperty("kite").GetInt32(), 30, 90);
        await studio.Client.PostAsync("/api/v1/examples/nothing", [], HttpStatusCode.NotFound);
    }
}
