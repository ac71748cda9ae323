namespace Spotter.Vision.Models;

/// <summary>The models of models/, which ./train-models makes; docs/models has a card of each.</summary>
internal static class SpotterModels
{
    private const string Origin = "The Spotter developers; docs/models names the data";
    private const string License = "MIT";

    public static IReadOnlyList<ModelInfo> All { get; } =
        Array.AsReadOnly<ModelInfo>([
            new("cars")
            {
                Kind = ModelKind.Channels,
                Target = "cars as a dash-cam sees them",
                Label = "car",
                WindowSize = new(32, 32),
                Origin = Origin,
                License = License,

                // Smaller cars are mostly far away; a search for them takes twice as long. Six scales an octave find as
                // many as eight.
                DefaultOptions = new DetectionOptions { MinSize = new(40, 40), ScaleFactor = 1.122462 },
            },
            new("faces")
            {
                Kind = ModelKind.Channels,
                Target = "faces from the front",
                Label = "face",
                WindowSize = new(32, 32),
                Origin = Origin,
                License = License,

                // Half the scales lose nothing where windows vote (docs/models/faces.md).
                DefaultOptions = new DetectionOptions { ScaleFactor = 1.189207 },

                // It learned faces from brows to chin; the answer is the square that OpenCV's cascades box.
                AnsweredRegion = new(-0.135, -0.19, 1.27, 1.27),
            },
            new("people")
            {
                Kind = ModelKind.Network,
                FileName = "road",
                Target = "standing and walking people, whole",
                Label = "person",
                WindowSize = new(56, 120),
                Origin = Origin,
                License = License,

                // Half the size that was learned, in the picture enlarged, at four scales an octave: 640x480 in 25 ms
                // allow the one with the other, and it finds more than larger people at eight (docs/models/people.md).
                DefaultOptions = new DetectionOptions { MinSize = new(20, 48), ScaleFactor = 1.189207 },
            },
        ]);
}
