using Spotter.Vision.Models;
using Spotter.Vision.Networks;

namespace Spotter.Workshop.Detectors;

/// <summary>What a network of one's own begins with: the built-in one of the most varied things.</summary>
/// <param name="Model">The network.</param>
/// <param name="NearFilters">Filters of its head at stride 8.</param>
internal sealed record BuiltInNetworks(NetworkDetectorModel Model, int NearFilters)
{
    public static BuiltInNetworks General { get; } = new(ModelCatalog.Get("people").LoadNetwork(), 64);
}
