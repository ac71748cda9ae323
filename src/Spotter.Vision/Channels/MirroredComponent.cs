using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>
/// Makes of a component the one that judges mirror images: its trees ask about cell (columns - 1 - x, y) what the
/// original asks about cell (x, y), and about the direction of 180 - a degrees where the original asks about a.
/// </summary>
/// <remarks>
/// A gradient is the difference of the neighbours on both sides of a pixel, so a mirrored picture has the mirrored
/// gradient at the mirrored pixel, with no shift by half a one; and cells mirror onto cells where the width of the
/// picture is a whole number of cells. Then the twin says of a mirrored picture what the original says of the picture,
/// but for the last bit of sums that are added up from the other side, which now and then brings a cell to the next of
/// its 256 values. Where pixels are left over at the right edge, the cells of a mirrored picture lie up to a cell
/// beside the mirrored cells, as those of any shifted picture do.
/// </remarks>
internal static class MirroredComponent
{
    public static ChannelComponent Of(ChannelComponent component)
    {
        RelativeRegion region = component.ObjectRegion;
        var trees = new ChannelTree[component.TreeCount];
        for (int i = 0; i < trees.Length; i++)
        {
            ChannelTree tree = component.Trees[i];
            trees[i] = tree with { Root = Node(tree.Root), Left = Node(tree.Left), Right = Node(tree.Right) };
        }

        return new ChannelComponent(
            component.Geometry,
            region with
            {
                X = 1 - region.X - region.Width,
            },
            trees,
            component.Offset
        )
        {
            IsAtEdge = component.IsAtEdge,
            IsTwin = true,
        };

        ChannelNode Node(ChannelNode node) =>
            node with
            {
                Channel = (byte)ChannelLayout.Mirrored(node.Channel),
                X = Column(node.X),
                OtherX = Column(node.OtherX),
            };

        byte Column(byte x) => (byte)(component.Geometry.Columns - 1 - x);
    }
}
