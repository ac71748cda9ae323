using System.Net;
using System.Text.Json;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Detecting;

/// <summary>Networks that users bring: looked at by the tool itself, in a process of its own.</summary>
public sealed class OwnNetworkTests
{
    [Fact]
    public async Task Post_NoNetwork_IsRefusedInOneLineWithoutPlacesOfTheServer()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();

        (HttpStatusCode status, string detail) = await BringAsync(studio, [1, 2, 3, 4], "mine.onnx");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.StartsWith("mine: ", detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', detail);
        Assert.DoesNotContain("own-", detail, StringComparison.Ordinal);
        Assert.DoesNotContain(await ModelsAsync(studio), static id => id.StartsWith("own-", StringComparison.Ordinal));
        Assert.Empty(studio.Faults);
    }

    [Fact]
    public async Task Post_WhatTakesTooMuch_IsRefused()
    {
        await using (RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { NetworkBytes = 1000 }))
        {
            (HttpStatusCode status, _) = await BringAsync(studio, new byte[100_000], "large.onnx");
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        }

        await using (
            RunningStudio studio = await RunningStudio.StartAsync(
                new StudioLimits { NetworkCheckTime = TimeSpan.FromTicks(1) }
            )
        )
        {
            (HttpStatusCode status, string detail) = await BringAsync(studio, [1, 2, 3], "slow.onnx");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            Assert.Contains("takes more than 0 seconds", detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Post_Cascade_IsADetectorToo()
    {
        const string file = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt2.xml";
        Assert.SkipUnless(File.Exists(file), "no cascade: install opencv-data");
        await using RunningStudio studio = await RunningStudio.StartAsync();
        byte[] cascade = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);

        (HttpStatusCode status, string answer) = await BringAsync(studio, cascade, "mine.xml");

        Assert.True(status == HttpStatusCode.Created, answer);
        JsonElement taken = JsonDocument.Parse(answer).RootElement;
        Assert.Equal("cascade", taken.GetProperty("kind").GetString());
        JsonElement found = await studio.Client.PostAsync(
            $"/api/v1/detect?detector={taken.GetProperty("id").GetString()}",
            Samples.Face,
            HttpStatusCode.OK
        );
        Assert.Equal(1, found.GetProperty("detections").GetArrayLength());

        (status, answer) = await BringAsync(studio, cascade, "mine.exe");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.Contains(".xml", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_Network_IsADetectorUntilItIsRemoved()
    {
        if (DevelopmentData.Find("models") is not { } folder)
        {
            Assert.Skip("the development data is not here");
            return;
        }

        await using RunningStudio studio = await RunningStudio.StartAsync();
        byte[] file = await File.ReadAllBytesAsync(
            Directory.EnumerateFiles(folder, "face_detection_yunet_2023mar.onnx", SearchOption.AllDirectories).First(),
            TestContext.Current.CancellationToken
        );

        (HttpStatusCode status, string answer) = await BringAsync(studio, file, "my faces.onnx");

        Assert.Equal(HttpStatusCode.Created, status);
        JsonElement taken = JsonDocument.Parse(answer).RootElement;
        string id = taken.GetProperty("id").GetString()!;
        Assert.Equal("my faces", taken.GetProperty("title").GetString());
        Assert.Equal("face, read as YuNet", taken.GetProperty("about").GetString());
        Assert.Contains(id, await ModelsAsync(studio));
        using var picture = new ByteArrayContent(Samples.Face);
        using HttpResponseMessage found = await studio.Client.PostAsync(
            $"/api/v1/detect?detector={id}",
            picture,
            TestContext.Current.CancellationToken
        );
        string boxes = await found.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("\"landmarks\"", boxes, StringComparison.Ordinal);

        using HttpResponseMessage removed = await studio.Client.DeleteAsync(
            $"/api/v1/models/{id}",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.DoesNotContain(id, await ModelsAsync(studio));
    }

    [Fact]
    public async Task Delete_BuiltInModel_IsRefused()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        using HttpResponseMessage answer = await studio.Client.DeleteAsync(
            "/api/v1/models/faces",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static async Task<(HttpStatusCode Status, string Text)> BringAsync(
        RunningStudio studio,
        byte[] file,
        string name
    )
    {
        using var content = new ByteArrayContent(file);
        using HttpResponseMessage answer = await studio.Client.PostAsync(
            $"/api/v1/models?name={Uri.EscapeDataString(name)}",
            content,
            TestContext.Current.CancellationToken
        );
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (
            answer.StatusCode,
            answer.IsSuccessStatusCode ? text : JsonDocument.Parse(text).RootElement.GetProperty("detail").GetString()!
        );
    }

    private static async Task<string[]> ModelsAsync(RunningStudio studio)
    {
        string text = await studio.Client.GetStringAsync("/api/v1/models", TestContext.Current.CancellationToken);
        return
        [
            .. JsonDocument
                .Parse(text)
                .RootElement.EnumerateArray()
                .Select(static m => m.GetProperty("id").GetString()!),
        ];
    }
}
