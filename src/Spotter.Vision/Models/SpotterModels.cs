using Spotter.Vision.Networks;

namespace Spotter.Vision.Models;

/// <summary>The models of models/, which ./train-models makes; docs/models has a card of each.</summary>
internal static class SpotterModels
{
    private const string Origin = "The Spotter developers; docs/models names the data";
    private const string License = "MIT";
    private const string RoadFile = "road";

    // One network finds both, in one pass.
    private static readonly Lazy<NetworkDetectorModel> RoadNetwork = new(static () =>
        EmbeddedModels.ReadNetwork(RoadFile)
    );

    private static readonly Lazy<NetworkDetectorModel> FaceNetwork = new(static () =>
        EmbeddedModels.ReadNetwork("faces")
    );

    public static IReadOnlyList<ModelInfo> All { get; } =
        Array.AsReadOnly<ModelInfo>([
            new("cars", RoadNetwork)
            {
                Target = "cars, vans, buses and trucks",
                Label = "car",
                WindowSize = new(10, 10),
                Origin = Origin,
                License = License,
            },
            new("faces", FaceNetwork)
            {
                Target = "faces from all sides, masked ones too",
                Label = "face",
                WindowSize = new(8, 8),
                Origin = Origin,
                License = License,
            },
            new("people", RoadNetwork)
            {
                Target = "people, whole or in part",
                Label = "person",
                WindowSize = new(10, 20),
                Origin = Origin,
                License = License,
            },
        ]);

    /// <summary>What finds cars and people.</summary>
    public static NetworkDetectorModel Road => RoadNetwork.Value;
}
