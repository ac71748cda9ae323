using Spotter.Vision.Detectors;

namespace Spotter.Vision.Tests.Detectors;

public sealed class RectangleGroupingTests
{
    [Fact]
    public void Group_Neighbors_MeanOfTheirBoxesAndBestScore()
    {
        List<Candidate> candidates =
        [
            new(new Box(10, 20, 40, 40), 1),
            new(new Box(14, 20, 40, 40), 3),
            new(new Box(12, 26, 40, 40), 2),
            new(new Box(200, 20, 40, 40), 9),
        ];

        new RectangleGrouping().Group(candidates, 2);

        Assert.Equal([new Candidate(new Box(12, 22, 40, 40), 3, 3)], candidates);
    }

    // Thousands of boxes of some sizes, which overlap by chance; two groupings of one instance, the second smaller.
    [Theory]
    [InlineData(3_000, 1)]
    [InlineData(400, 2)]
    [InlineData(9, 3)]
    public void Group_ManyBoxes_OneForEachConnectedComponent(int count, int seed)
    {
        var grouping = new RectangleGrouping();
        grouping.Group([.. RandomCandidates(5_000, seed)], 1);
        List<Candidate> candidates = RandomCandidates(count, seed);
        List<Candidate> expected = ByDefinition(candidates);

        grouping.Group(candidates, 1);

        Assert.NotEmpty(expected);
        Assert.Equal(expected.Select(box => box.Count), candidates.Select(box => box.Count));
        Assert.Equal(expected.Select(box => box.Score), candidates.Select(box => box.Score));
    }

    private static List<Candidate> RandomCandidates(int count, int seed)
    {
        // So many boxes a place that some touch and others do not, whatever their number.
        int side = 40 * (int)Math.Sqrt(count);
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new Candidate(
                    new Box(
                        random.Next(side / 4),
                        random.Next(side / 4),
                        40 + (random.Next(6) * 9),
                        40 + (random.Next(6) * 9)
                    ),
                    i
                )),
        ];
    }

    // All pairs, and labels that spread until nothing changes. Boxes inside better ones go, as they do there.
    private static List<Candidate> ByDefinition(List<Candidate> all)
    {
        int[] labels = [.. Enumerable.Range(0, all.Count)];
        for (bool changed = true; changed; )
        {
            changed = false;
            for (int i = 0; i < all.Count; i++)
            {
                for (int j = 0; j < all.Count; j++)
                {
                    if (labels[j] < labels[i] && AreSimilar(all[i].Box, all[j].Box))
                    {
                        labels[i] = labels[j];
                        changed = true;
                    }
                }
            }
        }

        List<Candidate> boxes =
        [
            .. all.Select((candidate, i) => (candidate, label: labels[i]))
                .GroupBy(each => each.label, each => each.candidate)
                .Select(group => new Candidate(
                    MeanOf([.. group.Select(each => each.Box)]),
                    group.Max(each => each.Score),
                    group.Count()
                ))
                .Where(box => box.Count > 1),
        ];
        return [.. boxes.Where(inner => !boxes.Any(outer => outer != inner && IsInsideBetter(inner, outer)))];
    }

    private static bool AreSimilar(Box a, Box b)
    {
        double delta = 0.2 * (Math.Min(a.Width, b.Width) + Math.Min(a.Height, b.Height)) * 0.5;
        return Math.Abs(a.X - b.X) <= delta
            && Math.Abs(a.Y - b.Y) <= delta
            && Math.Abs(a.Right - b.Right) <= delta
            && Math.Abs(a.Bottom - b.Bottom) <= delta;
    }

    private static Box MeanOf(Box[] boxes) =>
        new(
            (int)MathF.Round((float)boxes.Average(box => box.X)),
            (int)MathF.Round((float)boxes.Average(box => box.Y)),
            (int)MathF.Round((float)boxes.Average(box => box.Width)),
            (int)MathF.Round((float)boxes.Average(box => box.Height))
        );

    private static bool IsInsideBetter(Candidate inner, Candidate outer)
    {
        int dx = (int)Math.Round(outer.Box.Width * 0.2);
        int dy = (int)Math.Round(outer.Box.Height * 0.2);
        return inner.Box.X >= outer.Box.X - dx
            && inner.Box.Y >= outer.Box.Y - dy
            && inner.Box.Right <= outer.Box.Right + dx
            && inner.Box.Bottom <= outer.Box.Bottom + dy
            && (outer.Count > Math.Max(3, inner.Count) || inner.Count < 3);
    }
}
