using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>Weights packed for the way back: panels over the inputs instead of over the outputs.</summary>
internal static unsafe class PanelTranspose
{
    private const int Width = Row.Width;

    /// <summary>
    /// Writes target panels <paramref name="start"/> to <paramref name="end"/> - 1: target[p][column][j] = source row
    /// 16 p + j, that column. Lanes beyond the last row are not written and stay zero.
    /// </summary>
    /// <param name="source">A packed matrix of <paramref name="rows"/> x <paramref name="columns"/>.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">ceil(rows / 16) panels of <paramref name="columns"/> rows of sixteen.</param>
    /// <param name="start">First target panel.</param>
    /// <param name="end">One behind the last.</param>
    public static void Run(float* source, int rows, int columns, float* target, int start, int end)
    {
        for (int panel = start; panel < end; panel++)
        {
            int height = Math.Min(Width, rows - panel * Width);
            float* panelTarget = target + (nint)panel * columns * Width;
            for (int column = 0; column < columns; column++)
            {
                float* from = source + ((nint)(column / Width) * rows + panel * Width) * Width + column % Width;
                float* to = panelTarget + (nint)column * Width;
                for (int j = 0; j < height; j++)
                {
                    to[j] = from[j * Width];
                }
            }
        }
    }
}
