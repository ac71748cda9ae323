using System.Runtime.CompilerServices;

namespace Spotter.Networks.Kernels;

/// <summary>
/// F(2x2, 3x3) of Lavin and Gray, CVPR 2016: two by two pixels of a 3 x 3 convolution from sixteen products instead of
/// thirty-six, y = A^T [(G g G^T) * (B^T d B)] A. The same matrices, transposed, lead the gradients back. The constants
/// are those of F(2x2, 3x3); the transforms of F(4x4, 3x3) bring their own measures.
/// </summary>
internal static unsafe class Winograd
{
    /// <summary>Products of a tile.</summary>
    public const int Points = 16;

    /// <summary>Pixels along a tile of the picture.</summary>
    public const int TileSide = 4;

    /// <summary>Pixels along a tile of what comes out.</summary>
    public const int OutputSide = 2;

    private const int Width = Row.Width;

    /// <summary>
    /// Floats that <see cref="Transform"/> needs for lines of F(2x2, 3x3) that have gone one way; those of F(4x4, 3x3)
    /// need 36 * 16.
    /// </summary>
    public const int LinesLength = Points * Width;

    /// <summary>Applies a transform along both dimensions of a tile, sixteen channels at a time.</summary>
    /// <param name="from">Pixel (y, x), channel c at from + y * fromY + x * fromX + c.</param>
    /// <param name="fromY">Floats from a row of the tile to the next.</param>
    /// <param name="fromX">Floats from a pixel to the next.</param>
    /// <param name="to">Point (y, x), channel c at to + (y * TLine.Outputs + x) * toPoint + c.</param>
    /// <param name="toPoint">Floats from a point to the next.</param>
    /// <param name="rows">Channels / 16.</param>
    /// <param name="lines">Room for TLine.Outputs * TLine.Inputs rows of sixteen.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transform<TRow, TLine>(
        float* from,
        nint fromY,
        nint fromX,
        float* to,
        nint toPoint,
        int rows,
        float* lines
    )
        where TRow : struct, IRow<TRow>
        where TLine : struct, ILineTransform
    {
        for (; rows > 0; rows--)
        {
            for (int x = 0; x < TLine.Inputs; x++)
            {
                TLine.Apply<TRow>(from + x * fromX, fromY, lines + x * Width, TLine.Inputs * Width);
            }

            for (int y = 0; y < TLine.Outputs; y++)
            {
                TLine.Apply<TRow>(lines + y * TLine.Inputs * Width, Width, to + y * TLine.Outputs * toPoint, toPoint);
            }

            from += Width;
            to += Width;
        }
    }
}
