using Spotter.Onnx.Decoders;

namespace Spotter.Onnx.Tests;

public sealed class ScoreScanTests
{
    [Fact]
    public void AtLeast_OfAllLengths_FindsWhatOneAfterTheOtherFinds()
    {
        var random = new Random(7);
        for (int length = 0; length <= 257; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(_ => (float)Math.Round(random.NextDouble(), 1))];
            if (length > 3)
            {
                values[length / 2] = float.NaN;
                values[length / 3] = float.PositiveInfinity;
            }

            var expected = new List<int>();
            ScoreScan.AddRest(values, 0.8f, expected, from: 0);
            var found = new List<int>();
            ScoreScan.AtLeast(values, 0.8f, found);
            Assert.Equal(expected, found);
            Assert.DoesNotContain(found, place => float.IsNaN(values[place]));
        }
    }

    [Fact]
    public void NoNumbers_OfAllLengths_SeesEveryPlace()
    {
        for (int length = 1; length <= 67; length++)
        {
            float[] values = [.. Enumerable.Range(0, length).Select(static i => (i - 20) * 1e30f)];
            Assert.Null(OutputRange.NoNumbers("out", values));
            foreach (float wrong in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
            {
                for (int place = 0; place < length; place++)
                {
                    float right = values[place];
                    values[place] = wrong;
                    Assert.NotNull(OutputRange.NoNumbers("out", values));
                    values[place] = right;
                }
            }
        }
    }
}
