using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Media;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;
using Spotter.Workshop.Plots;

namespace Spotter.Workshop.Tests.Plots;

public sealed class FigureTests
{
    private static readonly (byte B, byte G, byte R) Blue = (0xB2, 0x72, 0x00);
    private static readonly (byte B, byte G, byte R) Orange = (0x00, 0x5E, 0xD5);

    private static readonly ImageDataset Pictures = new(
        "two",
        TensorShape.Image(4, 4, 1),
        new byte[32],
        [0, 1],
        ["left", "right"]
    );

    [Fact]
    public void PredictionGrid_RightAnswer_IsBlueOnly()
    {
        BgrImage image = Decode(PredictionGrid.Draw(Pictures, [new Prediction(0, 0, 0, [0.8f, 0.2f])]));
        Assert.True(Count(image, Blue) > 500);
        Assert.Equal(0, Count(image, Orange));
    }

    [Fact]
    public void PredictionGrid_WrongAnswer_ShowsBothClasses()
    {
        BgrImage image = Decode(PredictionGrid.Draw(Pictures, [new Prediction(1, 1, 0, [0.8f, 0.2f])]));

        // Two bars of the same width: the answer's is four times the height of the true class's.
        double blue = Count(image, Blue);
        Assert.True(blue > 500);
        Assert.InRange(Count(image, Orange) / blue, 3, 6);
    }

    [Fact]
    public void SideBySide_TwoCharts_AreBothDrawn()
    {
        Figure[] figures = [new Figure("a", "x", "y"), new Figure("b", "x", "y")];
        foreach (Figure figure in figures)
        {
            figure.AddLine("line", [0, 1, 2], [0, 1, 4]);
        }

        BgrImage image = Decode(Figure.SideBySide(figures, 300, 200));
        Assert.Equal((1200, 400), (image.Width, image.Height));
        Assert.InRange(Count(image, Blue, 0, 600), 200, 20000);
        Assert.InRange(Count(image, Blue, 600, 1200), 200, 20000);
        Assert.True(Count(image, (255, 255, 255), 600, 1200) > 100_000, "the ground is white");
    }

    [Fact]
    public void LearningCurves_OneEpoch_IsDrawn()
    {
        var epoch = new EpochMetrics(1, 0.5, 0.8, 0.6, 0.7, 0.001, 1);
        Assert.True(Count(Decode(LearningCurves.Draw([("run", [epoch])])), Blue) > 50);
    }

    [Fact]
    public void ConfusionMatrix_ManyClasses_StaysWithinAPicture()
    {
        const int Classes = 120;
        int[][] counts =
        [
            .. Enumerable
                .Range(0, Classes)
                .Select(row => Enumerable.Range(0, Classes).Select(column => row == column ? 5 : 0).ToArray()),
        ];
        BgrImage image = Decode(
            ConfusionMatrixPlot.Draw(
                counts,
                [.. Enumerable.Range(0, Classes).Select(i => $"a class with a rather long name {i}")]
            )
        );
        Assert.InRange(image.Width, 400, 4000);
    }

    [Fact]
    public void FirstLayerWeights_DenseOnPixels_ShowsSigns()
    {
        var network = new Sequential(TensorShape.Image(2, 2, 1), [new Flatten(), new Dense(2)]);
        network.Parameters[0].SetValues([1, 0, -1, 0, 0, 0, 0, 0]);
        BgrImage image = Decode(FirstLayerWeights.Draw(network)!);
        Assert.True(Count(image, Blue) > 1000);
        Assert.Equal(Count(image, Blue), Count(image, Orange), tolerance: 200);
    }

    [Fact]
    public void FirstLayerWeights_AfterPooling_HasNoPicture() =>
        Assert.Null(
            FirstLayerWeights.Draw(
                new Sequential(TensorShape.Image(4, 4, 1), [new MaxPooling2D(2), new Flatten(), new Dense(2)])
            )
        );

    [Fact]
    public void WorstMistakes_AreTheSurestWrongAnswers()
    {
        var dataset = new ImageDataset("four", TensorShape.Image(1, 1, 1), new byte[4], [0, 0, 1, 1], ["a", "b"]);
        var evaluation = new Evaluation(1, 0.25, [0.4f, 0.6f, 0.9f, 0.1f, 0.8f, 0.2f, 0.7f, 0.3f], [1, 0, 0, 0]);
        Assert.Equal([2, 3, 0], Prediction.WorstMistakes(evaluation, dataset, 5).Select(mistake => mistake.Picture));
    }

    private static BgrImage Decode(byte[] png) => Picture.Load(png).Bgr;

    private static int Count(BgrImage image, (byte B, byte G, byte R) color, int left = 0, int? right = null)
    {
        int count = 0;
        for (int i = 0; i < image.Width * image.Height; i++)
        {
            ReadOnlySpan<byte> pixel = image.Pixels.AsSpan(i * 3, 3);
            bool isInside = i % image.Width >= left && i % image.Width < (right ?? image.Width);
            count += isInside && (pixel[0], pixel[1], pixel[2]) == color ? 1 : 0;
        }

        return count;
    }
}
