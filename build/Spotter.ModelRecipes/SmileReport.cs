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
    public static void Print(ImageClassifier classifier, DatasetSplit split, RecipeOptions options)
    {
        Console.WriteLine($"held-out crops: {Evaluator.Run(classifier, split.Test!, threads: options.Threads).Accuracy:F4} of {split.Test!.Count}");
        var genki = new FaceFolder(options.Folder("genki-64x64-development"));
        foreach (double part in new[] { 1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7 })
        {
            foreach (double top in new[] { 0.0, 0.25, 0.5, 0.75, 1 })
            {
                double[] scores = new double[genki.Count];
                BoxSize size = new(classifier.Network.InputShape.Width, classifier.Network.InputShape.Height);
                for (int i = 0; i < genki.Count; i++)
                {
                    GrayImage image = genki.Image(i);
                    double side = part * image.Width;
                    GrayImage crop = FaceCrop.Cut(image.View, (image.Width - side) / 2, (image.Height - side) * top, side, side, size);
                    scores[i] = classifier.Predict(crop.Pixels)[1];
                }

                double at(double threshold) => Enumerable.Range(0, genki.Count).Count(i => (scores[i] >= threshold) == (genki.Label(i) == 1)) / (double)genki.Count;
                double best = Enumerable.Range(1, 98).Select(t => t / 100.0).MaxBy(at);
                Console.WriteLine($"GENKI part {part} top {top}: {at(0.5):F4} at 0.5, best {at(best):F4} at {best}");
            }
        }
    }
}
