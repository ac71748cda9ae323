using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Spotter.Media;
using Spotter.Media.Drawing.Stickers;
using Spotter.Studio.Detecting;
using Spotter.Studio.Tests.Support;
using Spotter.Vision;

namespace Spotter.Studio.Tests.Detecting;

public sealed class DetectTests(SharedStudio shared) : IClassFixture<SharedStudio>
{
    [Fact]
    public async Task Detect_RawBody_AnswersWhatTheLibraryFinds()
    {
        RunningStudio studio = shared.Running;
        JsonElement answer = await studio.Client.PostAsync("/api/v1/detect", Samples.Face, HttpStatusCode.OK);

        IReadOnlyList<Detection> expected = Detector
            .Faces()
            .Detect(Picture.Load(Samples.FaceFile), cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(expected);
        Assert.Equal(
            expected.Select(static found => (found.Label, found.Box.X, found.Box.Y, found.Box.Width, found.Box.Height)),
            answer
                .GetProperty("detections")
                .EnumerateArray()
                .Select(static found =>
                    (
                        found.GetProperty("label").GetString()!,
                        found.GetProperty("x").GetInt32(),
                        found.GetProperty("y").GetInt32(),
                        found.GetProperty("w").GetInt32(),
                        found.GetProperty("h").GetInt32()
                    )
                )
        );
    }

    [Fact]
    public async Task Detect_NestedChoices_FindEachFaceOnce()
    {
        RunningStudio studio = shared.Running;
        JsonElement faces = await studio.Client.PostAsync("/api/v1/detect", Samples.Face, HttpStatusCode.OK);
        foreach (string names in (string[])["faces,smiles", "faces,smiles,eyes", "eyes,faces"])
        {
            JsonElement all = await studio.Client.PostAsync(
                $"/api/v1/detect?detector={names}",
                Samples.Face,
                HttpStatusCode.OK
            );
            Assert.Equal(
                faces.GetProperty("detections").GetArrayLength(),
                all.GetProperty("detections")
                    .EnumerateArray()
                    .Count(static found => found.GetProperty("label").GetString() != "eye")
            );
        }
    }

    [Fact]
    public async Task Stickers_AreListedAndServed()
    {
        RunningStudio studio = shared.Running;
        JsonElement list = await studio.Client.GetAsync("/api/v1/stickers", HttpStatusCode.OK);
        Assert.Equal(
            Sticker.BuiltInNames,
            list.EnumerateArray().Select(static one => one.GetProperty("name").GetString()!)
        );
        foreach (string name in Sticker.BuiltInNames)
        {
            byte[] png = await studio.Client.GetByteArrayAsync(
                new Uri($"/api/v1/stickers/{name}", UriKind.Relative),
                TestContext.Current.CancellationToken
            );
            Assert.True(Picture.Load(png).Width > 100);
        }

        await studio.Client.GetAsync("/api/v1/stickers/halo", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Detect_FormAndRawBody_AnswerTheSame()
    {
        RunningStudio studio = shared.Running;
        JsonElement raw = await studio.Client.PostAsync(
            "/api/v1/detect?detector=smiles",
            Samples.Face,
            HttpStatusCode.OK
        );
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Samples.Face), "file", "../../a.jpg" } };
        using HttpResponseMessage response = await studio.Client.PostAsync(
            new Uri("/api/v1/detect?detector=smiles", UriKind.Relative),
            form,
            TestContext.Current.CancellationToken
        );
        JsonElement formed = await Asking.ReadAsync(response, HttpStatusCode.OK);
        Assert.All(raw.GetProperty("detections").EnumerateArray(), static face =>
            Assert.InRange(face.GetProperty("smile").GetDouble(), 0, 1)
        );
        Assert.Equal(raw.GetProperty("detections").GetRawText(), formed.GetProperty("detections").GetRawText());
    }

    [Theory]
    [InlineData(32)]
    [InlineData(640)]
    public void ToSettings_InputSize_ReachesTheDetector(int size) =>
        Assert.Equal(
            size,
            new DetectQuery { InputSize = size }
                .ToSettings()
                .ToOptions(Detector.Faces())
                .InputSize
        );

    [Theory]
    [InlineData("?detector=nothing", HttpStatusCode.BadRequest)]
    [InlineData("?detector=,", HttpStatusCode.BadRequest)]
    [InlineData("?scaleFactor=0.5", HttpStatusCode.BadRequest)]
    [InlineData("?scaleFactor=NaN", HttpStatusCode.BadRequest)]
    [InlineData("?minSize=-1", HttpStatusCode.BadRequest)]
    [InlineData("?minNeighbors=many", HttpStatusCode.BadRequest)]
    [InlineData("?inputSize=31", HttpStatusCode.BadRequest)]
    [InlineData("?inputSize=1281", HttpStatusCode.BadRequest)]
    [InlineData("?inputSize=large", HttpStatusCode.BadRequest)]
    [InlineData("?inputSize=1280", HttpStatusCode.OK)]
    public async Task Detect_Query_IsTakenOrAProblem(string query, HttpStatusCode expected)
    {
        RunningStudio studio = shared.Running;
        await studio.Client.PostAsync($"/api/v1/detect{query}", Samples.Blank(), expected);
    }

    [Fact]
    public async Task Detect_WhatIsNoPicture_IsAProblem()
    {
        RunningStudio studio = shared.Running;
        await studio.Client.PostAsync("/api/v1/detect", [], HttpStatusCode.BadRequest);
        await studio.Client.PostAsync(
            "/api/v1/detect",
            Encoding.UTF8.GetBytes("hello"),
            HttpStatusCode.UnsupportedMediaType
        );
        await studio.Client.PostAsync("/api/v1/detect", Samples.Blank()[..200], HttpStatusCode.UnprocessableEntity);
        await studio.Client.PostAsync("/api/v1/detect", Samples.Bomb(), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Detect_BodyBeyondTheLimit_IsTooLarge()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { PictureBytes = 100_000 });
        byte[] large = new byte[400_000];
        Samples.Blank().CopyTo(large, 0);
        await studio.Client.PostAsync("/api/v1/detect", large, HttpStatusCode.RequestEntityTooLarge);
        await studio.Client.PostAsync("/api/v1/detect", Samples.Blank(), HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("/api/v1/detect")]
    [InlineData("/api/v1/jobs")]
    [InlineData("/api/v1/session")]
    public async Task AnyUpload_ThatClaimsTenGigabytes_IsRefusedBeforeItComes(string path)
    {
        RunningStudio studio = shared.Running;
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", studio.Address.Port, TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        string head =
            $"POST {path} HTTP/1.1\r\nHost: localhost:{studio.Address.Port}\r\nContent-Type: "
            + $"application/json\r\nContent-Length: 10737418240\r\n\r\n{{";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Equal(
            "HTTP/1.1 413 Payload Too Large",
            await reader.ReadLineAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task Detect_WhileSlowClientsHoldConnections_IsAnswered()
    {
        RunningStudio studio = shared.Running;
        var slow = new List<TcpClient>();
        for (int i = 0; i < 100; i++)
        {
            var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", studio.Address.Port, TestContext.Current.CancellationToken);
            await client
                .GetStream()
                .WriteAsync(
                    "POST /api/v1/detect HTTP/1.1\r\nHost: loc"u8.ToArray(),
                    TestContext.Current.CancellationToken
                );
            slow.Add(client);
        }

        await studio.Client.PostAsync("/api/v1/detect", Samples.Blank(), HttpStatusCode.OK);
        slow.ForEach(static client => client.Dispose());
    }

    [Fact]
    public async Task Detect_MoreThanWaitingAllows_AnswersTooManyAndNothingElse()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(new StudioLimits { WaitingSearches = 2 });
        byte[] picture = Samples.Face;
        async Task<HttpStatusCode> AskAsync()
        {
            using var content = new ByteArrayContent(picture);
            using HttpResponseMessage response = await studio.Client.PostAsync(
                new Uri("/api/v1/detect", UriKind.Relative),
                content,
                TestContext.Current.CancellationToken
            );
            return response.StatusCode;
        }

        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => AskAsync()));
        Assert.Contains(HttpStatusCode.OK, answers);
        Assert.All(answers, static answer =>
            Assert.True(answer is HttpStatusCode.OK or HttpStatusCode.TooManyRequests, answer.ToString())
        );
        await studio.Client.PostAsync("/api/v1/detect", picture, HttpStatusCode.OK);
    }

    [Fact]
    public async Task Detect_RefusedBeforeItsBodyIsRead_IsHeardByTheClient()
    {
        await using RunningStudio studio = await RunningStudio.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            await studio.Client.PostAsync(
                "/api/v1/detect?detector=nothing",
                new byte[3 << 20],
                HttpStatusCode.BadRequest
            );
        }
    }
}
