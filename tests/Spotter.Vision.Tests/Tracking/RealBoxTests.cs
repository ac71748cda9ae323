using CsCheck;
using Spotter.Vision.Tracking;

namespace Spotter.Vision.Tests.Tracking;

public sealed class RealBoxTests
{
    private static readonly Gen<Box> Boxes = Gen.Select(
            Gen.Int[-50, 50],
            Gen.Int[-50, 50],
            Gen.Int[1, 60],
            Gen.Int[1, 60]
        )
        .Select((x, y, w, h) => new Box(x, y, w, h));

    [Fact]
    public void IntersectionOverUnion_WithoutBuffer_IsThatOfBox() =>
        Gen.Select(Boxes, Boxes)
            .Sample(
                (a, b) =>
                    Assert.Equal(a.IntersectionOverUnion(b), RealBox.From(a).IntersectionOverUnion(RealBox.From(b)), 12)
            );

    [Fact]
    public void IntersectionOverUnion_Buffered_IsThatOfGrownBoxes() =>
        Gen.Select(Boxes, Boxes, Gen.Double[0, 1])
            .Sample(
                (a, b, buffer) =>
                {
                    double grow = 1 + 2 * buffer;
                    RealBox left = RealBox.From(a);
                    RealBox right = RealBox.From(b);
                    double expected = (
                        left with
                        {
                            Width = left.Width * grow,
                            Height = left.Height * grow,
                        }
                    ).IntersectionOverUnion(right with { Width = right.Width * grow, Height = right.Height * grow });
                    Assert.Equal(expected, left.IntersectionOverUnion(right, buffer), tolerance: 1e-12);
                }
            );

    [Fact]
    public void Round_OfWholeBox_IsTheBox() => Boxes.Sample(box => Assert.Equal(box, RealBox.From(box).Round()));
}
