using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Networks;

/// <summary>Something in a scene, in parts of its sides: 0..1 from the top left.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Bottom edge.</param>
/// <param name="Class">Which class; -1, of what is ignored, for all.</param>
/// <param name="Weight">How much it counts: 1 for what a person labelled, less for what another network found.</param>
/// <param name="IsIgnored">True for a place that counts neither way.</param>
internal readonly record struct SceneObject(
    float Left,
    float Top,
    float Right,
    float Bottom,
    int Class,
    float Weight = 1,
    bool IsIgnored = false
)
{
    /// <summary>Where it is in a picture, in pixels.</summary>
    public Box In(Frame picture)
    {
        int left = (int)Math.Round(Left * picture.Width);
        int top = (int)Math.Round(Top * picture.Height);
        return new Box(
            left,
            top,
            (int)Math.Round(Right * picture.Width) - left,
            (int)Math.Round(Bottom * picture.Height) - top
        );
    }
}

/// <summary>A picture with what is in it.</summary>
/// <param name="Name">What messages call it.</param>
/// <param name="Objects">What is in it, and places that do not count.</param>
/// <param name="Background">
/// For each class how much the rest of the picture counts as background: 1 where all objects of the class are labelled,
/// 0 where nobody knows.
/// </param>
/// <param name="Frequency">How often it is seen beside others, above 0.</param>
internal sealed record LabelledScene(
    string Name,
    IReadOnlyList<SceneObject> Objects,
    IReadOnlyList<float> Background,
    double Frequency = 1
);

/// <summary>Scenes with their pictures, which may be too many to keep.</summary>
internal interface ILabelledScenes
{
    int Count { get; }

    LabelledScene this[int index] { get; }

    /// <summary>Reads the picture of a scene; null where it cannot be read.</summary>
    Frame? Load(int index);
}
