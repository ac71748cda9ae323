using Spotter.Vision;

namespace Spotter.Workshop.Labels;

/// <summary>One thing that somebody marked in a picture.</summary>
/// <param name="Box">Where, in pixels of the picture as shown; it lies inside the picture and holds at least one
/// pixel.</param>
/// <param name="Label">What it is.</param>
/// <param name="IsIgnored">
/// True for a region that counts neither way, found or not: VOC's difficult objects, COCO's crowds.
/// </param>
public readonly record struct LabelledBox(Box Box, string Label, bool IsIgnored = false);
