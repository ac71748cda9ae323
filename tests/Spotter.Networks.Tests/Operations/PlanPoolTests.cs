using Spotter.Networks.Layers;
using Spotter.Networks.Operations;

namespace Spotter.Networks.Tests.Operations;

public sealed class PlanPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Predict_WithAPool_EqualsAPlanACallToTheBit(int count)
    {
        ImageClassifier classifier = Classifier();
        using var pool = new PlanPool(classifier.Network, count);
        byte[][] pixels = [.. Enumerable.Range(0, 40).Select(seed => Pixels(classifier, count, seed))];
        var answers = new float[pixels.Length][];
        await Parallel.ForAsync(0, pixels.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, (i, _) =>
        {
            answers[i] = classifier.Predict(pixels[i], count, pool);
            return ValueTask.CompletedTask;
        });
        Assert.Equal([.. pixels.Select(some => classifier.Predict(some, count))], answers);
    }

    [Fact]
    public void Predict_OfMorePicturesThanAPlanTakes_AnswersAll()
    {
        ImageClassifier classifier = Classifier();
        using var pool = new PlanPool(classifier.Network, batch: 2);
        byte[] pixels = Pixels(classifier, 5, seed: 3);
        Assert.Equal(classifier.Predict(pixels, 5), classifier.Predict(pixels, 5, pool));
    }

    [Fact]
    public void Rent_AfterReturn_GivesTheSamePlan()
    {
        ImageClassifier classifier = Classifier();
        using var pool = new PlanPool(classifier.Network, batch: 1);
        TensorShape shape = classifier.Network.InputShape;
        InferencePlan plan = pool.Rent(shape);
        InferencePlan other = pool.Rent(shape);
        Assert.NotSame(plan, other);
        pool.Return(plan);
        Assert.Same(plan, pool.Rent(shape));
        pool.Return(plan);
        pool.Return(other);
    }

    [Fact]
    public void Rent_AfterDispose_Refuses()
    {
        ImageClassifier classifier = Classifier();
        var pool = new PlanPool(classifier.Network, batch: 1);
        pool.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Rent(classifier.Network.InputShape));
    }

    private static ImageClassifier Classifier() =>
        new(
            new Sequential(
                TensorShape.Image(12, 10, 1),
                [new Conv2D(16, 3), new Activation(ActivationKind.ReLU), new Flatten(), new Dense(2)],
                seed: 5
            ),
            PixelNormalization.ZeroToOne(),
            ["no", "yes"]
        );

    private static byte[] Pixels(ImageClassifier classifier, int count, int seed)
    {
        var pixels = new byte[count * classifier.Network.InputShape.Length];
        new Random(seed).NextBytes(pixels);
        return pixels;
    }
}
