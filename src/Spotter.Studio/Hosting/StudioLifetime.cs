namespace Spotter.Studio.Hosting;

/// <summary>Ends what runs on its own when the studio stops.</summary>
internal sealed class StudioLifetime : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken Stopping => _stopping.Token;

    public void Stop() => _stopping.Cancel();

    public void Dispose() => _stopping.Dispose();
}
