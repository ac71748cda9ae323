namespace Spotter.Studio.Tests.Support;

/// <summary>A studio with the usual limits for all tests of a class.</summary>
public sealed class SharedStudio : IAsyncLifetime
{
    private RunningStudio? _running;

    internal RunningStudio Running => _running ?? throw new InvalidOperationException("the studio has not started");

    public async ValueTask InitializeAsync() => _running = await RunningStudio.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
        {
            await _running.DisposeAsync();
        }
    }
}
