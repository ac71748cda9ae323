using Spotter.Vision.Cascades;

namespace Spotter.Vision.Tests.Support;

/// <summary>The first stages of a cascade, which let more windows pass than all of them.</summary>
internal static class CascadeBeginning
{
    public static CascadeModel Of(CascadeModel model, int stages) =>
        new(
            new CascadeData
            {
                WindowSize = model.WindowSize,
                FeatureType = model.FeatureType,
                Stages = model.Stages[..stages].ToArray(),
                WeakClassifiers = model.WeakClassifiers.ToArray(),
                Nodes = model.Nodes.ToArray(),
                Leaves = model.Leaves.ToArray(),
                Subsets = model.Subsets.ToArray(),
                HaarFeatures = model.HaarFeatures.ToArray(),
                LbpFeatures = model.LbpFeatures.ToArray(),
            }
        );
}
