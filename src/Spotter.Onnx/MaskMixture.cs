using System.Numerics;
using System.Runtime.InteropServices;
using Spotter.Onnx.Decoders;
using Spotter.Vision;

namespace Spotter.Onnx;

// D. Bolya et al.: YOLACT, ICCV 2019: a network answers maps for the whole picture, and for each find shares of them.

/// <summary>Mixes the mask of a find.</summary>
internal static class MaskMixture
{
    /// <param name="prototypes">The maps, (1, maps, H, W).</param>
    /// <param name="coefficients">A share of each map a row.</param>
    /// <param name="outputs">The answer.</param>
    /// <param name="row">Of the find.</param>
    /// <param name="inPicture">Its box in the picture; the mask is told of nothing outside.</param>
    /// <param name="letterbox">How the picture was fitted into the input.</param>
    public static DetectionMask Mix(
        NetworkOutput prototypes,
        Table coefficients,
        IReadOnlyList<NetworkOutput> outputs,
        int row,
        Box inPicture,
        Letterbox letterbox
    )
    {
        (int rows, int columns) = (prototypes.Dimensions[^2], prototypes.Dimensions[^1]);
        RealBox area = letterbox.InputInPicture;

        // Of the maps' rows only those that the box reaches, with one beside each end to be linear between.
        double cell = area.Height / rows;
        int first = Math.Clamp((int)((inPicture.Y - area.Top) / cell) - 1, 0, rows);
        int end = Math.Clamp((int)((inPicture.Bottom - area.Top) / cell) + 2, first, rows);
        float[] values = new float[rows * columns];
        Span<float> buffer = stackalloc float[RowReader.LongestRow];
        ReadOnlySpan<float> shares = coefficients.Row(outputs[coefficients.Output].Data, row, buffer);
        int from = first * columns;
        int count = (end - first) * columns;
        for (int map = 0; map < shares.Length; map++)
        {
            AddScaled(
                prototypes.Data.Slice((map * rows * columns) + from, count),
                shares[map],
                values.AsSpan(from, count)
            );
        }

        return DetectionMask.FromGrid(inPicture, values, columns, rows, area, threshold: 0);
    }

    private static void AddScaled(ReadOnlySpan<float> map, float share, Span<float> sum)
    {
        ReadOnlySpan<Vector<float>> maps = MemoryMarshal.Cast<float, Vector<float>>(map);
        Span<Vector<float>> sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var factor = new Vector<float>(share);
        for (int i = 0; i < maps.Length; i++)
        {
            sums[i] += maps[i] * factor;
        }

        for (int i = maps.Length * Vector<float>.Count; i < map.Length; i++)
        {
            sum[i] += map[i] * share;
        }
    }
}
