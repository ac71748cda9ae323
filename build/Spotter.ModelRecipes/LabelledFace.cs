using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes;

/// <summary>A crop with a face.</summary>
/// <param name="File">Where it came from.</param>
/// <param name="Image">The whole crop.</param>
/// <param name="Label">Index of its class.</param>
/// <param name="Group">Crops of one group stay in one part of the data.</param>
/// <param name="Part">The part of the crop, around its middle, that is a face as the network wants it.</param>
internal sealed record LabelledFace(string File, GrayImage Image, int Label, string Group, double Part)
{
    public GrayImage Cut(BoxSize size) =>
        GrayCrop.CutAround(Image.View, new Box(0, 0, Image.Width, Image.Height), Part, size);
}
