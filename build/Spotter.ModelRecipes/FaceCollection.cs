using System.Globalization;
using Spotter.Learning.Datasets;
using Spotter.Media;
using Spotter.Networks.Layers;
using Spotter.Vision;
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
    /// <param name="part">The part of each crop, around its middle, that is a face as the network wants it.</param>
    public static FaceCollection Read(string folder, double part)
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
                    new LabelledFace(file, Picture.Load(file).Gray, label, $"{name} {number / NumbersOfGroup}", part)
                );
            }
        }

        return new FaceCollection(name, faces);
    }

    /// <summary>The faces of one or more collections as the network sees them.</summary>
    public static ImageDataset ToDataset(string name, IReadOnlyList<LabelledFace> faces, BoxSize size)
    {
        int length = size.Width * size.Height;
        var pixels = new byte[faces.Count * length];
        for (int i = 0; i < faces.Count; i++)
        {
            faces[i].Cut(size).Pixels.CopyTo(pixels, i * length);
        }

        return new ImageDataset(
            name,
            TensorShape.Image(size.Height, size.Width, 1),
            pixels,
            [.. faces.Select(static face => face.Label)],
            ClassNames,
            [.. faces.Select(static face => face.Group)],
            [.. faces.Select(static face => face.File)]
        );
    }
}
