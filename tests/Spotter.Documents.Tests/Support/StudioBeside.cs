using Spotter.Studio;

namespace Spotter.Documents.Tests.Support;

/// <summary>A studio beside the programs of the tests of a class, which find it by the variable STUDIO.</summary>
public sealed class StudioBeside : IAsyncLifetime
{
    private readonly Workspace _workspace = new();
    private StudioServer? _studio;

    public Uri Address => _studio!.Address;

    public async ValueTask InitializeAsync()
    {
        _studio = await StudioServer.StartAsync(
            new StudioOptions { Port = 0, DataFolder = _workspace.PathOf("data") },
            cancellationToken: TestContext.Current.CancellationToken
        );
        Environment.SetEnvironmentVariable("STUDIO", _studio.Address.AbsoluteUri);
    }

    public async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable("STUDIO", null);
        await _studio!.DisposeAsync();
        _workspace.Dispose();
    }
}
