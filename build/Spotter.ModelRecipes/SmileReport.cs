using System.Diagnostics;
using Spotter.Apps.Applications;
using Spotter.Learning;
using Spotter.Learning.Datasets;
using Spotter.Learning.Training;
using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes;

/// <summary>How often the network is right: on held-out crops of the collection it learned from, and on GENKI-4K crops.</summary>
internal static class SmileReport
{
    private const string Genki = "genki-64x64-development";

    public static void Print(ImageClassifier classifier, ImageDataset heldOut, RecipeOptions options)
    {
        Console.WriteLine($"held-out crops: {Evaluator.Run(classifier, heldOut, threads: options.Threads).Accuracy:P1} of {heldOut.Count} right");
        var crops = new FaceFolder(options.Folder(Genki));
        var network = new SmileNetwork(classifier);
        int right = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < crops.Count; i++)
        {
            GrayImage image = crops.Image(i);
            bool smiles = network.Score(image, new Box(0, 0, image.Width, image.Height)) >= SmileNetwork.Threshold;
            right += smiles == (crops.Label(i) == 1) ? 1 : 0;
        }

        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds / crops.Count;
        Console.WriteLine($"{Genki}: {(double)right / crops.Count:P1} of {crops.Count} right, {milliseconds:F2} ms a face on one thread");
    }
}
