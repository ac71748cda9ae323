using Spotter.Vision.Cascades;
using Spotter.Vision.Kernels;
using Spotter.Vision.Kernels.Scalar;
using Spotter.Vision.Kernels.Vectors;
using Spotter.Vision.Models;

namespace Spotter.Vision.Tests.Kernels;

public class FeatureRangeTests
{
    // White where a pixel counts for a feature, black where it counts against it, and the reverse, are the ends.
    [Theory]
    [InlineData("haarcascade_frontalface_default")]
    [InlineData("haarcascade_eye")]
    [InlineData("haarcascade_lefteye_2splits")]
    public void Of_FeaturesOfACascade_AreTheEndsOverAllPictures(string cascade)
    {
        CascadeModel model = ModelCatalog.Get(cascade).LoadCascade();
        HaarFeature[] features = [.. model.HaarFeatures.ToArray().Where((_, i) => i % 9 == 0)];
        Assert.Equal(model.HasTiltedFeatures, features.Any(static feature => feature.IsTilted));
        Assert.Equal(Ends(features, model.WindowSize), Array.ConvertAll(features, FeatureRange.Of));
    }

    [Fact]
    public void Of_RectanglesThatStickOutOrOverlap_HoldsTheEnds()
    {
        var random = new Random(3);
        WeightedRectangle Any(float weight, bool isTilted) =>
            isTilted
                ? new WeightedRectangle(
                    random.Next(9, 13),
                    random.Next(0, 6),
                    random.Next(1, 8),
                    random.Next(1, 8),
                    weight
                )
                : new WeightedRectangle(
                    random.Next(12),
                    random.Next(12),
                    random.Next(1, 12),
                    random.Next(1, 12),
                    weight
                );
        HaarFeature[] features =
        [
            .. Enumerable
                .Range(0, 300)
                .Select(i => i % 2 == 1)
                .Select(isTilted => new HaarFeature(
                    Any(-1, isTilted),
                    Any(random.Next(-3, 4), isTilted),
                    Any(random.Next(0, 3), isTilted),
                    isTilted
                )),
        ];
        (double Smallest, double Largest)[] ends = Ends(features, new BoxSize(24, 24));
        for (int i = 0; i < features.Length; i++)
        {
            (double low, double high) = FeatureRange.Of(features[i]);
            Assert.True(
                low <= ends[i].Smallest && high >= ends[i].Largest,
                $"{features[i]}: {low}..{high} does not hold {ends[i].Smallest}..{ends[i].Largest}"
            );
        }
    }

    [Fact]
    public void FitsShort_ValuesOfBothSidesOfTheLimit_AreToldApart()
    {
        // Two halves of 128 and of 130 pixels: 32,640 and 33,150.
        Assert.True(FeatureRange.FitsShort(Halves(16, 8)));
        Assert.False(FeatureRange.FitsShort(Halves(13, 10)));

        static HaarFeature Halves(int width, int height) =>
            new(
                new WeightedRectangle(0, 0, width, 2 * height, -1),
                new WeightedRectangle(0, 0, width, height, 2),
                default,
                IsTilted: false
            );
    }

    private static (double Smallest, double Largest)[] Ends(HaarFeature[] features, BoxSize window)
    {
        // Tilted rectangles of cascades stay inside of the window; those here may leave it by a few columns.
        const int Margin = 16;
        int width = window.Width + (2 * Margin);
        int height = window.Height + Margin;
        int stride = width + 1;
        var layout = LevelLayout.Plain(stride, stride * (height + 1));
        BoundHaarFeature[] bound = Array.ConvertAll(features, feature => new BoundHaarFeature(feature, layout));
        var ends = new (double Smallest, double Largest)[features.Length];
        var sums = new int[2 * stride * (height + 1)];
        var squares = new uint[stride * (height + 1)];
        var pixels = new byte[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = 1;
            ScalarIntegral.Compute(pixels, width, height, sums, squares, stride);
            ScalarIntegral.ComputeTilted(pixels, width, height, sums.AsSpan(stride * (height + 1)), stride);
            pixels[i] = 0;
            for (int f = 0; f < bound.Length; f++)
            {
                double value = bound[f].Evaluate(in sums[Margin]) * 255;
                ends[f] = (ends[f].Smallest + Math.Min(0, value), ends[f].Largest + Math.Max(0, value));
            }
        }

        return ends;
    }
}
