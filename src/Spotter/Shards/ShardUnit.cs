using Spotter.Sources;
using Spotter.Videos;

namespace Spotter.Shards;

/// <summary>What a shard answers at a time: a picture, or a part of a video.</summary>
/// <param name="Name">What results call it.</param>
/// <param name="Input">The picture or video that it is of.</param>
/// <param name="Part">Which part of it, from 0.</param>
internal readonly record struct ShardUnit(string Name, string Input, int Part = 0)
{
    /// <summary>The units of a run, as every one of its tasks sees them.</summary>
    /// <param name="found">The sources.</param>
    /// <param name="run">The run.</param>
    public static async Task<IReadOnlyList<ShardUnit>> AllOfAsync(Source found, ShardRun run)
    {
        var units = new List<ShardUnit>(found.Pictures.Select(Of));
        foreach (VideoFound video in found.Videos)
        {
            units.AddRange((await VideoPart.AllOfAsync(video, run)).Select(Of));
        }

        return units;
    }

    public static ShardUnit Of(PictureSource picture) => new(picture.Name, picture.Name);

    public static ShardUnit Of(VideoPart part) => new(part.Name, part.Video.Source.DisplayName, part.Index);
}
