using CsCheck;
using Spotter.Vision.Detectors;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Scalar;
using Spotter.Vision.Kernels.Vectors;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Kernels;

public sealed class RowResizerTests
{
    // From copies over one load for sixteen pixels (below 2), two for sixteen (below 4), one for four, one for two to
    // one a pixel; which of them depends on the processor, too.
    [Fact]
    public void Row_AnyScale_BytesOfTheScalarResize() =>
        Gen.Select(Gen.Int[1, 400], Gen.Int[1, 60], Gen.Double[1, 12], Gen.Int[0, 1 << 20])
            .Sample(
                static (width, height, scale, seed) =>
                {
                    GrayImage gray = SyntheticPictures.Make("noise", width, height, seed);
                    int levelWidth = Math.Max((int)(width / scale), 1);
                    int levelHeight = Math.Max((int)(height / scale), 1);
                    var expected = new byte[levelWidth * levelHeight];
                    var columns = new ResizeTable();
                    var rows = new ResizeTable();
                    columns.Prepare(width, levelWidth);
                    rows.Prepare(height, levelHeight);
                    ScalarResize.Resize(gray.View, columns, rows, expected);
                    Assert.Equal(expected, Resize(gray, levelWidth, levelHeight));
                },
                iter: 300,
                threads: 1
            );

    private static unsafe byte[] Resize(GrayImage gray, int width, int height)
    {
        var found = new byte[width * height];
        var level = new PyramidLevel(1, width, height, width, height, 1, default);
        fixed (
            byte* pixels = gray.Pixels,
                target = found
        )
        {
            var resizer = new RowResizer();
            resizer.Start(gray.View, pixels, level);
            for (int y = 0; y < height; y++)
            {
                resizer.Row(y, target + (y * width));
            }
        }

        return found;
    }
}
