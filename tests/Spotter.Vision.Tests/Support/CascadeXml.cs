using System.Globalization;
using System.Text;
using Spotter.Vision.Cascades;

namespace Spotter.Vision.Tests.Support;

/// <summary>Writes models in OpenCV's two XML formats, so that the readers can be tried on any model.</summary>
internal static class CascadeXml
{
    /// <summary>The format of opencv_traincascade.</summary>
    public static string New(CascadeModel model)
    {
        bool isLbp = model.FeatureType == CascadeFeatureType.Lbp;
        var xml = new StringBuilder(
            "<?xml version=\"1.0\"?>\n<opencv_storage>\n<cascade type_id=\"opencv-cascade-classifier\">\n"
        );
        xml.Append($"<stageType>BOOST</stageType>\n<featureType>{(isLbp ? "LBP" : "HAAR")}</featureType>\n");
        xml.Append($"<height>{model.WindowSize.Height}</height>\n<width>{model.WindowSize.Width}</width>\n");
        xml.Append(
            $"<stageParams><maxWeakCount>100</maxWeakCount></stageParams>\n<featureParams><maxCatCount>"
                + $"{(isLbp ? 256 : 0)}</maxCatCount></featureParams>\n"
        );
        xml.Append($"<stageNum>{model.Stages.Length}</stageNum>\n<stages>\n");
        foreach (Stage stage in model.Stages)
        {
            xml.Append(
                $"<_>\n<maxWeakCount>{stage.ClassifierCount}</maxWeakCount>\n<stageThreshold>{Text(stage.Threshold)}</"
                    + $"stageThreshold>\n<weakClassifiers>\n"
            );
            foreach (WeakClassifier weak in model.WeakClassifiers.Slice(stage.FirstClassifier, stage.ClassifierCount))
            {
                xml.Append("<_><internalNodes>");
                for (int n = weak.FirstNode; n < weak.FirstNode + weak.NodeCount; n++)
                {
                    TreeNode node = model.Nodes[n];
                    xml.Append($" {node.Left} {node.Right} {node.Feature} ");
                    xml.Append(
                        isLbp ? string.Join(' ', model.Subsets.Slice(n * 8, 8).ToArray()) : Text(node.Threshold)
                    );
                }

                xml.Append("</internalNodes><leafValues>");
                xml.AppendJoin(' ', model.Leaves.Slice(weak.FirstLeaf, weak.NodeCount + 1).ToArray().Select(Text));
                xml.Append("</leafValues></_>\n");
            }

            xml.Append("</weakClassifiers></_>\n");
        }

        xml.Append("</stages>\n<features>\n");
        foreach (HaarFeature feature in model.HaarFeatures)
        {
            xml.Append("<_>").Append(Feature(feature)).Append("</_>\n");
        }

        foreach (LbpFeature feature in model.LbpFeatures)
        {
            xml.Append($"<_><rect>{feature.X} {feature.Y} {feature.BlockWidth} {feature.BlockHeight}</rect></_>\n");
        }

        return xml.Append("</features></cascade>\n</opencv_storage>\n").ToString();
    }

    /// <summary>The format of opencv_haartraining.</summary>
    public static string Old(CascadeModel model)
    {
        var xml = new StringBuilder(
            "<?xml version=\"1.0\"?>\n<opencv_storage>\n<old type_id=\"opencv-haar-classifier\">\n"
        );
        xml.Append($"<size>{model.WindowSize.Width} {model.WindowSize.Height}</size>\n<stages>\n");
        for (int s = 0; s < model.Stages.Length; s++)
        {
            Stage stage = model.Stages[s];
            xml.Append("<_><trees>\n");
            foreach (WeakClassifier weak in model.WeakClassifiers.Slice(stage.FirstClassifier, stage.ClassifierCount))
            {
                xml.Append("<_>");
                for (int n = weak.FirstNode; n < weak.FirstNode + weak.NodeCount; n++)
                {
                    TreeNode node = model.Nodes[n];
                    xml.Append(
                        $"<_><feature>{Feature(model.HaarFeatures[node.Feature])}</feature><threshold>"
                            + $"{Text(node.Threshold)}</threshold>"
                    );
                    xml.Append(Child(model, weak, "left", node.Left))
                        .Append(Child(model, weak, "right", node.Right))
                        .Append("</_>");
                }

                xml.Append("</_>\n");
            }

            xml.Append(
                $"</trees><stage_threshold>{Text(stage.Threshold)}</stage_threshold><parent>{s - 1}</parent><next>-1</"
                    + $"next></_>\n"
            );
        }

        return xml.Append("</stages></old>\n</opencv_storage>\n").ToString();
    }

    public static CascadeModel Load(string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        return CascadeModel.Load(stream, "test.xml");
    }

    private static string Child(CascadeModel model, WeakClassifier weak, string side, int child) =>
        child > 0
            ? $"<{side}_node>{child}</{side}_node>"
            : $"<{side}_val>{Text(model.Leaves[weak.FirstLeaf - child])}</{side}_val>";

    private static string Feature(HaarFeature feature)
    {
        string third = feature.Third == default ? "" : $"<_>{Rectangle(feature.Third)}</_>";
        return $"<rects><_>{Rectangle(feature.First)}</_><_>{Rectangle(feature.Second)}</_>{third}</rects><tilted>"
            + $"{(feature.IsTilted ? 1 : 0)}</tilted>";
    }

    private static string Rectangle(WeightedRectangle r) => $"{r.X} {r.Y} {r.Width} {r.Height} {Text(r.Weight)}";

    private static string Text(float value) => ((double)value).ToString("R", CultureInfo.InvariantCulture);
}
