using Microsoft.Extensions.Hosting;

namespace Spotter.Studio.Hosting;

/// <summary>
/// Leaves signals to whoever hosts a server; the framework's own would take the second Ctrl-C too, which ends the
/// process.
/// </summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
