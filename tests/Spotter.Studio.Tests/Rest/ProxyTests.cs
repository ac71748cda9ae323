using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spotter.Studio.Tests.Support;

namespace Spotter.Studio.Tests.Rest;

/// <summary>What docs/how_to/run_the_studio_as_a_service.md says, done: a proxy in front, a unit of systemd.</summary>
public sealed partial class ProxyTests
{
    private const string Name = "vision.example.org";
    private const string Token = "0123456789abcdef0123456789abcdef";
    private const string Nginx = "/usr/sbin/nginx";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private static string Page =>
        File.ReadAllText(Path.Combine(Repository.Root, "docs", "how_to", "run_the_studio_as_a_service.md"));

    [Fact]
    public void Unit_OfThePage_IsTheFileAndSystemdTakesIt()
    {
        string unit = File.ReadAllText(Path.Combine(Repository.Root, "build", "service", "spotter-studio.service"));
        Assert.Equal(unit, Block("ini"));
        Assert.SkipUnless(File.Exists("/usr/bin/systemd-analyze"), "no systemd here");
        string folder = Directory.CreateTempSubdirectory("spotter-unit-").FullName;
        try
        {
            string file = Path.Combine(folder, "spotter-studio.service");
            File.WriteAllText(
                file,
                unit.Replace("/usr/local/bin/spotter", StudioProcess.Tool, StringComparison.Ordinal)
            );
            (int status, string said) = Run("systemd-analyze", "verify", file);
            Assert.Equal((0, ""), (status, said.Trim()));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Studio_BehindTheProxyOfThePage_IsItselfBelowItsPath()
    {
        Assert.SkipUnless(File.Exists(Nginx), "no nginx");
        string folder = Directory.CreateTempSubdirectory("spotter-proxy-").FullName;
        int port = FreePort();
        var outside = new Uri($"https://{Name}:{port}/spotter/");
        string tokenFile = Path.Combine(folder, "token");
        await File.WriteAllTextAsync(tokenFile, $"{Token}\n", Cancellation);
        try
        {
            await using RunningStudio studio = await RunningStudio.StartAsync(change: options =>
                options with
                {
                    PublicAddress = outside,
                    TokenFile = tokenFile,
                }
            );
            using Process proxy = StartProxy(folder, port, studio.Address.Port);
            try
            {
                await TryAsync(outside, port);
            }
            finally
            {
                proxy.Kill(entireProcessTree: true);
                await proxy.WaitForExitAsync(Cancellation);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("localhost", HttpStatusCode.Unauthorized)]
    [InlineData(Name, HttpStatusCode.Unauthorized)]
    [InlineData("evil.example", HttpStatusCode.Forbidden)]
    public async Task Studio_ThatHasAProxy_TakesTheTokenFromThisMachineToo(string host, HttpStatusCode expected)
    {
        await using RunningStudio studio = await RunningStudio.StartAsync(change: static options =>
            options with
            {
                PublicAddress = new Uri($"https://{Name}/"),
            }
        );
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/datasets");
        request.Headers.Host = host;
        using HttpResponseMessage response = await studio.Client.SendAsync(request, Cancellation);
        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("0123456789abcdef 0123")]
    [InlineData(null)]
    public async Task Token_ThatIsNone_IsSaidAtTheStart(string? token)
    {
        string file = Path.Combine(Path.GetTempPath(), $"spotter-token-{Guid.NewGuid():N}");
        try
        {
            if (token is not null)
            {
                await File.WriteAllTextAsync(file, token, Cancellation);
            }

            IOException wrong = await Assert.ThrowsAsync<IOException>(() =>
                RunningStudio.StartAsync(change: options =>
                    options with
                    {
                        PublicAddress = new Uri($"https://{Name}/"),
                        TokenFile = file,
                    }
                )
            );
            Assert.Contains("openssl rand -hex 16", wrong.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task TryAsync(Uri outside, int port)
    {
        var cookies = new CookieContainer();
        using HttpMessageInvoker invoker = new(Handler(port, cookies));
        using var client = new HttpClient(Handler(port, cookies)) { BaseAddress = outside, Timeout = Waiting.Patience };
        await Waiting.UntilAsync(() => IsUpAsync(client), "no answers of the proxy");

        // The page and what it names, also without the slash at its end.
        using (HttpResponseMessage page = await client.GetAsync(new Uri("/spotter", UriKind.Relative), Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            Assert.Equal("/spotter/", page.RequestMessage!.RequestUri!.AbsolutePath);
            string html = await page.Content.ReadAsStringAsync(Cancellation);
            string script = Script().Match(html).Groups["path"].Value;
            using HttpResponseMessage file = await client.GetAsync(new Uri(script, UriKind.Relative), Cancellation);
            Assert.Equal("text/javascript", file.Content.Headers.ContentType?.MediaType);
        }

        // Nothing without the token, then a session whose cookie is this path's.
        await client.GetAsync("api/v1/datasets", HttpStatusCode.Unauthorized);
        JsonElement session = await client.PostJsonAsync(
            "api/v1/session",
            $"{{\"token\":\"{Token}\"}}",
            HttpStatusCode.OK
        );
        Cookie cookie = Assert.Single(cookies.GetAllCookies());
        Assert.Equal(("/spotter", true, true), (cookie.Path, cookie.Secure, cookie.HttpOnly));
        await client.GetAsync("api/v1/datasets", HttpStatusCode.OK);
        await client.GetAsync("api/datasets", HttpStatusCode.OK);

        // Where a job is.
        using var picture = new ByteArrayContent(Samples.Blank());
        using (
            HttpResponseMessage job = await client.PostAsync(
                new Uri("api/v1/jobs", UriKind.Relative),
                picture,
                Cancellation
            )
        )
        {
            Assert.Equal(HttpStatusCode.Accepted, job.StatusCode);
            Assert.StartsWith("/spotter/api/v1/jobs/", job.Headers.Location?.OriginalString, StringComparison.Ordinal);
            using HttpResponseMessage there = await client.GetAsync(job.Headers.Location, Cancellation);
            Assert.Equal(HttpStatusCode.OK, there.StatusCode);
        }

        // Its own page may ask, that of another site may not, and nobody gives it another name.
        string own = outside.GetLeftPart(UriPartial.Authority);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, "Origin", own));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client, "Origin", "https://evil.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(client, "Origin", $"http://{Name}:{port}"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(client, "X-Forwarded-Host", "evil.example"));

        // A camera.
        using var live = new ClientWebSocket();
        live.Options.SetRequestHeader("Origin", own);
        live.Options.SetRequestHeader("Authorization", $"Bearer {session.GetProperty("session").GetString()}");
        await live.ConnectAsync(new Uri($"wss://{Name}:{port}/spotter/api/v1/live"), invoker, Cancellation);
        await live.SendAsync(Samples.Blank(), WebSocketMessageType.Binary, true, Cancellation);
        var answer = new byte[4096];
        WebSocketReceiveResult received = await live.ReceiveAsync(answer, Cancellation);
        Assert.Contains(
            "\"type\":\"result\"",
            Encoding.UTF8.GetString(answer, 0, received.Count),
            StringComparison.Ordinal
        );
    }

    private static async Task<bool> IsUpAsync(HttpClient client)
    {
        try
        {
            using HttpResponseMessage health = await client.GetAsync(
                new Uri("api/v1/health", UriKind.Relative),
                Cancellation
            );
            return health.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("api/v1/datasets", UriKind.Relative));
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage response = await client.SendAsync(request, Cancellation);
        return response.StatusCode;
    }

    /// <summary>The name leads to this machine, as it would by DNS.</summary>
    private static SocketsHttpHandler Handler(int port, CookieContainer cookies)
    {
        var handler = new SocketsHttpHandler
        {
            CookieContainer = cookies,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
#pragma warning disable CA5359, MA0039 // the certificate is the test's own
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359, MA0039
        return handler;
    }

    /// <summary>nginx with the block of the page, on a port and with a certificate of its own.</summary>
    private static Process StartProxy(string folder, int port, int studio)
    {
        WriteCertificate(folder);
        string server = Block("nginx")
            .Replace("listen 443 ssl;", $"listen 127.0.0.1:{port} ssl;", StringComparison.Ordinal)
            .Replace("127.0.0.1:5180", $"127.0.0.1:{studio}", StringComparison.Ordinal)
            .Replace("/etc/ssl/certs/vision.pem", Path.Combine(folder, "vision.pem"), StringComparison.Ordinal)
            .Replace("/etc/ssl/private/vision.key", Path.Combine(folder, "vision.key"), StringComparison.Ordinal);
        Assert.Contains($"listen 127.0.0.1:{port} ssl;", server, StringComparison.Ordinal);
        string file = Path.Combine(folder, "nginx.conf");
        string temporary = string.Concat(
            new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(kind =>
                $"{kind}_temp_path {folder}/{kind};\n"
            )
        );
        File.WriteAllText(
            file,
            $"daemon off;\nmaster_process off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
                + $"http {{\naccess_log off;\n{temporary}{server}}}\n"
        );
        (int status, string said) = Run(Nginx, "-t", "-p", folder, "-c", file);
        Assert.True(status == 0, said);
        return Process.Start(
            new ProcessStartInfo(Nginx, ["-p", folder, "-c", file])
            {
                UseShellExecute = false,
                RedirectStandardError = true,
            }
        )!;
    }

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "vision.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "vision.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Block(string language)
    {
        Match block = Regex.Match(
            Page,
            $"```{language}\n(?<lines>.*?)```",
            RegexOptions.Singleline | RegexOptions.ExplicitCapture
        );
        Assert.True(block.Success, language);
        return block.Groups["lines"].Value;
    }

    private static (int Status, string Said) Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            }
        )!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error + output.Result);
    }

    [GeneratedRegex("src=\"(?<path>[^\"]+main.js)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Script();
}
