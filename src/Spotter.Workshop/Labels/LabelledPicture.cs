using Spotter.Vision;

namespace Spotter.Workshop.Labels;

/// <summary>A picture and what somebody says is in it.</summary>
/// <param name="Path">The picture file; it was there when the labels were read.</param>
/// <param name="Size">Of the picture as shown.</param>
/// <param name="Boxes">What is in it, in the order of the labels; empty for a picture of background.</param>
public sealed record LabelledPicture(string Path, BoxSize Size, IReadOnlyList<LabelledBox> Boxes);
