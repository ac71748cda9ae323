using System.Text;
using Spotter.Media.Video;
using Spotter.Vision.Images;

namespace Spotter.Media.Windows;

/// <summary>
/// Shows pictures in the terminal: two pixels a character, in 24-bit colour, as large as the terminal.
/// </summary>
/// <remarks>q, Q or Esc closes it when the keyboard is not redirected. Disposing brings the terminal's old content
/// back.</remarks>
public sealed class TerminalView : ILiveView
{
    private const string Begin = "\e[?1049h\e[?25l\e[2J";
    private const string End = "\e[0m\e[?25h\e[?1049l";

    // Terminals draw slowly; more pictures would only queue up in them.
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(66);
    private static readonly TimeSpan KeyPause = TimeSpan.FromMilliseconds(50);

    private readonly LatestPicture _latest = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly TextWriter _writer;
    private readonly Func<(int Columns, int Rows)> _size;
    private readonly Func<ConsoleKey?>? _readKey;
    private readonly Task _drawing;
    private readonly Task _listening;
    private int _disposed;

    internal TerminalView(TextWriter writer, Func<(int Columns, int Rows)> size, Func<ConsoleKey?>? readKey)
    {
        _writer = writer;
        _size = size;
        _readKey = readKey;
        _writer.Write(Begin);
        _drawing = Task.Run(DrawAsync);
        _listening = Task.Run(ListenAsync);
    }

    /// <inheritdoc/>
    public Task Closed => _closed.Task;

    /// <summary>
    /// Takes over the terminal behind standard error, or behind standard output when that one is redirected.
    /// </summary>
    /// <exception cref="VideoException">Neither is a terminal.</exception>
    public static TerminalView Open()
    {
        TextWriter writer =
            !Console.IsErrorRedirected ? Console.Error
            : !Console.IsOutputRedirected ? Console.Out
            : throw new VideoException(
                SpotterErrorKind.Device,
                "there is no terminal to show pictures in: both standard output and standard error are redirected"
            );
        WindowsConsole.Prepare(useError: !Console.IsErrorRedirected);
        return new TerminalView(
            writer,
            static () => (Console.WindowWidth, Console.WindowHeight),
            Console.IsInputRedirected ? null : ReadKey
        );
    }

    /// <inheritdoc/>
    public void Show(BgrImage picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (!_closed.Task.IsCompleted)
        {
            _latest.Post(picture);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _latest.Complete();
        await _stop.CancelAsync().ConfigureAwait(false);
        await _drawing.ConfigureAwait(false);
        await _listening.ConfigureAwait(false);
        await _writer.WriteAsync(End).ConfigureAwait(false);
        await _writer.FlushAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private static ConsoleKey? ReadKey() => Console.KeyAvailable ? Console.ReadKey(intercept: true).Key : null;

    private async Task DrawAsync()
    {
        var text = new StringBuilder();
        try
        {
            await foreach (BgrImage picture in _latest.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                (int columns, int rows) = _size();
                HalfBlocks.Draw(picture, columns, rows, text.Clear().Append("\e[H"));
                _latest.Release(picture);
                await _writer.WriteAsync(text, _stop.Token).ConfigureAwait(false);
                await _writer.FlushAsync(_stop.Token).ConfigureAwait(false);
                await Task.Delay(LeastPause, _stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
        catch (IOException e)
        {
            _closed.TrySetException(
                new VideoException(SpotterErrorKind.Device, $"the terminal is gone: {e.Message}", e)
            );
        }
    }

    private async Task ListenAsync()
    {
        while (_readKey is not null && !_stop.IsCancellationRequested && !_closed.Task.IsCompleted)
        {
            if (_readKey() is ConsoleKey.Q or ConsoleKey.Escape)
            {
                _closed.TrySetResult();
                return;
            }

            await Task.Delay(KeyPause, _stop.Token)
                .ContinueWith(
                    static _ => { },
                    CancellationToken.None,
                    TaskContinuationOptions.None,
                    TaskScheduler.Default
                )
                .ConfigureAwait(false);
        }
    }
}
