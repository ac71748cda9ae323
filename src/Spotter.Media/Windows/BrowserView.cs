using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Windows;

/// <summary>A page on this machine that shows moving pictures in any browser (motion JPEG over HTTP).</summary>
/// <remarks>
/// It listens on 127.0.0.1 only. The address holds a random key without which nothing is answered, so that other users
/// of the machine and other pages in the browser do not see the pictures. The key q or Esc on the page closes the view.
/// </remarks>
public sealed class BrowserView : ILiveView
{
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly JpegFeed _feed;
    private readonly BrowserConnection _answers;
    private readonly Task _encoding;
    private readonly Task _accepting;
    private int _disposed;

    private BrowserView(TcpListener listener, Func<BgrImage, byte[]> encodeJpeg, string title)
    {
        _listener = listener;
        _feed = new JpegFeed(encodeJpeg);
        string key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Address = new Uri($"http://127.0.0.1:{port}/{key}/");
        _answers = new BrowserConnection(Address, title, _feed.Broadcast, () => _closed.TrySetResult());
        _encoding = WatchEncodingAsync();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <inheritdoc/>
    public Task Closed => _closed.Task;

    /// <summary>The page's address, with its key.</summary>
    public Uri Address { get; }

    /// <summary>Starts to serve the page.</summary>
    /// <param name="encodeJpeg">Makes a JPEG file of a picture; called by one thread at a time.</param>
    /// <param name="title">The page's title.</param>
    /// <param name="port">The port to listen on; 0 takes a free one.</param>
    /// <exception cref="VideoException">The port is taken.</exception>
    public static BrowserView Open(Func<BgrImage, byte[]> encodeJpeg, string title, int port = 0)
    {
        ArgumentNullException.ThrowIfNull(encodeJpeg);
        ArgumentNullException.ThrowIfNull(title);
        ArgumentOutOfRangeException.ThrowIfNegative(port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, IPEndPoint.MaxPort);
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            listener.Dispose();
            throw new VideoException(
                SpotterErrorKind.Usage,
                $"port {port} cannot be used for the page: {e.Message}; choose another or 0 for a free one",
                e
            );
        }

        return new BrowserView(listener, encodeJpeg, title);
    }

    /// <summary>Opens the page in the user's own browser; false when there is none that can be started.</summary>
    public bool OpenBrowser() => OpenBrowser(Address);

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

        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        await _feed.DisposeAsync().ConfigureAwait(false);
        await _encoding.ConfigureAwait(false);
        _listener.Dispose();
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

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false);
                connections.RemoveAll(static connection => connection.IsCompleted);
                connections.Add(_answers.ServeAsync(client, _stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // A listener that was stopped or disposed between two connections says InvalidOperationException.
            await Task.WhenAll(connections).ConfigureAwait(false);
        }
    }
}
