using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors;

/// <summary>One object to learn from.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Picture">The picture, or the part of it around the object: trainers look around the box where they
/// can.</param>
/// <param name="Box">Where the object is, in pixels of <paramref name="Picture"/>; it lies inside.</param>
public sealed record ObjectExample(string Name, Frame Picture, Box Box)
{
    /// <summary>True where the picture is the object and nothing else.</summary>
    public bool IsCrop => Box == new Box(0, 0, Picture.Width, Picture.Height);
}
