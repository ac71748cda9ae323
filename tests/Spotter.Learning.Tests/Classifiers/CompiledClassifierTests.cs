using Spotter.Learning.Classifiers;
using Spotter.Learning.Datasets;
using Spotter.Networks;
using Spotter.Networks.Layers;
using Spotter.Vision.Images;

namespace Spotter.Learning.Tests.Classifiers;

public sealed class CompiledClassifierTests
{
    [Fact]
    public void Fit_DarkAndBright_LearnsAndTellsEachEpoch()
    {
        ImageDataset pictures = DarkAndBright();
        var told = new List<string>();
        CompiledClassifier model = new Sequential(pictures.ImageShape, [new Flatten(), new Dense(2)]).Compile(
            pictures.ClassNames,
            new Spotter.Learning.Optimizers.Adam(0.05)
        );
        TrainingResult result = model.Fit(
            pictures,
            epochs: 20,
            batchSize: 8,
            report: epoch => told.Add($"{epoch}"),
            cancellationToken: TestContext.Current.CancellationToken
        );
        Assert.Equal(20, result.History.Count);
        Assert.Matches(@"^epoch 20: loss \d\.\d{4}, accuracy 1\.0000$", told[^1]);
        Assert.Matches(@"^loss 0\.\d{4}, accuracy 1\.0000$", model.Evaluate(pictures).ToString());
        Assert.Equal("bright", model.Predict(pictures.Picture(1))[0].ClassName);
        Assert.Equal("dark", model.Predict(pictures.Picture(0))[0].ClassName);
    }

    [Fact]
    public void Classify_PictureOfAnotherSize_SaysBothSizes()
    {
        ImageDataset pictures = DarkAndBright();
        CompiledClassifier model = new Sequential(pictures.ImageShape, [new Flatten(), new Dense(2)]).Compile(
            pictures.ClassNames
        );
        ArgumentException problem = Assert.Throws<ArgumentException>(() =>
            model.Predict(new Frame(new GrayImage(3, 2)))
        );
        Assert.Contains("got a gray picture of 2 x 3", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Picture_OfColours_ComesAsBlueGreenRedAndGoesBack()
    {
        var pictures = new ImageDataset("rgb", TensorShape.Image(1, 1, 3), [1, 2, 3, 4, 5, 6], [0, 1], ["a", "b"]);
        Assert.Equal([6, 5, 4], pictures.Picture(1).Bgr.Pixels);
        Assert.Equal("b", pictures.LabelOf(1));
        var network = new Sequential(pictures.ImageShape, [new Flatten(), new Dense(2)]);
        ImageClassifier classifier = network.Compile(pictures.ClassNames).Classifier;
        Assert.Equal(classifier.Classify(pictures.Image(1)), classifier.Classify(pictures.Picture(1)));
        Assert.Contains(
            "rgb has the pictures 0 to 1, got 2",
            Assert.Throws<ArgumentOutOfRangeException>(() => pictures.Picture(2)).Message,
            StringComparison.Ordinal
        );
    }

    private static ImageDataset DarkAndBright()
    {
        var pixels = new byte[16 * 4];
        var labels = new int[16];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = i % 2;
            pixels.AsSpan(i * 4, 4).Fill((byte)(i % 2 == 0 ? 10 + i : 200 + i));
        }

        return new ImageDataset("two", TensorShape.Image(2, 2, 1), pixels, labels, ["dark", "bright"]);
    }
}
