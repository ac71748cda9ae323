using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Rest;

/// <summary>What a studio sends to a collector of OpenTelemetry, beside the page and its own metrics.</summary>
public sealed class TelemetryTests
{
    [Fact]
    public async Task Collector_ThatIsNamed_GetsMetricsAndTraces()
    {
        var received = new ConcurrentBag<(string Path, string Body)>();
        await using WebApplication collector = Collector(received);
        await collector.StartAsync(TestContext.Current.CancellationToken);
        string address = collector
            .Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        string key;
        await using (
            RunningStudio studio = await RunningStudio.StartAsync(change: options =>
                options with
                {
                    Collector = new Uri(address),
                }
            )
        )
        {
            key = (await studio.Client.PostAsync("/api/v1/session", [], HttpStatusCode.OK))
                .GetProperty("session")
                .GetString()!;
            await studio.Client.PostAsync("/api/v1/detect?detector=faces", Samples.Blank(), HttpStatusCode.OK);
            await studio.Client.GetAsync("/api/v1/jobs/secret-id", HttpStatusCode.NotFound);
        }

        // Closing sends what is left.
        string traces = All("/v1/traces");
        string metrics = All("/v1/metrics");
        Assert.Contains("spotter-studio", traces, StringComparison.Ordinal);
        Assert.Contains("/api/v1/detect", traces, StringComparison.Ordinal);
        Assert.Contains("detect faces", traces, StringComparison.Ordinal);
        foreach (
            string name in (string[])
                [
                    "http.server.request.duration",
                    "spotter.search.duration",
                    "spotter.studio.pictures",
                    "spotter.studio.live.connections",
                    "spotter.studio.searches.waiting",
                    "spotter.studio.jobs",
                    "spotter.studio.faults",
                ]
        )
        {
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("detector=faces", traces, StringComparison.Ordinal);
        Assert.DoesNotContain(key, traces + metrics, StringComparison.Ordinal);

        string All(string path) =>
            string.Concat(received.Where(one => one.Path == path).Select(static one => one.Body));
    }

    private static WebApplication Collector(ConcurrentBag<(string Path, string Body)> received)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            received.Add((context.Request.Path.Value!, Encoding.Latin1.GetString(body.ToArray())));
            context.Response.ContentType = "application/x-protobuf";
        });
        return app;
    }
}
