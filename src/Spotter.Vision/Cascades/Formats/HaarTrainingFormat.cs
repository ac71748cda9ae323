// The older format of opencv_haartraining (type_id opencv-haar-classifier): every node holds its own feature.

using static Spotter.Vision.Cascades.Formats.XmlFields;

namespace Spotter.Vision.Cascades.Formats;

internal static class HaarTrainingFormat
{
    public static CascadeParts Read(XmlNode cascade)
    {
        XmlNode size = cascade.Child("size")
            ?? throw Error(cascade, $"<{cascade.Name}> is not a cascade: it has neither <stageType> nor <size>");
        string[] words = Words(size, 2);
        var parts = new CascadeParts
        {
            WindowSize = new BoxSize(ParseInt(size, words[0]), ParseInt(size, words[1])),
            FeatureType = CascadeFeatureType.Haar,
        };
        foreach (XmlNode stage in Items(Child(cascade, "stages")))
        {
            // A stage may name another parent than the one before it; like OpenCV's converter, we make a chain of them
            // all.
            int first = parts.WeakClassifiers.Count;
            foreach (XmlNode tree in Items(Child(stage, "trees")))
            {
                ReadTree(tree, parts);
            }

            int count = parts.WeakClassifiers.Count - first;
            parts.Stages.Add(new Stage(first, count, Float(Child(stage, "stage_threshold"))));
        }

        return parts;
    }

    private static void ReadTree(XmlNode tree, CascadeParts parts)
    {
        XmlNode[] nodes = [.. Items(tree)];
        int firstLeaf = parts.Leaves.Count;
        parts.WeakClassifiers.Add(new WeakClassifier(parts.Nodes.Count, nodes.Length, firstLeaf));
        foreach (XmlNode node in nodes)
        {
            int feature = parts.HaarFeatures.Count;
            parts.HaarFeatures.Add(HaarFeatureXml.Read(Child(node, "feature")));
            int left = ReadChild(node, "left", firstLeaf, parts);
            int right = ReadChild(node, "right", firstLeaf, parts);
            parts.Nodes.Add(new TreeNode(left, right, feature, Float(Child(node, "threshold"))));
        }

        int leafCount = parts.Leaves.Count - firstLeaf;
        if (nodes.Length == 0 || leafCount != nodes.Length + 1)
        {
            throw Error(tree, $"a tree of {nodes.Length} nodes must have {nodes.Length + 1} leaves, got {leafCount}");
        }
    }

    private static int ReadChild(XmlNode node, string side, int firstLeaf, CascadeParts parts)
    {
        if (node.Child($"{side}_val") is { } value)
        {
            parts.Leaves.Add(Float(value));
            return -(parts.Leaves.Count - 1 - firstLeaf);
        }

        XmlNode child = Child(node, $"{side}_node");
        int index = Int(child);
        return index > 0 ? index : throw Error(child, $"a child node must have a positive number, got {index}");
    }
}
