// The format that opencv_traincascade writes (featureType HAAR or LBP), read as OpenCV's CascadeClassifier reads it.

using static Spotter.Vision.Cascades.Formats.XmlFields;

namespace Spotter.Vision.Cascades.Formats;

internal static class TrainCascadeFormat
{
    public static CascadeParts Read(XmlNode cascade)
    {
        RequireWord(Child(cascade, "stageType"), "BOOST");
        XmlNode featureType = Child(cascade, "featureType");
        var parts = new CascadeParts
        {
            WindowSize = new BoxSize(Int(Child(cascade, "width")), Int(Child(cascade, "height"))),
            FeatureType = featureType.Text.Trim() switch
            {
                "HAAR" => CascadeFeatureType.Haar,
                "LBP" => CascadeFeatureType.Lbp,
                var other => throw Error(featureType, $"feature type \"{other}\" is not supported; HAAR and LBP are"),
            },
        };
        CheckCategories(cascade, parts.FeatureType);

        // stageNum and maxWeakCount say again how many there are. Like OpenCV, we count: people cut stages off by hand.
        foreach (XmlNode stage in Items(Child(cascade, "stages")))
        {
            ReadStage(stage, parts);
        }

        foreach (XmlNode feature in Items(Child(cascade, "features")))
        {
            ReadFeature(feature, parts);
        }

        return parts;
    }

    private static void ReadStage(XmlNode stage, CascadeParts parts)
    {
        int first = parts.WeakClassifiers.Count;
        foreach (XmlNode weak in Items(Child(stage, "weakClassifiers")))
        {
            ReadTree(weak, parts);
        }

        int count = parts.WeakClassifiers.Count - first;
        if (count == 0)
        {
            throw Error(stage, "the stage has no weak classifiers");
        }

        parts.Stages.Add(new Stage(first, count, Float(Child(stage, "stageThreshold"))));
    }

    private static void ReadTree(XmlNode weak, CascadeParts parts)
    {
        bool isLbp = parts.FeatureType == CascadeFeatureType.Lbp;
        int wordsPerNode = isLbp ? 3 + CascadeModel.SubsetWords : 4;
        XmlNode nodes = Child(weak, "internalNodes");
        string[] words = Words(nodes);
        if (words.Length == 0 || words.Length % wordsPerNode != 0)
        {
            throw Error(nodes, $"<internalNodes> must hold {wordsPerNode} numbers a node, got {words.Length}");
        }

        int nodeCount = words.Length / wordsPerNode;
        XmlNode leaves = Child(weak, "leafValues");
        parts.WeakClassifiers.Add(new WeakClassifier(parts.Nodes.Count, nodeCount, parts.Leaves.Count));
        for (int i = 0; i < words.Length; i += wordsPerNode)
        {
            float threshold = isLbp ? 0 : ParseFloat(nodes, words[i + 3]);
            parts.Nodes.Add(
                new TreeNode(
                    ParseInt(nodes, words[i]),
                    ParseInt(nodes, words[i + 1]),
                    ParseInt(nodes, words[i + 2]),
                    threshold
                )
            );
            for (int k = 0; isLbp && k < CascadeModel.SubsetWords; k++)
            {
                parts.Subsets.Add(ParseInt(nodes, words[i + 3 + k]));
            }
        }

        foreach (string value in Words(leaves, nodeCount + 1))
        {
            parts.Leaves.Add(ParseFloat(leaves, value));
        }
    }

    private static void ReadFeature(XmlNode feature, CascadeParts parts)
    {
        if (parts.FeatureType == CascadeFeatureType.Lbp)
        {
            XmlNode rect = Child(feature, "rect");
            string[] words = Words(rect, 4);
            parts.LbpFeatures.Add(
                new LbpFeature(
                    ParseInt(rect, words[0]),
                    ParseInt(rect, words[1]),
                    ParseInt(rect, words[2]),
                    ParseInt(rect, words[3])
                )
            );
        }
        else
        {
            parts.HaarFeatures.Add(HaarFeatureXml.Read(feature));
        }
    }

    // A subset of more or fewer than 256 categories would make every node of another length.
    private static void CheckCategories(XmlNode cascade, CascadeFeatureType type)
    {
        if (
            type == CascadeFeatureType.Lbp
            && cascade.Child("featureParams")?.Child("maxCatCount") is { } count
            && Int(count) != CascadeModel.LbpCategories
        )
        {
            throw Error(
                count,
                $"an LBP cascade must have {CascadeModel.LbpCategories} categories, got {count.Text.Trim()}"
            );
        }
    }

    private static void RequireWord(XmlNode element, string expected)
    {
        if (element.Text.Trim() != expected)
        {
            throw Error(element, $"<{element.Name}> must be {expected}, got \"{element.Text.Trim()}\"");
        }
    }
}
