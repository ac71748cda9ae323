using System.Globalization;
using Spotter.Learning.Datasets;
using Spotter.Media;
using Spotter.Networks.Layers;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes;

/// <summary>Face crops in the folders <c>not-smiling</c> and <c>smiling</c>, gray, in memory.</summary>
internal sealed class FaceCollection
{
    // The crops come in the order of a collection; neighbours often show the same person and stay in one part.
    private const int NumbersOfGroup = 50;

    private FaceCollection(string name, IReadOnlyList<LabelledFace> faces) => (Name, Faces) = (name, faces);

    public static IReadOnlyList<string> ClassNames { get; } = ["not-smiling", "smiling"];

    public string Name { get; }

    public IReadOnlyList<LabelledFace> Faces { get; }

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder of the two.</param>
    /// <param name="square">How many times as long as a crop the square is that a cascade would box.</param>
    public static FaceCollection Read(string folder, double square)
    {
        var faces = new List<LabelledFace>();
        string name = Path.GetFileName(folder);
        for (int label = 0; label < ClassNames.Count; label++)
        {
            foreach (
                string file in Directory
                    .EnumerateFiles(Path.Combine(folder, ClassNames[label]), "*.jpg")
                    .Order(StringComparer.Ordinal)
            )
            {
                int number = int.Parse(
                    string.Concat(Path.GetFileNameWithoutExtension(file).Where(char.IsAsciiDigit)),
                    CultureInfo.InvariantCulture
                );
                faces.Add(
                    new LabelledFace(file, Picture.Load(file).Gray, label, $"{name} {number / NumbersOfGroup}", square)
                );
            }
        }

        return new FaceCollection(name, faces);
    }

    /// <summary>The faces of one or more collections as the network sees them.</summary>
    public static ImageDataset ToDataset(
        string name,
        IReadOnlyList<LabelledFace> faces,
        int side,
        LandmarkNetwork landmarks
    )
    {
        int length = side * side;
        var pixels = new byte[faces.Count * length];
        for (int i = 0; i < faces.Count; i++)
        {
            SmileNetwork.Cut(
                faces[i].Image,
                faces[i].FindLandmarks(landmarks),
                side,
                pixels.AsSpan(i * length, length)
            );
        }

        return new ImageDataset(
            name,
            TensorShape.Image(side, side, 1),
            pixels,
            [.. faces.Select(static face => face.Label)],
            ClassNames,
            [.. faces.Select(static face => face.Group)],
            [.. faces.Select(static face => face.File)]
        );
    }
}
