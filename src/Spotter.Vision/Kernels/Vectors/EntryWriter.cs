using Spotter.Vision.Cascades;

namespace Spotter.Vision.Kernels.Vectors;

/// <summary>Writes nodes as entries of a table, in the layout of the kernel for their shape.</summary>
internal sealed class EntryWriter(ShapedCascade cascade, LevelLayout layout, List<int> table)
{
    /// <param name="index">Index of the node in the model.</param>
    /// <param name="isShort">True for a kernel that reads samples of 16 bits.</param>
    /// <param name="isNegated">True to write a node that goes left exactly where the model's goes right.</param>
    public void WriteNode(int index, bool isShort, bool isNegated)
    {
        CascadeModel model = cascade.Model;
        TreeNode node = model.Nodes[index];
        if (model.FeatureType == CascadeFeatureType.Lbp)
        {
            WritePattern(index, node, isNegated);
        }
        else
        {
            WriteHaar(cascade[node.Feature], node.Threshold, isShort, isNegated);
        }
    }

    private void WritePattern(int index, TreeNode node, bool isNegated)
    {
        CascadeModel model = cascade.Model;
        var feature = new BoundLbpFeature(model.LbpFeatures[node.Feature], layout);
        for (int i = 0; i < BoundLbpFeature.CornerCount; i++)
        {
            table.Add(feature.Corner(i));
        }

        foreach (int word in model.Subsets.Slice(index * CascadeModel.SubsetWords, CascadeModel.SubsetWords))
        {
            table.Add(isNegated ? ~word : word);
        }
    }

    // Not (v < t) is (-v <= -t), which is (-v < the number after -t). Negating v swaps the samples that are added with
    // those that are subtracted, which leaves every rounding as it was.
    private void WriteHaar(ShapedFeature shaped, float threshold, bool isShort, bool isNegated)
    {
        (int X, int Y)[] samples = isNegated ? SwapSigns(shaped) : shaped.Samples;
        foreach ((int x, int y) in samples)
        {
            table.Add(layout.OffsetOf(x, y, shaped.Feature.IsTilted));
        }

        if (shaped.Shape == FeatureShape.Two)
        {
            WriteWeight(shaped.Feature.Second.Weight, isShort);
        }
        else if (shaped.Shape == FeatureShape.Three)
        {
            WriteWeight(shaped.Feature.First.Weight, isShort);
            WriteWeight(shaped.Feature.Second.Weight, isShort);
            WriteWeight(shaped.Feature.Third.Weight, isShort);
        }

        WriteFloat(isNegated ? float.BitIncrement(-threshold) : threshold);
    }

    // In the shapes of a tree (Nine is not one) added and subtracted samples alternate pairwise.
    private static (int X, int Y)[] SwapSigns(ShapedFeature shaped)
    {
        (int X, int Y)[] samples = [.. shaped.Samples];
        for (int i = 0; i + 1 < samples.Length; i += 2)
        {
            (samples[i], samples[i + 1]) = (samples[i + 1], samples[i]);
        }

        return samples;
    }

    // Kernels of 16 bits multiply both halves of a lane.
    private void WriteWeight(float weight, bool isShort)
    {
        if (isShort)
        {
            table.Add((ushort)(int)weight * 0x10001);
        }
        else
        {
            WriteFloat(weight);
        }
    }

    private void WriteFloat(float value) => table.Add(BitConverter.SingleToInt32Bits(value));
}
