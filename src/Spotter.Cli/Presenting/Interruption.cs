using System.Runtime.InteropServices;

namespace Spotter.Cli.Presenting;

/// <summary>
/// Ctrl-C, a polite request to end, or a terminal or connection that is gone, as a cancellation: the run finishes its
/// files and answers <see cref="ExitCode.Interrupted"/>. A second one ends the process at once.
/// </summary>
/// <remarks>Whoever starts the tool with <c>nohup</c> has the hangup ignored, and it stays so.</remarks>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interruption() =>
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];

    public CancellationToken Token => _source.Token;

    /// <summary>Completes at the first interrupt.</summary>
    public async Task WaitAsync()
    {
        var interrupted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = Token.Register(interrupted.SetResult);
        await interrupted.Task;
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        // One closed terminal hangs up twice, through the shell and by itself: a hangup is never the second signal.
        if (!_source.IsCancellationRequested || context.Signal == PosixSignal.SIGHUP)
        {
            context.Cancel = true;
            _source.Cancel();
        }
    }
}
