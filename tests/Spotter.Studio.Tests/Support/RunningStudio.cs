using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Spotter.Studio.Tests.Support;

/// <summary>A studio of its own for one test, on free ports and with a data folder that goes with it.</summary>
internal sealed class RunningStudio : IAsyncDisposable
{
    private readonly StudioServer _server;

    private RunningStudio(StudioServer server, string folder, List<string> faults)
    {
        _server = server;
        Folder = folder;
        Faults = faults;
        Client = NewClient();
    }

    public string Folder { get; }

    /// <summary>What the studio logged: faults of the program.</summary>
    public IReadOnlyList<string> Faults { get; }

    public Uri Address => _server.Address;

    public Uri? LanAddress => _server.LanAddress;

    public string? LanCode => _server.LanCode;

    public IReadOnlyList<Endpoint> Endpoints => _server.Endpoints;

    public HttpClient Client { get; }

    public static async Task<RunningStudio> StartAsync(
        StudioLimits? limits = null,
        bool isOnLan = false,
        Func<StudioOptions, StudioOptions>? change = null
    )
    {
        string folder = Directory.CreateTempSubdirectory("spotter-studio-").FullName;
        var faults = new List<string>();
        var options = new StudioOptions
        {
            Port = 0,
            LanPort = 0,
            IsOnLan = isOnLan,
            DataFolder = Path.Combine(folder, "data"),
            Tool = [StudioProcess.Tool],
            Limits = limits ?? StudioLimits.Default,
        };
        StudioServer server = await StudioServer.StartAsync(
            change?.Invoke(options) ?? options,
            faults.Add,
            TestContext.Current.CancellationToken
        );
        return new RunningStudio(server, folder, faults);
    }

    /// <summary>A client with cookies of its own: another browser.</summary>
    public HttpClient NewClient(Uri? address = null)
    {
#pragma warning disable CA5399, MA0039 // the certificate is the studio's own, which is what is tested
        var handler = new HttpClientHandler
        {
            CookieContainer = new CookieContainer(),
            ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
        };
#pragma warning restore CA5399, MA0039
        return new HttpClient(handler) { BaseAddress = address ?? Address, Timeout = Waiting.Patience };
    }

    public async Task<ClientWebSocket> OpenLiveAsync(string? origin = null)
    {
        var socket = new ClientWebSocket();
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        await socket.ConnectAsync(
            new Uri($"ws://localhost:{Address.Port}/api/v1/live"),
            TestContext.Current.CancellationToken
        );
        return socket;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        Assert.Empty(Faults);
    }
}

/// <summary>Short ways to ask.</summary>
internal static class Asking
{
    public static async Task<JsonElement> GetAsync(this HttpClient client, string path, HttpStatusCode expected)
    {
        using HttpResponseMessage response = await client.GetAsync(
            new Uri(path, UriKind.Relative),
            TestContext.Current.CancellationToken
        );
        return await ReadAsync(response, expected);
    }

    public static async Task<JsonElement> PostAsync(
        this HttpClient client,
        string path,
        byte[] body,
        HttpStatusCode expected
    )
    {
        using var content = new ByteArrayContent(body);
        using HttpResponseMessage response = await client.PostAsync(
            new Uri(path, UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        return await ReadAsync(response, expected);
    }

    /// <summary>Posts what is said to be JSON.</summary>
    public static async Task<JsonElement> PostJsonAsync(
        this HttpClient client,
        string path,
        string json,
        HttpStatusCode expected,
        string contentType = "application/json"
    )
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, contentType);
        using HttpResponseMessage response = await client.PostAsync(
            new Uri(path, UriKind.Relative),
            content,
            TestContext.Current.CancellationToken
        );
        return await ReadAsync(response, expected);
    }

    public static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(
            response.StatusCode == expected,
            $"expected {(int)expected}, got {(int)response.StatusCode}: {text}"
        );
        JsonElement answer = text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
        if ((int)expected >= 400)
        {
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal((int)expected, answer.GetProperty("status").GetInt32());
            Assert.NotEqual("", answer.GetProperty("detail").GetString());
        }

        return answer;
    }
}
