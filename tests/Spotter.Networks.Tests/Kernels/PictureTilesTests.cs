using Spotter.Networks.Kernels;

namespace Spotter.Networks.Tests.Kernels;

/// <summary>Tiles and conversions of every width against their definitions.</summary>
public sealed unsafe class PictureTilesTests
{
    private const double Tolerance = 1e-5;

    [Theory]
    [InlineData(1, 1, 1, 1, 1, 1)]
    [InlineData(40, 3, 3, 1, 9, 27)]
    [InlineData(33, 2, 1, 3, 5, 5)]
    [InlineData(29, 5, 3, 3, 16, 64)]
    [InlineData(17, 4, 1, 1, 48, 48)]
    public void Run_AllHeights_EqualsDefinition(int most, int panels, int lines, int parts, int steps, int rowStride)
    {
        const int LineStride = 300;
        var random = new RandomStream(6, 0);
        AlignedBuffer a = Noise(ref random, lines * LineStride + most * rowStride + parts * steps + Row.Width);
        AlignedBuffer b = Noise(ref random, panels * lines * parts * steps * Row.Width);
        AlignedBuffer bias = Noise(ref random, panels * Row.Width);
        int columns = panels * Row.Width;
        int stride = columns + 3;
        for (int rows = 1; rows <= most; rows++)
        {
            var source = new TileSource(rowStride, lines, LineStride, parts, steps, steps);
            foreach (float? factor in new float?[] { null, 0, 0.1f, 1 })
            {
                double[] expected = Define(a, source, b, panels, factor is null ? null : bias, factor ?? 1, rows);
                foreach (Action<AlignedBuffer> run in Widths(a, source, b, panels, bias, factor, stride, rows))
                {
                    var y = new AlignedBuffer((rows + 1) * stride + Row.Width);
                    y.Span.Fill(7);
                    run(y);
                    for (int i = 0; i < rows * columns; i++)
                    {
                        Assert.Equal(expected[i], y.Span[i / columns * stride + i % columns], Tolerance);
                    }

                    Assert.Equal(7, y.Span[rows * stride]);
                }
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Convert_AllLengths_EqualsDefinition(bool isTurned)
    {
        float[] scales = [1 / 128f, 1 / 100f, 1 / 90f];
        float[] offsets = [-1, 0.5f, 0];
        var random = new RandomStream(6, 1);
        for (int pixels = 0; pixels <= 86; pixels++)
        {
            var source = new byte[3 * pixels];
            foreach (ref byte value in source.AsSpan())
            {
                value = (byte)random.NextInt(256);
            }

            var target = new float[source.Length + 1];
            target[^1] = 7;
            fixed (byte* from = source)
            fixed (float* to = target)
            {
                PixelConversion.Convert(from, to, pixels, scales, offsets, isTurned);
            }

            for (int i = 0; i < source.Length; i++)
            {
                int place = isTurned ? i - i % 3 + 2 - i % 3 : i;
                Assert.Equal(source[place] * scales[i % 3] + offsets[i % 3], target[i]);
            }

            Assert.Equal(7, target[^1]);
        }
    }

    private static IEnumerable<Action<AlignedBuffer>> Widths(
        AlignedBuffer a,
        TileSource source,
        AlignedBuffer b,
        int panels,
        AlignedBuffer bias,
        float? factor,
        int stride,
        int rows
    )
    {
        yield return y => Run<Row128>(a, source, b, panels, bias, factor, y, stride, rows);
        if (Row256.IsSupported)
        {
            yield return y => Run<Row256>(a, source, b, panels, bias, factor, y, stride, rows);
        }

        if (Row512.IsSupported)
        {
            yield return y => Run<Row512>(a, source, b, panels, bias, factor, y, stride, rows);
        }
    }

    private static void Run<TRow>(
        AlignedBuffer a,
        TileSource source,
        AlignedBuffer b,
        int panels,
        AlignedBuffer bias,
        float? factor,
        AlignedBuffer y,
        int stride,
        int rows
    )
        where TRow : struct, IRow<TRow>
    {
        nint panelStride = source.Lines * source.Parts * source.Steps * Row.Width;
        if (factor is { } slope)
        {
            PictureTiles.Run<TRow, BiasedEnd>(
                a.Pointer,
                source,
                b.Pointer,
                panelStride,
                panels,
                bias.Pointer,
                slope,
                y.Pointer,
                stride,
                rows
            );
        }
        else
        {
            PictureTiles.Run<TRow, RawEnd>(
                a.Pointer,
                source,
                b.Pointer,
                panelStride,
                panels,
                null,
                1,
                y.Pointer,
                stride,
                rows
            );
        }
    }

    private static double[] Define(
        AlignedBuffer a,
        TileSource source,
        AlignedBuffer b,
        int panels,
        AlignedBuffer? bias,
        double factor,
        int rows
    )
    {
        int length = source.Lines * source.Parts * source.Steps;
        var y = new double[rows * panels * Row.Width];
        for (int i = 0; i < y.Length; i++)
        {
            (int row, int column) = Math.DivRem(i, panels * Row.Width);
            (int panel, int lane) = Math.DivRem(column, Row.Width);
            double sum = bias?.Span[column] ?? 0;
            for (int k = 0; k < length; k++)
            {
                (int line, int rest) = Math.DivRem(k, source.Parts * source.Steps);
                (int part, int step) = Math.DivRem(rest, source.Steps);
                nint place = row * source.RowStride + line * source.LineStride + part * source.PartStride + step;
                sum += (double)a.Span[(int)place] * b.Span[(panel * length + k) * Row.Width + lane];
            }

            y[i] = Math.Max(sum, sum * factor);
        }

        return y;
    }

    private static AlignedBuffer Noise(ref RandomStream random, int length)
    {
        var buffer = new AlignedBuffer(length);
        random.FillUniform(buffer.Span, 0.5);
        return buffer;
    }
}
