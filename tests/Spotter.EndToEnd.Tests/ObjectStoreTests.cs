using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using Spotter.EndToEnd.Tests.Support;

namespace Spotter.EndToEnd.Tests;

/// <summary>Pictures in a store that speaks as S3 does: s3rver, which ./test installs.</summary>
public sealed class ObjectStoreTests : IAsyncLifetime
{
    private static readonly string Server = Repository.PathOf(
        "artifacts",
        "s3rver",
        "node_modules",
        "s3rver",
        "bin",
        "s3rver.js"
    );

    private readonly Workspace _workspace = new();
    private readonly HttpClient _client = new();
    private Process? _server;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Server), "no S3 server: ./test installs s3rver with npm");
        int port = FreePort();
        _address = $"http://127.0.0.1:{port}";
        Directory.CreateDirectory(_workspace.PathOf("store"));
        string[] arguments =
        [
            Server,
            "-d",
            _workspace.PathOf("store"),
            "-a",
            "127.0.0.1",
            "-p",
            port.ToString(CultureInfo.InvariantCulture),
            "--silent",
            "--configure-bucket",
            "photos",
        ];
        _server = Process.Start("node", arguments);
        await Waiting.UntilAsync(AnswersAsync, "s3rver does not answer");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
        }

        _client.Dispose();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Faces_FolderOfAStore_IsSharedAmongTasksAsAnyOther()
    {
        byte[] face = File.ReadAllBytes(SamplePictures.WithFace);
        for (int i = 0; i < 6; i++)
        {
            await PutAsync($"in/{i}.jpg", i == 2 ? face : SamplePictures.Noise(seed: i));
        }

        await PutAsync("in/deeper/9.jpg", SamplePictures.Noise(seed: 9));
        await PutAsync("in/notes.pdf", [1, 2, 3]);
        foreach (string shard in (string[])["1/2", "2/2"])
        {
            Run run = Tool("faces", "s3://photos/in/", "--results", "r", "--shard", shard, "-o", "copies");
            Assert.True(run.ExitCode == 0, run.Error);
        }

        Assert.Equal(0, Tool("results", "check", "r").ExitCode);
        string[] lines = Tool("results", "merge", "r").OutputLines;
        Assert.Equal(6, lines.Length);
        Assert.StartsWith("{\"file\":\"s3://photos/in/0.jpg\"", lines[0], StringComparison.Ordinal);
        Assert.Contains("\"label\":\"face\"", lines[2], StringComparison.Ordinal);
        Assert.Equal(6, _workspace.Files("copies").Length);

        Run recursive = Tool("faces", "s3://photos/in", "-r", "--json");
        Assert.True(recursive.ExitCode == 0, recursive.Error);
        Assert.Equal(7, recursive.OutputLines.Length);
    }

    [Fact]
    public async Task Faces_ArchiveOfAStore_IsReadInParts()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (int i = 0; i < 5; i++)
            {
                using Stream entry = zip.CreateEntry($"a/{i}.jpg").Open();
                entry.Write(SamplePictures.Noise(seed: i));
            }
        }

        await PutAsync("photos.zip", stream.ToArray());
        Run all = Tool("faces", "s3://photos/photos.zip", "--json");
        Assert.True(all.ExitCode == 0, all.Error);
        Assert.Equal(5, all.OutputLines.Length);
        Run one = Tool("faces", "s3://photos/photos.zip/a/3.jpg", "--json");
        Assert.StartsWith("{\"file\":\"s3://photos/photos.zip/a/3.jpg\"", one.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s3://nowhere/in/", "there is no bucket nowhere")]
    [InlineData("s3://photos/missing.jpg", "nothing called missing.jpg in it")]
    [InlineData("s3://photos/empty/", "holds no pictures")]
    public void Faces_WhatIsNotThere_IsOneLine(string source, string message)
    {
        Run run = Tool("faces", source, "--json");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(message, run.ErrorLines[0], StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            using HttpResponseMessage answer = await _client.GetAsync(new Uri($"{_address}/photos"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task PutAsync(string key, byte[] content)
    {
        using var body = new ByteArrayContent(content);
        using HttpResponseMessage answer = await _client.PutAsync(new Uri($"{_address}/photos/{key}"), body);
        answer.EnsureSuccessStatusCode();
    }

    private Run Tool(params string[] args) =>
        Run.Of(
            Workspace.ToolPath,
            args,
            _workspace.Folder,
            environment: new Dictionary<string, string>
            {
                ["AWS_ENDPOINT_URL_S3"] = _address,
                ["AWS_ACCESS_KEY_ID"] = "S3RVER",
                ["AWS_SECRET_ACCESS_KEY"] = "S3RVER",
            }
        );
}
