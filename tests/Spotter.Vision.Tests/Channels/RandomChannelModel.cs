using Spotter.Vision.Channels;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Tests.Channels;

/// <summary>Models that know nothing, for tests of the machinery: about a third of the windows passes each.</summary>
internal static class RandomChannelModel
{
    public static readonly RelativeRegion ObjectRegion = new(0.125, 0.125, 0.75, 0.75);

    public static ChannelModel Make(int seed, ChannelGeometry geometry, int trees = 24)
    {
        var random = new Random(seed);
        var all = new ChannelTree[trees];
        for (int i = 0; i < trees; i++)
        {
            all[i] = new ChannelTree(Node(), Node(), Node(), TreeVotes.Of([Vote(), Vote(), Vote(), Vote()]), -300);
        }

        return new ChannelModel(
            new ChannelModelData
            {
                Label = "thing",
                Geometry = geometry,
                ObjectRegion = ObjectRegion,
                ScalePowers = [0, 0.1f, 0.1f, 0.12f, 0.1f, 0.09f, 0.1f, 0.11f],
                OperatingPoint = 100,
                Trees = all,
            }
        );

        short Vote() => (short)random.Next(-200, 201);

        ChannelNode Node()
        {
            byte x = (byte)random.Next(geometry.Columns);
            byte y = (byte)random.Next(geometry.Rows);
            bool isDifference = random.Next(2) == 0;
            return new ChannelNode(
                (byte)random.Next(ChannelLayout.Count),
                x,
                y,
                isDifference ? (byte)random.Next(geometry.Columns) : x,
                isDifference ? (byte)random.Next(geometry.Rows) : y,
                (sbyte)(isDifference ? random.Next(-30, 31) : random.Next(-128, 0))
            );
        }
    }
}
