using Spotter.Videos;
using Spotter.Vision;

namespace Spotter.Tests.Videos;

public sealed class DistanceScaleTests
{
    [Fact]
    public void MetresTo_PersonOf170PixelsAtFocal1000_IsTenMetres()
    {
        var scale = new DistanceScale { FocalPixels = 1000, WarnCloserMetres = 12 };
        var person = new Detection(new Box(0, 0, 60, 170), 1, "person");
        Assert.Equal(10, scale.MetresTo(person, 1280)!.Value, 6);
        Assert.True(scale.IsTooClose(person, 1280));
        Assert.False(scale.IsTooClose(person with { Box = new Box(0, 0, 30, 85) }, 1280));
        Assert.Null(scale.MetresTo(person with { Label = "face" }, 1280));
    }

    [Fact]
    public void MetresTo_NoFocalLength_TakesSixtyDegreesAcross()
    {
        var car = new Detection(new Box(0, 0, 200, 150), 1, "car");
        Assert.Equal(640 / Math.Tan(Math.PI / 6) * 1.5 / 150, new DistanceScale().MetresTo(car, 1280)!.Value, 6);
    }
}
