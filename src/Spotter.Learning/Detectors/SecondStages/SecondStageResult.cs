using Spotter.Vision.Channels;

namespace Spotter.Learning.Detectors.SecondStages;

/// <summary>A trained second stage.</summary>
/// <param name="Model">The model with it.</param>
/// <param name="Objects">Patches of objects that it learned from.</param>
/// <param name="Others">Patches of anything else.</param>
/// <param name="DevelopmentObjects">Patches of objects that were kept aside.</param>
/// <param name="DevelopmentOthers">Patches of anything else that were kept aside.</param>
/// <param name="ObjectsRight">Share of the objects kept aside whose score it raises, 0 to 1; null where there are
/// none.</param>
/// <param name="OthersRight">Share of the others kept aside whose score it lowers, 0 to 1; null where there are
/// none.</param>
public sealed record SecondStageResult(
    ChannelModel Model,
    int Objects,
    int Others,
    int DevelopmentObjects,
    int DevelopmentOthers,
    double? ObjectsRight,
    double? OthersRight
);
