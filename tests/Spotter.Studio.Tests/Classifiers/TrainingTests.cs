using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Classifiers;

public sealed partial class TrainingTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_FromDatasetToAnswers_Learns()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string dataset = await MakeDatasetAsync(studio);
        await StartAsync(studio, new { dataset, epochs = 4 });
        JsonElement ended = await WaitAsync(studio, "ended");
        string name = ended.GetProperty("run").GetString()!;
        JsonElement run = await studio.Client.GetAsync($"/api/v1/runs/{name}", HttpStatusCode.OK);
        Assert.Equal(
            ("finished", 4),
            (run.GetProperty("state").GetString(), run.GetProperty("history").GetArrayLength())
        );
        Assert.InRange(run.GetProperty("testAccuracy").GetDouble(), 0.99, 1);
        JsonElement confusion = run.GetProperty("confusion");
        int right = confusion[0][0].GetInt32();
        Assert.Equal(
            right,
            (
                await studio.Client.GetAsync($"/api/v1/runs/{name}/test?truth=0&answer=0", HttpStatusCode.OK)
            ).GetArrayLength()
        );

        byte[] left = Samples.SidesPicture(0);
        JsonElement answer = await studio.Client.PostAsync($"/api/v1/classify?run={name}", left, HttpStatusCode.OK);
        Assert.Equal("left", answer.GetProperty("classes")[0].GetProperty("name").GetString());
        JsonElement inverted = await studio.Client.PostAsync(
            $"/api/v1/classify?run={name}&invert=true",
            left,
            HttpStatusCode.OK
        );
        Assert.Equal("right", inverted.GetProperty("classes")[0].GetProperty("name").GetString());
        JsonElement layers = await studio.Client.PostAsync($"/api/v1/runs/{name}/activations", left, HttpStatusCode.OK);
        Assert.Equal("2", layers.EnumerateArray().Last().GetProperty("shape").GetString());
        Assert.NotEmpty(
            await studio.Client.GetByteArrayAsync(new Uri($"/api/v1/runs/{name}/model", UriKind.Relative), Cancellation)
        );
        Assert.Equal(
            0x89,
            (
                await studio.Client.GetByteArrayAsync(
                    new Uri($"/api/v1/runs/{name}/figures/curves", UriKind.Relative),
                    Cancellation
                )
            )[0]
        );

        using HttpResponseMessage longer = await studio.Client.PostAsJsonAsync(
            $"/api/v1/runs/{name}/resume",
            new { epochs = 4 },
            Cancellation
        );
        await Asking.ReadAsync(longer, HttpStatusCode.Conflict);
        using HttpResponseMessage further = await studio.Client.PostAsJsonAsync(
            $"/api/v1/runs/{name}/resume",
            new { epochs = 6 },
            Cancellation
        );
        await Asking.ReadAsync(further, HttpStatusCode.Accepted);
        await WaitAsync(studio, "ended");
        Assert.Equal(
            6,
            (await studio.Client.GetAsync($"/api/v1/runs/{name}", HttpStatusCode.OK))
                .GetProperty("history")
                .GetArrayLength()
        );
    }

    [Fact]
    public async Task Run_OfLayersOfOnesOwn_IsTrained()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string dataset = await MakeDatasetAsync(studio);
        using HttpResponseMessage wrong = await studio.Client.PostAsJsonAsync(
            "/api/v1/runs",
            new
            {
                dataset,
                layers = "conf32",
                epochs = 1,
            },
            Cancellation
        );
        JsonElement problem = await Asking.ReadAsync(wrong, HttpStatusCode.BadRequest);
        Assert.StartsWith("layers: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await StartAsync(
            studio,
            new
            {
                dataset,
                layers = "conv4,pool2,dense8,dropout0.2",
                epochs = 1,
            }
        );
        JsonElement ended = await WaitAsync(studio, "ended");
        Assert.EndsWith("-layers-1", ended.GetProperty("run").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Stopped_CanBeResumedAndIsOneAtATime()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string dataset = await MakeDatasetAsync(studio);
        await StartAsync(studio, new { dataset, epochs = 1000 });
        JsonElement training = await WaitAsync(studio, "training");
        string name = training.GetProperty("run").GetString()!;
        using HttpResponseMessage second = await studio.Client.PostAsJsonAsync(
            "/api/v1/runs",
            new { dataset, epochs = 1 },
            Cancellation
        );
        await Asking.ReadAsync(second, HttpStatusCode.Conflict);
        await studio.Client.PostAsync($"/api/v1/runs/{name}/stop", [], HttpStatusCode.NoContent);
        await WaitAsync(studio, "stopped");
        Assert.Equal(
            "interrupted",
            (await studio.Client.GetAsync($"/api/v1/runs/{name}", HttpStatusCode.OK)).GetProperty("state").GetString()
        );
        using HttpResponseMessage resumed = await studio.Client.PostAsJsonAsync(
            $"/api/v1/runs/{name}/resume",
            new { },
            Cancellation
        );
        await Asking.ReadAsync(resumed, HttpStatusCode.Accepted);
        await WaitAsync(studio, "training");
    }

    // A learning rate that is far too large, which the page does not offer: the run's own file says it.
    [Fact]
    public async Task Run_ThatDiverges_SaysSoInValidJson()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string dataset = await MakeDatasetAsync(studio);
        await StartAsync(studio, new { dataset, epochs = 1000 });
        string name = (await WaitAsync(studio, "training")).GetProperty("run").GetString()!;
        await studio.Client.PostAsync($"/api/v1/runs/{name}/stop", [], HttpStatusCode.NoContent);
        await WaitAsync(studio, "stopped");
        string configuration = Path.Combine(studio.Folder, "data", "runs", name, "configuration.json");
        string sane = await File.ReadAllTextAsync(configuration, Cancellation);
        string mad = LearningRate().Replace(sane, "${name}1e30");
        Assert.NotEqual(sane, mad);
        await File.WriteAllTextAsync(configuration, mad, Cancellation);
        await studio.Client.PostAsJsonAsync($"/api/v1/runs/{name}/resume", new { }, Cancellation);

        JsonElement training = default;
        await Waiting.UntilAsync(
            async () =>
            {
                training = await studio.Client.GetAsync("/api/v1/training", HttpStatusCode.OK);
                return training.GetProperty("state").GetString() == "failed";
            },
            "trainings that go on"
        );
        Assert.Contains("diverged", training.GetProperty("error").GetString(), StringComparison.Ordinal);
        JsonElement run = await studio.Client.GetAsync($"/api/v1/runs/{name}", HttpStatusCode.OK);
        Assert.Equal("diverged", run.GetProperty("state").GetString());
        Assert.Contains((await studio.Client.GetAsync("/api/v1/runs", HttpStatusCode.OK)).EnumerateArray(), listed =>
            listed.GetProperty("state").GetString() == "diverged"
        );
    }

    [Fact]
    public async Task Requests_ForWhatThereIsNot_AreProblems()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string dataset = await MakeDatasetAsync(studio);
        foreach (object request in (object[])[new { dataset, preset = "huge" }, new { dataset, epochs = 0 }])
        {
            using HttpResponseMessage response = await studio.Client.PostAsJsonAsync(
                "/api/v1/runs",
                request,
                Cancellation
            );
            await Asking.ReadAsync(response, HttpStatusCode.BadRequest);
        }

        foreach (string path in (string[])["/etc", "../datasets", dataset, ""])
        {
            using HttpResponseMessage response = await studio.Client.PostAsJsonAsync(
                "/api/v1/runs",
                new { dataset = $"{path}x" },
                Cancellation
            );
            await Asking.ReadAsync(response, HttpStatusCode.NotFound);
        }

        foreach (string name in (string[])["nothing", "..", "%2e%2e%2fdatasets", "%2Fetc"])
        {
            await studio.Client.GetAsync($"/api/v1/runs/{name}", HttpStatusCode.NotFound);
            await studio.Client.PostAsync($"/api/v1/classify?run={name}", Samples.Blank(), HttpStatusCode.NotFound);
        }
    }

    [GeneratedRegex("(?<name>\"learning_?rate\": *)[^,}\\s]+", RegexOptions.IgnoreCase)]
    private static partial Regex LearningRate();

    private static async Task<string> MakeDatasetAsync(RunningStudio studio) =>
        (await studio.Client.PostAsync("/api/v1/datasets?title=sides", Samples.SidesZip(), HttpStatusCode.Created))
            .GetProperty("id")
            .GetString()!;

    private static async Task StartAsync(RunningStudio studio, object request)
    {
        using HttpResponseMessage response = await studio.Client.PostAsJsonAsync("/api/v1/runs", request, Cancellation);
        await Asking.ReadAsync(response, HttpStatusCode.Accepted);
    }

    private static async Task<JsonElement> WaitAsync(RunningStudio studio, string state)
    {
        JsonElement training = default;
        await Waiting.UntilAsync(
            async () =>
            {
                training = await studio.Client.GetAsync("/api/v1/training", HttpStatusCode.OK);
                Assert.NotEqual("failed", training.GetProperty("state").GetString());
                return training.GetProperty("state").GetString() == state;
            },
            $"states other than {state}"
        );
        return training;
    }
}
