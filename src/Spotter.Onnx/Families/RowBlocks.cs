using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Families;

/// <summary>Rows that belong to several grids, one after the other.</summary>
internal static class RowBlocks
{
    /// <summary>A block a grid.</summary>
    /// <param name="whole">All rows.</param>
    /// <param name="grids">As many places as there are rows.</param>
    public static RowBlock[] Split(RowBlock whole, PlaceGrid[] grids)
    {
        var blocks = new List<RowBlock>();
        int skipped = 0;
        foreach (PlaceGrid grid in grids)
        {
            int rows = skipped;
            blocks.Add(
                whole with
                {
                    Rows = grid.Count,
                    Grid = grid,
                    Scores = whole.Scores.Skip(rows),
                    Boxes = whole.Boxes.Skip(rows),
                    Objects = whole.Objects?.Skip(rows),
                    Points = whole.Points?.Skip(rows),
                    Coefficients = whole.Coefficients?.Skip(rows),
                    Distribution = whole.Distribution?.Skip(rows),
                }
            );
            skipped += grid.Count;
        }

        return [.. blocks];
    }
}
