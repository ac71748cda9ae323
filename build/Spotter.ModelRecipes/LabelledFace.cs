using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes;

/// <summary>A crop with a face.</summary>
/// <param name="File">Where it came from.</param>
/// <param name="Image">The whole crop.</param>
/// <param name="Label">Index of its class.</param>
/// <param name="Group">Crops of one group stay in one part of the data.</param>
/// <param name="Square">How many times as long as the crop the square is that a cascade would box.</param>
internal sealed record LabelledFace(string File, GrayImage Image, int Label, string Group, double Square)
{
    /// <summary>As a cascade would box it.</summary>
    public Box Box
    {
        get
        {
            int width = (int)Math.Round(Square * Image.Width);
            int height = (int)Math.Round(Square * Image.Height);
            return new Box((Image.Width - width) / 2, (Image.Height - height) / 2, width, height);
        }
    }

    /// <summary>Where the parts of the face are.</summary>
    public FaceLandmarks FindLandmarks(LandmarkNetwork network) => network.Find(Image, FaceBoxes.Tight.Of(Box));
}
