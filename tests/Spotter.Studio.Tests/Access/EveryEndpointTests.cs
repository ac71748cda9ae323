using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Spotter.Studio.Access;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Access;

/// <summary>Whatever the running application answers to, in any spelling, is asked for without rights.</summary>
public sealed class EveryEndpointTests
{
    private static readonly string[] Methods =
    [
        "GET",
        "HEAD",
        "POST",
        "PUT",
        "DELETE",
        "OPTIONS",
        "PATCH",
        "TRACE",
        "SPOT",
    ];

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("Host", "localhost.")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Endpoint_AskedFromElsewhere_IsForbidden(string header, string value)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        await AskAllAsync(studio, studio.Client, (header, value), static (_, path, status) =>
            Assert.True(status == HttpStatusCode.Forbidden, $"{path} answers {(int)status}")
        );
    }

    [Fact]
    public async Task Endpoint_AskedFromTheNetworkWithoutToken_NeedsOne()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(isOnLan: true);
        using HttpClient stranger = studio.NewClient(new Uri($"https://localhost:{studio.LanAddress!.Port}/"));
        await AskAllAsync(studio, stranger, null, static (endpoint, path, status) =>
        {
            if (!IsOpen(endpoint))
            {
                Assert.True(status == HttpStatusCode.Unauthorized, $"{path} answers {(int)status}");
            }
        });
    }

    [Fact]
    public async Task Endpoint_OpenToStrangers_IsThePageHealthAndSession()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        string[] open =
        [
            .. studio
                .Endpoints.Where(IsOpen)
                .Select(static endpoint => ((RouteEndpoint)endpoint).RoutePattern.RawText!)
                .Where(static path => !path.Contains('.', StringComparison.Ordinal)),
        ];
        Assert.Equal(
            ["/", "/api/health", "/api/session", "/api/v1/health", "/api/v1/session"],
            open.Distinct().Order(StringComparer.Ordinal)
        );
        Assert.DoesNotContain(studio.Endpoints, static endpoint =>
            endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null
        );
        Assert.Contains(studio.Endpoints, static endpoint =>
            ((RouteEndpoint)endpoint).RoutePattern.RawText == "/openapi/v1.json"
        );
    }

    [Theory]
    [InlineData("/nothing")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/API/DATASETS/")]
    [InlineData("//api/v1/datasets")]
    [InlineData("/api/v1//datasets")]
    [InlineData("/%61pi/datasets")]
    [InlineData("/api%2fdatasets")]
    [InlineData("/x/../api/v1/datasets")]
    [InlineData("/./api/v1/datasets")]
    [InlineData("/api/v1/datasets;x")]
    [InlineData("/api/v1/datasets%20")]
    [InlineData("/api\\datasets")]
    [InlineData("/scripts/../api/v1/datasets")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/OpenApi/V1.json")]
    public async Task Address_InAnySpelling_TakesRights(string path)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(isOnLan: true);
        foreach (string header in (string[])["Host: evil.example", "Host: localhost\r\nOrigin: http://evil.example"])
        {
            using RawClient raw = await RawClient.ConnectAsync(studio.Address);
            await raw.WriteAsync(
                System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\n{header}\r\nConnection: close\r\n\r\n")
            );
            Assert.Equal("HTTP/1.1 403 Forbidden", await raw.StatusAsync());
        }
    }

    [Theory]
    [InlineData("GET http://localhost/api/datasets HTTP/1.1\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET http://evil.example/api/datasets HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET http://evil.example/api/datasets HTTP/1.1\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET https://localhost/api/datasets HTTP/1.1\r\nHost: evil.example\r\n\r\n")]
    [InlineData("GET /api/v1/datasets HTTP/1.0\r\n\r\n")]
    [InlineData("GET /api/v1/datasets HTTP/1.1\r\nHost:\r\n\r\n")]
    [InlineData("GET /api/v1/datasets HTTP/1.1\r\nHost: [::2]\r\n\r\n")]
    [InlineData("GET /api/v1/datasets HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n")]
    [InlineData(
        "GET /api/v1/datasets HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: localhost\r\nOrigin: http://localhost, "
            + "http://evil.example\r\n\r\n"
    )]
    [InlineData(
        "GET /api/v1/datasets HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nOrigin: "
            + "http://evil.example\r\n\r\n"
    )]
    [InlineData("GET /api/v1/datasets HTTP/1.1\r\nHost: localhost\r\nOrigin:\r\n\r\n")]
    [InlineData("CONNECT localhost:80 HTTP/1.1\r\nHost: evil.example\r\n\r\n")]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: evil.example\r\n\r\n")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Request_ThatLiesAboutItsHost_IsRefused(string request)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        using RawClient raw = await RawClient.ConnectAsync(studio.Address);
        await raw.WriteAsync(System.Text.Encoding.Latin1.GetBytes(request));
        string status = await raw.StatusAsync() ?? "HTTP/1.1 4";
        Assert.True(
            status.StartsWith("HTTP/1.1 4", StringComparison.Ordinal)
                || status.StartsWith("HTTP/1.1 505", StringComparison.Ordinal),
            status
        );
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1234")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:80")]
    public async Task Host_ThatIsThisMachine_IsAnswered(string host)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        using RawClient raw = await RawClient.ConnectAsync(studio.Address);
        await raw.WriteAsync(
            System.Text.Encoding.ASCII.GetBytes(
                $"GET /api/v1/datasets HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
            )
        );
        Assert.Equal("HTTP/1.1 200 OK", await raw.StatusAsync());
    }

    [Fact]
    public async Task Name_OfTheNetwork_IsNoneOnThisMachinesOwnListener()
    {
        // A server on the network that is called like this machine could otherwise lead a browser here.
        await using RunningStudio studio = await RunningStudio.StartAsync(isOnLan: true);
        using RawClient raw = await RawClient.ConnectAsync(studio.Address);
        await raw.WriteAsync(
            System.Text.Encoding.ASCII.GetBytes(
                $"GET /api/v1/datasets HTTP/1.1\r\nHost: {Dns.GetHostName()}.local\r\nConnection: close\r\n\r\n"
            )
        );
        Assert.Equal("HTTP/1.1 403 Forbidden", await raw.StatusAsync());
    }

    [Theory]
    [InlineData("/api/v1/live")]
    [InlineData("/API/live")]
    [InlineData("/Api/Live/")]
    public async Task Live_FromAnotherSitesPage_IsRefusedInAnyCase(string path)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(isOnLan: true);
        foreach (
            Uri address in (Uri[])
                [
                    new($"ws://localhost:{studio.Address.Port}{path}"),
                    new($"wss://localhost:{studio.LanAddress!.Port}{path}"),
                ]
        )
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Origin", "https://evil.example");
#pragma warning disable CA5359, MA0039 // the certificate is the studio's own
            socket.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
            WebSocketException refused = await Assert.ThrowsAsync<WebSocketException>(() =>
                socket.ConnectAsync(address, TestContext.Current.CancellationToken)
            );
            Assert.Contains("403", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_OpenedByALink_IsServedAndNothingElse()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        foreach (
            (string path, HttpStatusCode expected) in ((string, HttpStatusCode)[])
                [
                    ("/", HttpStatusCode.OK),
                    ("/api/v1/datasets", HttpStatusCode.Forbidden),
                    ("/nothing", HttpStatusCode.Forbidden),
                ]
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "cross-site");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", "document");
            using HttpResponseMessage response = await studio.Client.SendAsync(
                request,
                TestContext.Current.CancellationToken
            );
            Assert.Equal(expected, response.StatusCode);
        }
    }

    // An endpoint is open where its own policy is; what names none has the fallback.
    private static bool IsOpen(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IAuthorizeData>() is { Policy: Rights.Open or Rights.Page };

    private static async Task AskAllAsync(
        RunningStudio studio,
        HttpClient client,
        (string Header, string Value)? with,
        Action<Endpoint, string, HttpStatusCode> check
    )
    {
        Assert.InRange(studio.Endpoints.Count, 120, 500);
        foreach (RouteEndpoint endpoint in studio.Endpoints.Cast<RouteEndpoint>())
        {
            string path = string.Join(
                '/',
                endpoint.RoutePattern.PathSegments.Select(static segment => string.Concat(segment.Parts.Select(TextOf)))
            );
            IReadOnlyList<string> own = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"];
            foreach (string spelling in (string[])[$"/{path}", $"/{path.ToUpperInvariant()}", $"/{Mixed(path)}"])
            {
                foreach (string method in IsOpen(endpoint) ? own : own.Union(Methods))
                {
                    using var request = new HttpRequestMessage(new HttpMethod(method), spelling);
                    if (with is { } extra)
                    {
                        request.Headers.TryAddWithoutValidation(extra.Header, extra.Value);
                    }

                    using HttpResponseMessage response = await client.SendAsync(
                        request,
                        TestContext.Current.CancellationToken
                    );
                    check(endpoint, $"{method} {spelling}", response.StatusCode);
                }
            }
        }
    }

    private static string TextOf(Microsoft.AspNetCore.Routing.Patterns.RoutePatternPart part) =>
        part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            _ => "v1",
        };

    private static string Mixed(string path) =>
        string.Concat(path.Select(static (c, i) => i % 2 == 0 ? char.ToUpperInvariant(c) : c));
}
