using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Learning.Metrics;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Tests.Metrics;

public sealed class ClassificationReportTests
{
    private static readonly ImageDataset Dataset = new(
        "five",
        TensorShape.Image(1, 1, 1),
        new byte[5],
        [0, 0, 0, 1, 1],
        ["a", "b", "c"]
    );

    // Answers a, a, b, b, a with confidences 0.9, 0.9, 0.6, 0.6, 0.6: three are right.
    private static readonly Evaluation Answers = new(
        0.5,
        0.6,
        [0.9f, 0.1f, 0, 0.9f, 0.1f, 0, 0.4f, 0.6f, 0, 0.4f, 0.6f, 0, 0.6f, 0.4f, 0],
        [0, 0, 1, 1, 0]
    );

    [Fact]
    public void Of_FiveAnswers_CountsByTrueClassAndAnswer()
    {
        var report = ClassificationReport.Of(Answers, Dataset);
        Assert.Equal(
            [
                [2, 1, 0],
                [1, 1, 0],
                [0, 0, 0],
            ],
            report.Confusion
        );
        Assert.Equal(5, report.Count);
    }

    [Fact]
    public void Of_FiveAnswers_GivesPrecisionRecallAndF1()
    {
        var report = ClassificationReport.Of(Answers, Dataset);
        Assert.Equal(2.0 / 3, report.Classes[0].Precision, 12);
        Assert.Equal(2.0 / 3, report.Classes[0].Recall, 12);
        Assert.Equal(0.5, report.Classes[1].F1, 12);
        Assert.Equal(new ClassMetrics("c", 0, 0, 0, 0), report.Classes[2]);

        // No picture is of c: nothing is known of it.
        Assert.Equal((2.0 / 3 + 0.5) / 2, report.MacroF1, 12);
    }

    [Fact]
    public void Of_FiveAnswers_MeasuresCalibration()
    {
        Calibration calibration = ClassificationReport.Of(Answers, Dataset).Calibration;

        // Two answers at 0.9, both right: off by 0.1. Three at 0.6, one right: off by 0.6 - 1/3.
        Assert.Equal((2 * 0.1 + 3 * (0.6 - 1.0 / 3)) / 5, calibration.ExpectedError, 6);
        Assert.Equal([3, 2], calibration.Bins.Where(bin => bin.Count > 0).Select(bin => bin.Count));
        Assert.All(calibration.Bins.Where(bin => bin.Count > 0), bin =>
            Assert.InRange(bin.Confidence, bin.From, bin.To)
        );
    }

    [Fact]
    public void Of_AnotherDataset_IsRefused()
    {
        ImageDataset other = Dataset.Select([0, 1]);
        Assert.Contains(
            "has 2 pictures",
            Assert.Throws<ArgumentException>(() => ClassificationReport.Of(Answers, other)).Message,
            StringComparison.Ordinal
        );
    }
}
