using Spotter.Vision.Channels.Kernels;
using Spotter.Vision.Detectors;

namespace Spotter.Vision.Channels;

/// <summary>Where the object of a window is in the picture.</summary>
internal static class ObjectBox
{
    public static Box Of(ChannelModel model, in ChannelLevel level, in WindowHit hit)
    {
        RelativeRegion region = model.ObjectRegion;
        ChannelGeometry geometry = model.Geometry;
        double left = (hit.X - model.Margin.Width + (region.X * geometry.Columns)) * level.CellWidth;
        double top = (hit.Y - model.Margin.Height + (region.Y * geometry.Rows)) * level.CellHeight;
        int x = (int)Math.Round(left);
        int y = (int)Math.Round(top);
        return new Box(
            x,
            y,
            (int)Math.Round(left + (region.Width * geometry.Columns * level.CellWidth)) - x,
            (int)Math.Round(top + (region.Height * geometry.Rows * level.CellHeight)) - y
        );
    }
}
