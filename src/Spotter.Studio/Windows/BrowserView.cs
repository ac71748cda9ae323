using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Spotter.Media.Windows;
using Spotter.Studio.Hosting;
using Spotter.Vision.Images;

namespace Spotter.Studio.Windows;

/// <summary>A page on this machine that shows moving pictures in any browser (motion JPEG over HTTP).</summary>
/// <remarks>
/// It listens on 127.0.0.1 only. The address holds a random key without which nothing is answered, so that other users
/// of the machine and other pages in the browser do not see the pictures. The key q or Esc on the page closes the view.
/// </remarks>
public sealed class BrowserView : ILiveView
{
    private static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(10);

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly WebApplication _app;
    private readonly JpegFeed _feed;
    private readonly Task _encoding;
    private readonly string _title;
    private int _disposed;

    private BrowserView(Func<BgrImage, byte[]> encodeJpeg, string title)
    {
        // Empty: neither files of the working folder nor variables may open the page to others.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "Spotter.Studio", ContentRootPath = AppContext.BaseDirectory }
        );
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.RequestHeadersTimeout = RequestPatience;
            kestrel.Listen(IPAddress.Loopback, 0, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        _app = builder.Build();
        _app.Run(AnswerAsync);
        _title = title;
        _feed = new JpegFeed(encodeJpeg);
        _encoding = WatchEncodingAsync();
        Address = new Uri("http://127.0.0.1/");
    }

    /// <inheritdoc/>
    public Task Closed => _closed.Task;

    /// <summary>The page's address, with its key.</summary>
    public Uri Address { get; private set; }

    /// <summary>Starts to serve the page.</summary>
    /// <param name="encodeJpeg">Makes a JPEG file of a picture; called by one thread at a time.</param>
    /// <param name="title">The page's title.</param>
    public static async Task<BrowserView> OpenAsync(Func<BgrImage, byte[]> encodeJpeg, string title)
    {
        ArgumentNullException.ThrowIfNull(encodeJpeg);
        ArgumentNullException.ThrowIfNull(title);
        var view = new BrowserView(encodeJpeg, title);
        try
        {
            await view._app.StartAsync();
        }
        catch
        {
            await view.DisposeAsync();
            throw;
        }

        var server = view._app.Services.GetRequiredService<IServer>();
        string origin = server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
        view.Address = new Uri($"{origin}/{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}/");
        return view;
    }

    /// <summary>Opens a page in the user's own browser; false when there is none that can be started.</summary>
    /// <param name="address">The page.</param>
    public static bool OpenBrowser(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        ProcessStartInfo start;
        if (OperatingSystem.IsWindows())
        {
            start = new ProcessStartInfo(address.AbsoluteUri) { UseShellExecute = true };
        }
        else
        {
            // Redirected, so that its complaints do not mix with our output.
            start = new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address.AbsoluteUri])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
        }

        try
        {
            using Process? process = Process.Start(start);
            return true;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Show(BgrImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (!_closed.Task.IsCompleted)
        {
            _feed.Post(picture);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _feed.DisposeAsync();
        await _encoding;
        _stop.Dispose();
    }

    /// <summary>The caller's encoder may throw anything; the caller learns it where closing is awaited.</summary>
    private async Task WatchEncodingAsync()
    {
        await _feed.Encoding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_feed.Encoding.Exception is { } fault)
        {
            _closed.TrySetException(fault.InnerExceptions);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy =
            "default-src 'none'; img-src 'self'; connect-src 'self'; style-src 'unsafe-inline'; "
            + "script-src 'unsafe-inline'";

        // A name that someone else's server resolves to 127.0.0.1 is not ours to answer (DNS rebinding).
        string host = context.Request.Host.Value ?? "";
        if (host != Address.Authority && host != $"localhost:{Address.Port}")
        {
            await SendAsync(StatusCodes.Status403Forbidden, "text/plain", "wrong host"u8.ToArray());
            return;
        }

        switch (context.Request.Method, PathUnderKey(context.Request.Path.Value ?? ""))
        {
            case ("GET", ""):
                await SendAsync(StatusCodes.Status200OK, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Page()));
                break;
            case ("GET", "stream"):
                await MotionJpeg.SendAsync(context, _feed.Broadcast, _stop.Token);
                break;
            case ("GET", "frame.jpg"):
                using (var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stop.Token))
                {
                    (byte[] jpeg, _) = await _feed.Broadcast.NextAsync(0, stop.Token);
                    await SendAsync(StatusCodes.Status200OK, "image/jpeg", jpeg);
                }

                break;
            case ("POST", "close"):
                await SendAsync(StatusCodes.Status200OK, "text/plain", "closed"u8.ToArray());
                _closed.TrySetResult();
                break;
            default:
                await SendAsync(StatusCodes.Status404NotFound, "text/plain", "nothing here"u8.ToArray());
                break;
        }

        async Task SendAsync(int status, string type, byte[] body)
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            context.Response.ContentLength = body.Length;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>What follows the key in the path; null when the key is wrong.</summary>
    private string? PathUnderKey(string path)
    {
        string prefix = Address.AbsolutePath;
        return
            path.Length >= prefix.Length
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(path[..prefix.Length]),
                Encoding.UTF8.GetBytes(prefix)
            )
            ? path[prefix.Length..]
            : null;
    }

    private string Page() =>
        $$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{{WebUtility.HtmlEncode(_title)}}</title>
            <link rel="icon" href="data:,">
            <style>
              html, body { margin: 0; height: 100%; background: #111; color: #ccc; font: 14px sans-serif; }
              img { display: block; width: 100%; height: 100%; object-fit: contain; }
              button { position: fixed; right: 1em; bottom: 1em; opacity: .6; }
            </style>
            </head>
            <body>
            <img id="live" src="stream" alt="live pictures">
            <button id="stop" title="q or Esc">Stop</button>
            <script>
              const ended = () => { document.body.textContent = 'Closed.'; };
              const stop = () => fetch('close', { method: 'POST' }).then(ended);
              document.getElementById('stop').addEventListener('click', stop);
              addEventListener('keydown', e => { if (e.key === 'q' || e.key === 'Q' || e.key === 'Escape') stop(); });
            </script>
            </body>
            </html>
            """;
}
