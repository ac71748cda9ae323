namespace Spotter.Onnx.Decoders;

/// <summary>Which grids networks lay over their input.</summary>
internal static class PlaceGrids
{
    // The usual ones first: where two fit, the first does.
    private static readonly int[][] UsualStrides =
    [
        [8, 16, 32],
        [8, 16, 32, 64],
        [4, 8, 16, 32],
        [8, 16, 32, 64, 128],
        [16, 32],
        [8, 16],
        [16, 32, 64],
        [4, 8, 16],
        [4, 8],
        [32],
        [16],
        [8],
        [4],
    ];

    /// <summary>The grids that have as many places as there are; null where none do.</summary>
    /// <param name="width">Of the input.</param>
    /// <param name="height">Of the input.</param>
    /// <param name="count">How many places.</param>
    /// <param name="each">Places a cell.</param>
    /// <param name="isByPrior">As <see cref="PlaceGrid.IsByPrior"/>.</param>
    /// <param name="isCoarseFirst">Whether the largest cells come first.</param>
    public static PlaceGrid[]? Fitting(
        int width,
        int height,
        int count,
        int each = 1,
        bool isByPrior = false,
        bool isCoarseFirst = false
    )
    {
        foreach (int[] strides in UsualStrides)
        {
            PlaceGrid[] grids = Of(width, height, isCoarseFirst ? [.. strides.Reverse()] : strides, each, isByPrior);
            if (grids.Sum(static grid => grid.Count) == count)
            {
                return grids;
            }
        }

        return null;
    }

    /// <summary>The grids of some strides.</summary>
    /// <inheritdoc cref="Fitting"/>
    public static PlaceGrid[] Of(int width, int height, int[] strides, int each = 1, bool isByPrior = false) =>
        [
            .. strides.Select(stride =>
                PlaceGrid.Over(width, height, stride) with
                {
                    Priors = [.. Enumerable.Repeat(((float)stride, (float)stride), each)],
                    IsByPrior = isByPrior,
                }
            ),
        ];

    /// <summary>The grids whose cells start from squares of given sizes.</summary>
    public static PlaceGrid[] OfSquares(int width, int height, params (int Stride, int[] Sizes)[] levels) =>
        [
            .. levels.Select(level =>
                PlaceGrid.Over(width, height, level.Stride) with
                {
                    Priors = [.. level.Sizes.Select(static size => ((float)size, (float)size))],
                }
            ),
        ];
}
