using System.Diagnostics;
using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Vision.Detectors;

namespace Spotter.ModelRecipes;

/// <summary>
/// How often the network is right about crops that it never learned from, asked as `spotter smiles --aligned` asks it.
/// </summary>
internal static class SmileReport
{
    public static void Print(
        ImageClassifier classifier,
        FaceCollection collection,
        ImageDataset heldOut,
        LandmarkNetwork landmarks
    )
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
            bool smiles = network.Score(face.Image, face.FindLandmarks(landmarks)) >= SmileNetwork.Threshold;
            right += smiles == (face.Label == 1) ? 1 : 0;
        }

        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / heldOut.Count;
        Console.WriteLine(
            $"{collection.Name}: {right} of {heldOut.Count} held-out crops right "
                + $"({(double)right / heldOut.Count:P1}), {milliseconds:F2} ms a face on one thread"
        );
    }
}
