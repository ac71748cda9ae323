using System.Net;
using System.Net.Http.Headers;
using System.Text;
using SkiaSharp;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Windows;
using Spotter.Vision.Images;

namespace Spotter.Studio.Tests.Windows;

public sealed class BrowserViewTests
{
    private static readonly HttpClient Http = new() { Timeout = Waiting.Patience };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_Page_ShowsTheStreamUnderItsTitle()
    {
        await using BrowserView view = await BrowserView.OpenAsync(Jpeg, "<b>street & yard</b>");

        using HttpResponseMessage answer = await Http.GetAsync(view.Address, Stop);
        string page = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal("127.0.0.1", view.Address.Host);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("<title>&lt;b&gt;street &amp; yard&lt;/b&gt;</title>", page, StringComparison.Ordinal);
        Assert.Contains("src=\"stream\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Frame_IsTheNewestPicture()
    {
        await using BrowserView view = await BrowserView.OpenAsync(Jpeg, "x");
        view.Show(Gray(48, 32, 180));

        byte[] jpeg = await Http.GetByteArrayAsync(new Uri(view.Address, "frame.jpg"), Stop);

        using SKBitmap picture = SKBitmap.Decode(jpeg);
        Assert.Equal((48, 32), (picture.Width, picture.Height));
        Assert.InRange(picture.GetPixel(20, 20).Green, 175, 185);
    }

    [Fact]
    public async Task Get_Stream_DeliversMovingPictures()
    {
        await using BrowserView view = await BrowserView.OpenAsync(Jpeg, "x");
        using HttpResponseMessage answer = await Http.GetAsync(
            new Uri(view.Address, "stream"),
            HttpCompletionOption.ResponseHeadersRead,
            Stop
        );
        Assert.Equal("multipart/x-mixed-replace", answer.Content.Headers.ContentType!.MediaType);
        await using Stream stream = await answer.Content.ReadAsStreamAsync(Stop);
        Assert.Equal("--spotter-frame", await ReadLineAsync(stream));
        foreach (byte level in (byte[])[40, 120, 220])
        {
            view.Show(Gray(16, 16, level));
            MediaTypeHeaderValue type = MediaTypeHeaderValue.Parse((await ReadLineAsync(stream)).Split(": ")[1]);
            int length = int.Parse((await ReadLineAsync(stream)).Split(": ")[1]);
            Assert.Equal("", await ReadLineAsync(stream));
            byte[] jpeg = new byte[length];
            await stream.ReadExactlyAsync(jpeg, Stop);
            Assert.Equal("", await ReadLineAsync(stream));
            Assert.Equal("--spotter-frame", await ReadLineAsync(stream));

            Assert.Equal("image/jpeg", type.MediaType);
            using SKBitmap picture = SKBitmap.Decode(jpeg);
            Assert.InRange(picture.GetPixel(8, 8).Red, level - 5, level + 5);
        }
    }

    [Fact]
    public async Task Request_WithoutKeyOrWithForeignHost_IsRefused()
    {
        await using BrowserView view = await BrowserView.OpenAsync(Jpeg, "x");
        view.Show(Gray(16, 16, 1));

        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Http.GetAsync(new Uri($"http://{view.Address.Authority}/"), Stop)).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Http.GetAsync(new Uri($"http://{view.Address.Authority}/frame.jpg"), Stop)).StatusCode
        );
        using var foreign = new HttpRequestMessage(HttpMethod.Get, view.Address)
        {
            Headers = { Host = $"evil.example:{view.Address.Port}" },
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await Http.SendAsync(foreign, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Http.GetAsync(new Uri(view.Address, "close"), Stop)).StatusCode);
        Assert.False(view.Closed.IsCompleted);
    }

    [Fact]
    public async Task Post_Close_ClosesTheView()
    {
        await using BrowserView view = await BrowserView.OpenAsync(Jpeg, "x");

        using HttpResponseMessage answer = await Http.PostAsync(new Uri(view.Address, "close"), null, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await view.Closed.WaitAsync(Waiting.Patience, Stop);
        view.Show(Gray(16, 16, 1));
    }

    [Fact]
    public async Task Dispose_WithAWatcher_EndsTheStream()
    {
        BrowserView view = await BrowserView.OpenAsync(Jpeg, "x");
        using HttpResponseMessage answer = await Http.GetAsync(
            new Uri(view.Address, "stream"),
            HttpCompletionOption.ResponseHeadersRead,
            Stop
        );
        Task<byte[]> rest = answer.Content.ReadAsByteArrayAsync(Stop);

        await view.DisposeAsync().AsTask().WaitAsync(Waiting.Patience, Stop);

        await rest.WaitAsync(Waiting.Patience, Stop).ContinueWith(_ => { }, TaskScheduler.Default);
        await Assert.ThrowsAsync<HttpRequestException>(() => Http.GetAsync(view.Address, Stop));
    }

    [Fact]
    public async Task Show_EncoderThrows_FailsClosed()
    {
        await using BrowserView view = await BrowserView.OpenAsync(
            _ => throw new InvalidOperationException("no encoder"),
            "x"
        );
        view.Show(Gray(16, 16, 1));

        var e = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            view.Closed.WaitAsync(Waiting.Patience, Stop)
        );

        Assert.Equal("no encoder", e.Message);
    }

    private static BgrImage Gray(int width, int height, byte level)
    {
        var picture = new BgrImage(width, height);
        Array.Fill(picture.Pixels, level);
        return picture;
    }

    private static byte[] Jpeg(BgrImage picture) => picture.Encode(PictureFormat.Jpeg);

    private static async Task<string> ReadLineAsync(Stream stream)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (await stream.ReadAsync(one, Stop) == 1 && one[0] != '\n')
        {
            line.Append((char)one[0]);
        }

        return line.ToString().TrimEnd('\r');
    }
}
