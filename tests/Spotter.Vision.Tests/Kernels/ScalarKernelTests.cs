using CsCheck;
using OpenCvSharp;
using Spotter.Vision.Images;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Scalar;
using Spotter.Vision.Tests.Support;

namespace Spotter.Vision.Tests.Kernels;

/// <summary>The scalar kernels, which define what the vector ones compute, against OpenCV's functions.</summary>
public sealed class ScalarKernelTests
{
    private static readonly Gen<(int Width, int Height, int Seed)> Sizes = Gen.Select(
        Gen.Int[1, 130],
        Gen.Int[1, 130],
        Gen.Int[0, 1 << 20]
    );

    [Fact]
    public void Resize_AnySizes_BytesOfOpenCv() =>
        Gen.Select(Sizes, Gen.Int[1, 150], Gen.Int[1, 150])
            .Sample(
                static (picture, width, height) =>
                {
                    GrayImage gray = SyntheticPictures.Make("noise", picture.Width, picture.Height, picture.Seed);
                    using Mat source = OpenCvOracle.ToMat(gray);
                    using var expected = new Mat();
                    Cv2.Resize(
                        source,
                        expected,
                        new OpenCvSharp.Size(width, height),
                        0,
                        0,
                        InterpolationFlags.LinearExact
                    );
                    var columns = new ResizeTable();
                    var rows = new ResizeTable();
                    columns.Prepare(gray.Width, width);
                    rows.Prepare(gray.Height, height);
                    var found = new byte[width * height];
                    ScalarResize.Resize(gray.View, columns, rows, found);
                    Assert.Equal(OpenCvOracle.ToGray(expected).Pixels, found);
                },
                iter: 300,
                threads: 1
            );

    [Fact]
    public void Integral_AnySize_SumsOfOpenCv() =>
        Sizes.Sample(
            static picture =>
            {
                GrayImage gray = SyntheticPictures.Make("noise", picture.Width, picture.Height, picture.Seed);
                using Mat source = OpenCvOracle.ToMat(gray);
                using var sums = new Mat();
                using var squares = new Mat();
                using var tilted = new Mat();
                Cv2.Integral(source, sums, squares, tilted, MatType.CV_32S);
                sums.GetArray(out int[] expectedSums);
                squares.GetArray(out double[] expectedSquares);
                tilted.GetArray(out int[] expectedTilted);

                int stride = gray.Width + 1;
                var foundSums = new int[stride * (gray.Height + 1)];
                var foundSquares = new uint[foundSums.Length];
                var foundTilted = new int[foundSums.Length];
                ScalarIntegral.Compute(gray.Pixels, gray.Width, gray.Height, foundSums, foundSquares, stride);
                ScalarIntegral.ComputeTilted(gray.Pixels, gray.Width, gray.Height, foundTilted, stride);
                Assert.Equal(expectedSums, foundSums);
                Assert.Equal(expectedSquares, foundSquares.Select(static square => (double)square));
                Assert.Equal(expectedTilted, foundTilted);
            },
            iter: 200,
            threads: 1
        );
}
