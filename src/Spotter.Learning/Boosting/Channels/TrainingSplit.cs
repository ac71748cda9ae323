using Spotter.Vision.Images;

namespace Spotter.Learning.Boosting.Channels;

/// <summary>What is learned from, and what is kept out to judge by; groups stay together.</summary>
internal sealed class TrainingSplit
{
    private const long GroupStream = 0x6209;
    private const long SceneStream = 0x5CE9;

    public TrainingSplit(ChannelTrainingData data, ChannelTrainingOptions options)
    {
        foreach (IGrouping<string, PositiveCrop> group in data.Positives.GroupBy(static crop => crop.Group, StringComparer.Ordinal))
        {
            bool isValidation = IsValidation(options, StableHash(group.Key), GroupStream);
            (isValidation ? ValidationCrops : Crops).AddRange(group.Select(static crop => crop.Picture));
        }

        for (int i = 0; i < data.Scenes.Count; i++)
        {
            (IsValidation(options, i, SceneStream) ? ValidationScenes : Scenes).Add(data.Scenes[i]);
        }
    }

    public List<GrayImage> Crops { get; } = [];

    public List<GrayImage> ValidationCrops { get; } = [];

    public List<GrayImage> Scenes { get; } = [];

    public List<GrayImage> ValidationScenes { get; } = [];

    private static bool IsValidation(ChannelTrainingOptions options, long item, long stream) =>
        new RandomStream(options.Seed, item, stream).NextDouble() < options.ValidationPart;

    // FNV-1a; string.GetHashCode differs from run to run.
    private static long StableHash(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in text)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return (long)hash;
    }
}
