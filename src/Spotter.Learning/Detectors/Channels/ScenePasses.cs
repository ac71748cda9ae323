using Spotter.Learning.Detectors.Mining;
using Spotter.Vision.Images;

namespace Spotter.Learning.Detectors.Channels;

/// <summary>How often each scene is searched for false alarms in a round.</summary>
internal static class ScenePasses
{
    /// <summary>Once a view and set of sizes.</summary>
    public static readonly int Most = SceneView.Count * ChannelWindowFinder.SmallestSizes.Length;

    // What a further look at a scene finds is much like what the first found, so where there are many, each is visited
    // fewer times.
    private const int MostVisits = 900;

    // Whatever is smaller is a crop: it shows little more than a window. Thousands of crops must not keep the few
    // pictures from being searched as often as they are worth: most of what a detector gets wrong is in pictures.
    private const int FewestPixelsOfPicture = 200 * 200;

    /// <summary>Looks at each scene once to learn its size.</summary>
    public static int[] Choose(ISceneSource scenes, CancellationToken cancellationToken)
    {
        var isPicture = new bool[scenes.Count];
        for (int i = 0; i < isPicture.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            isPicture[i] =
                scenes.Load(i)?.Frame.Gray is GrayImage gray && (long)gray.Width * gray.Height >= FewestPixelsOfPicture;
        }

        int ofCrops = PassesOf(scenes.Count);
        int ofPictures = PassesOf(isPicture.Count(static picture => picture));
        return [.. isPicture.Select(picture => picture ? ofPictures : ofCrops)];
    }

    private static int PassesOf(int scenes) => Math.Clamp(MostVisits / Math.Max(scenes, 1), 1, Most);
}
