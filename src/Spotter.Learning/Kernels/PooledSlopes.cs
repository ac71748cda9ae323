using System.Runtime.CompilerServices;
using Spotter.Networks.Kernels;

namespace Spotter.Learning.Kernels;

/// <summary>The way back through <see cref="PooledTaps"/> and <see cref="PoolOfFour"/>.</summary>
internal static unsafe class PooledSlopes
{
    private const int Width = Row.Width;

    /// <summary>Gives each place the slopes of the channels that it won, and zero for the others.</summary>
    /// <param name="slope">Gradients of sixteen pooled channels.</param>
    /// <param name="winner">Their places.</param>
    /// <param name="place">0 to 3.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TRow SlopeOf<TRow>(TRow slope, TRow winner, int place)
        where TRow : struct, IRow<TRow>
    {
        TRow notBefore = TRow.WhereGreater(winner, TRow.Create(place - 0.5f), slope, TRow.Zero);
        return TRow.WhereGreater(TRow.Create(place + 0.5f), winner, notBefore, TRow.Zero);
    }

    /// <summary>
    /// Gradients of the weights of one line of a filter: gradient[tap] += sum over pixels of picture[tap] times slope.
    /// </summary>
    /// <param name="picture">First number under the line at the first pixel.</param>
    /// <param name="pixelStride">Floats from a pixel to the next.</param>
    /// <param name="slopes">A row of sixteen filters for each pixel.</param>
    /// <param name="pixels">Pixels of the row.</param>
    /// <param name="taps">Numbers of the line, side by side.</param>
    /// <param name="gradient">A row of sixteen filters for each tap.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddGradient<TRow>(
        float* picture,
        nint pixelStride,
        float* slopes,
        int pixels,
        int taps,
        float* gradient
    )
        where TRow : struct, IRow<TRow>
    {
        const int Together = 3;
        for (; taps >= Together; taps -= Together, picture += Together, gradient += Together * Width)
        {
            TRow first = TRow.Load(gradient);
            TRow second = TRow.Load(gradient + Width);
            TRow third = TRow.Load(gradient + 2 * Width);
            float* source = picture;
            for (int pixel = 0; pixel < pixels; pixel++, source += pixelStride)
            {
                TRow slope = TRow.Load(slopes + (nint)pixel * Width);
                first = TRow.MultiplyAdd(source, slope, first);
                second = TRow.MultiplyAdd(source + 1, slope, second);
                third = TRow.MultiplyAdd(source + 2, slope, third);
            }

            TRow.Store(first, gradient);
            TRow.Store(second, gradient + Width);
            TRow.Store(third, gradient + 2 * Width);
        }

        for (; taps > 0; taps--, picture++, gradient += Width)
        {
            TRow sum = TRow.Load(gradient);
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                sum = TRow.MultiplyAdd(picture + pixel * pixelStride, TRow.Load(slopes + (nint)pixel * Width), sum);
            }

            TRow.Store(sum, gradient);
        }
    }
}
