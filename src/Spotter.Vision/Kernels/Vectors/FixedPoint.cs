using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>The fixed point of a stage: as fine as sums in 32 bits allow.</summary>
internal readonly struct FixedPoint
{
    // What partial sums may reach; a tenth of the range of 32 bits is left for rounding.
    private const double Limit = 1.9e9;

    private readonly double _one;

    public FixedPoint(CascadeModel model, Stage stage)
    {
        // Every vote may be subtracted from the base and added again.
        double largest = Math.Abs(stage.EffectiveThreshold) + 1;
        foreach (WeakClassifier tree in model.WeakClassifiers.Slice(stage.FirstClassifier, stage.ClassifierCount))
        {
            double vote = 0;
            foreach (float leaf in model.Leaves.Slice(tree.FirstLeaf, tree.NodeCount + 1))
            {
                vote = Math.Max(vote, Math.Abs(leaf));
            }

            largest += 2 * vote;
        }

        _one = Math.ScaleB(1, (int)Math.Floor(Math.Log2(Limit / largest)));
        int doubt = (stage.ClassifierCount / 2) + 2; // each vote is off by at most half a unit
        Low = (int)Math.Floor((stage.EffectiveThreshold * _one) - doubt);
        High = (int)Math.Ceiling((stage.EffectiveThreshold * _one) + doubt) - 1;
    }

    public int Low { get; }

    public int High { get; }

    public int Of(float vote) => (int)Math.Round(vote * _one);
}
