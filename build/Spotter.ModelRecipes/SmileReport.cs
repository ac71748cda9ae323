using System.Diagnostics;
using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Vision;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes;

/// <summary>
/// How often the network is right about crops that it never learned from, asked as `spotter smiles --aligned` asks it.
/// </summary>
internal static class SmileReport
{
    public static void Print(ImageClassifier classifier, FaceCollection collection, ImageDataset heldOut)
    {
        Dictionary<string, LabelledFace> faces = collection.Faces.ToDictionary(
            static face => face.File,
            StringComparer.Ordinal
        );
        var network = new SmileNetwork(classifier);
        int right = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < heldOut.Count; i++)
        {
            LabelledFace face = faces[heldOut.SourceOf(i)];
            GrayImage image = face.Image;

            // Where the crop is tighter than a detector's box, the box is larger than the crop.
            int width = (int)Math.Round(image.Width * face.Part / SmileNetwork.Part);
            int height = (int)Math.Round(image.Height * face.Part / SmileNetwork.Part);
            var box = new Box((image.Width - width) / 2, (image.Height - height) / 2, width, height);
            bool smiles = network.Score(image, box) >= SmileNetwork.Threshold;
            right += smiles == (face.Label == 1) ? 1 : 0;
        }

        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / heldOut.Count;
        Console.WriteLine(
            $"{collection.Name}: {right} of {heldOut.Count} held-out crops right "
                + $"({(double)right / heldOut.Count:P1}), {milliseconds:F2} ms a face on one thread"
        );
    }
}
