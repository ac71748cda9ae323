using Spotter.Learning.Classifiers;
using Spotter.Networks;
using Spotter.Networks.Layers;

namespace Spotter.Learning.Tests.Classifiers;

public sealed class NetworkPresetsTests
{
    [Fact]
    public void SmallPreset_FashionMnist_HasFewerThan100000Parameters() =>
        Assert.InRange(
            new Sequential(TensorShape.Image(28, 28, 1), NetworkPresets.SmallConvolutional(10)).TrainableCount,
            10_000,
            99_999
        );

    [Fact]
    public void Description_OfEveryPreset_RoundTrips()
    {
        foreach (ClassifierPreset preset in ClassifierPreset.All)
        {
            var network = new Sequential(TensorShape.Image(32, 32, 3), preset.Layers(10));
            Sequential again = NetworkDescription.Parse(NetworkDescription.Of(network).ToJson()).Build();
            Assert.Equal(network.Summary(), again.Summary());
        }
    }
}
