using Spotter.Vision.Images;

namespace Spotter.Vision.Kernels.Scalar;

/// <summary>Bilinear resizing of gray pictures, byte for byte OpenCV's INTER_LINEAR_EXACT.</summary>
internal static class ScalarResize
{
    private const int Half = ResizeTable.One * ResizeTable.One / 2;

    /// <param name="source">The picture.</param>
    /// <param name="columns">Table from the source's width to the target's.</param>
    /// <param name="rows">Table from the source's height to the target's.</param>
    /// <param name="target">Target height x target width.</param>
    public static void Resize(ImageView<byte> source, ResizeTable columns, ResizeTable rows, Span<byte> target)
    {
        int width = columns.Sources.Length;
        for (int y = 0; y < rows.Sources.Length; y++)
        {
            int top = rows.Sources[y];
            Row(
                source.Row(top),
                source.Row(Math.Min(top + 1, source.Height - 1)),
                rows.Weights[y],
                columns,
                target.Slice(y * width, width)
            );
        }
    }

    private static void Row(
        ReadOnlySpan<byte> top,
        ReadOnlySpan<byte> bottom,
        int bottomWeight,
        ResizeTable columns,
        Span<byte> target
    )
    {
        int topWeight = ResizeTable.One - bottomWeight;
        for (int x = 0; x < target.Length; x++)
        {
            int left = columns.Sources[x];
            int right = Math.Min(left + 1, top.Length - 1);
            int rightWeight = columns.Weights[x];
            int leftWeight = ResizeTable.One - rightWeight;
            int above = (top[left] * leftWeight) + (top[right] * rightWeight);
            int below = (bottom[left] * leftWeight) + (bottom[right] * rightWeight);
            target[x] = (byte)(
                ((above * topWeight) + (below * bottomWeight) + Half) / (ResizeTable.One * ResizeTable.One)
            );
        }
    }
}
