using System.ComponentModel;
using System.Diagnostics;

namespace Spotter.Media.Video;

/// <summary>
/// A running ffmpeg, ffprobe or ffplay whose complaints are collected; disposing it leaves no process behind.
/// </summary>
internal sealed class ToolProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _collecting;
    private readonly ToolComplaints _complaints = new();

    private ToolProcess(Process process, Action<string>? onComplaint)
    {
        _process = process;
        _collecting = Task.Run(async () =>
        {
            while (await process.StandardError.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                _complaints.Add(line);
                onComplaint?.Invoke(line);
            }
        });
    }

    /// <summary>What the program takes; closed at once when the caller has nothing to send.</summary>
    public Stream Input => _process.StandardInput.BaseStream;

    /// <summary>What the program delivers.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>What it said on standard error so far; complete after <see cref="WaitAsync"/>.</summary>
    public ToolComplaints Complaints => _complaints;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="path">The program's path.</param>
    /// <param name="arguments">Its arguments; no shell sees them.</param>
    /// <param name="reach">What it may touch; null for what reads no bytes of others.</param>
    /// <param name="takesInput">False closes its standard input at once.</param>
    /// <param name="onComplaint">Called with each line of standard error, from a pool thread.</param>
    public static ToolProcess Start(
        string path,
        IEnumerable<string> arguments,
        ToolReach? reach,
        bool takesInput = false,
        Action<string>? onComplaint = null
    )
    {
        ProcessStartInfo start = ProcessIsolation.Prepare(path, arguments, reach);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        start.CreateNoWindow = true;
        Process process;
        try
        {
            process = Process.Start(start) ?? throw new InvalidOperationException("no process was started");
        }
        catch (Win32Exception e)
        {
            throw new VideoException(SpotterErrorKind.Program, $"{path} cannot be started: {e.Message}", e);
        }

        if (!takesInput)
        {
            process.StandardInput.Close();
        }

        return new ToolProcess(process, onComplaint);
    }

    /// <summary>Tells the program that its input is complete.</summary>
    public void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has gone already; its exit code says why.
        }
    }

    /// <summary>Waits for the end and answers the exit code.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken = default)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        await _collecting.WaitAsync(cancellationToken).ConfigureAwait(false);
        return _process.ExitCode;
    }

    /// <summary>Ends the program now, if it still runs.</summary>
    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended between the question and the signal.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
    }
}
