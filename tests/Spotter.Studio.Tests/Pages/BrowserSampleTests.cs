using System.Globalization;
using Microsoft.Playwright;
using Spotter.Media;
using Spotter.Media.Pictures;
using Spotter.Studio.Tests.Support;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Studio.Tests.Pages;

/// <summary>
/// The example in samples/applications/browser, published and opened in a real browser: Spotter.Vision alone searches
/// there, without a server. It is here because the browser is.
/// </summary>
[Collection(nameof(RealBrowser))]
public sealed class BrowserSampleTests(CameraBrowser browser, ITestOutputHelper output) : IDisposable
{
    private const string Address = "http://sample.test/";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Long")]
    public async Task Page_PictureWithFaces_FindsInTheBrowserWhatTheLibraryFinds()
    {
        // Small enough that the page leaves it as it is.
        Frame picture = Picture.Load(Samples.FaceFile);
        BgrImage small = picture.Bgr.Resize(640, picture.Height * 640 / picture.Width);
        byte[] png = small.Encode(PictureFormat.Png);
        string published = Publish();
        IBrowser chromium = await browser.GetAsync();
        IPage page = await chromium.NewPageAsync();
        await page.RouteAsync("**/*", route => AnswerAsync(route, published));
        page.SetDefaultTimeout((float)Waiting.Patience.TotalMilliseconds);
        await page.GotoAsync(Address);
        await page.SetInputFilesAsync(
            "#file",
            new FilePayload
            {
                Name = "photo.png",
                MimeType = "image/png",
                Buffer = png,
            }
        );
        await page.WaitForFunctionAsync("() => /faces in/.test(document.querySelector('#status').innerText)");

        output.WriteLine(await page.InnerTextAsync("#status"));
        string[] found = [.. await page.Locator("#found li").AllInnerTextsAsync()];
        Assert.NotEmpty(found);
        Assert.Equal(
            Detector
                .Faces()
                .Detect(new Frame(small), cancellationToken: TestContext.Current.CancellationToken)
                .Select(static face => string.Create(CultureInfo.InvariantCulture, $"{face.Box}, {face.Score:0.00}")),
            found
        );

        await page.SetInputFilesAsync(
            "#file",
            new FilePayload
            {
                Name = "photo.jpg",
                MimeType = "image/jpeg",
                Buffer = "no picture"u8.ToArray(),
            }
        );
        await page.WaitForFunctionAsync("() => /cannot read/.test(document.querySelector('#status').innerText)");
    }

    private string Publish()
    {
        string folder = _folder.PathOf("published");
        (int status, string said) = Dotnet(
            "publish",
            Repository.PathOf("samples", "applications", "browser"),
            "-c",
            "Release",
            "-o",
            folder,
            "--nologo",
            "-v",
            "quiet",
            // What it references is built already, by whoever built these tests.
            "-p:BuildProjectReferences=false",
            "-p:CompressionEnabled=false"
        );
        Assert.True(status == 0, said);
        return Path.Combine(folder, "wwwroot");
    }

    private static async Task AnswerAsync(IRoute route, string folder)
    {
        string name = new Uri(route.Request.Url).AbsolutePath.TrimStart('/');
        string path = Path.Combine(folder, name.Length == 0 ? "index.html" : name);
        await (
            File.Exists(path)
                ? route.FulfillAsync(new RouteFulfillOptions { Path = path, ContentType = TypeOf(path) })
                : route.FulfillAsync(new RouteFulfillOptions { Status = 404 })
        );
    }

    private static string TypeOf(string path) =>
        Path.GetExtension(path) switch
        {
            ".html" => "text/html",
            ".js" => "text/javascript",
            ".json" => "application/json",
            ".wasm" => "application/wasm",
            _ => "application/octet-stream",
        };

    private static (int Status, string Said) Dotnet(params string[] args)
    {
        var start = new System.Diagnostics.ProcessStartInfo("dotnet", args)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said + errors.Result);
    }
}
