namespace Spotter.Vision.Tracking;

/// <summary>One track as it is at the moment of asking.</summary>
/// <param name="Id">The identity, 1 or more; null while the track is tentative.</param>
/// <param name="Label">What it is.</param>
/// <param name="Box">The smoothed box, in pixels.</param>
/// <param name="Score">Score of the last detection that belonged to it.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="SpeedX">Speed to the right, in pixels a second.</param>
/// <param name="SpeedY">Speed downwards, in pixels a second.</param>
/// <param name="FirstSeen">Timestamp of its first detection.</param>
/// <param name="LastSeen">Timestamp of its last detection.</param>
public readonly record struct Track(
    int? Id,
    string Label,
    Box Box,
    double Score,
    TrackState State,
    double SpeedX,
    double SpeedY,
    TimeSpan FirstSeen,
    TimeSpan LastSeen
);
