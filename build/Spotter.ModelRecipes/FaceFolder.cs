using System.Globalization;
using Spotter.Learning.Datasets;
using Spotter.Learning.Networks;
using Spotter.Media;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes;

/// <summary>Face crops in the folders <c>not-smiling</c> and <c>smiling</c>, gray, in memory.</summary>
internal sealed class FaceFolder
{
    private readonly List<(string File, GrayImage Image, int Label)> _faces = [];

    public FaceFolder(string folder)
    {
        for (int label = 0; label < ClassNames.Count; label++)
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(folder, ClassNames[label]), "*.jpg").Order(StringComparer.Ordinal))
            {
                _faces.Add((file, Picture.Load(file).Gray, label));
            }
        }
    }

    public static IReadOnlyList<string> ClassNames { get; } = ["not-smiling", "smiling"];

    public int Count => _faces.Count;

    public GrayImage Image(int index) => _faces[index].Image;

    public int Label(int index) => _faces[index].Label;

    /// <summary>The whole crops at another size. Files with neighbouring numbers show the same person and form a group.</summary>
    public ImageDataset ToDataset(string name, BoxSize size, int numbersOfGroup)
    {
        var pixels = new byte[_faces.Count * size.Width * size.Height];
        var groups = new string[_faces.Count];
        for (int i = 0; i < _faces.Count; i++)
        {
            GrayImage image = _faces[i].Image;
            Apps.Applications.FaceCrop.Cut(image.View, 0, 0, image.Width, image.Height, size).Pixels.CopyTo(pixels, i * size.Width * size.Height);
            int number = int.Parse(Path.GetFileNameWithoutExtension(_faces[i].File), CultureInfo.InvariantCulture);
            groups[i] = (number / numbersOfGroup).ToString(CultureInfo.InvariantCulture);
        }

        return new ImageDataset(
            name, TensorShape.Image(size.Height, size.Width, 1), pixels, [.. _faces.Select(static face => face.Label)], ClassNames, groups,
            [.. _faces.Select(static face => face.File)]);
    }
}
