using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors;

/// <summary>A picture in which all but the objects named is background.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Frame">The picture.</param>
/// <param name="Objects">Boxes of the objects in it, in its pixels; empty where there are none.</param>
public sealed record Scene(string Name, Frame Frame, IReadOnlyList<Box> Objects);
