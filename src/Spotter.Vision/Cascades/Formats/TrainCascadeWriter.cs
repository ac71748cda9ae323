// The format that opencv_traincascade writes and OpenCV's CascadeClassifier reads (type opencv-cascade-classifier).

using System.Globalization;
using System.Text;
using System.Xml;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>Writes a cascade as OpenCV XML. Numbers are written so that reading gives the same bits.</summary>
internal static class TrainCascadeWriter
{
    // OpenCV's parser takes no byte-order mark.
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    public static void Write(CascadeModel model, Stream target)
    {
        using XmlWriter xml = XmlWriter.Create(target, Settings);
        xml.WriteStartElement("opencv_storage");
        xml.WriteStartElement("cascade");
        xml.WriteAttributeString("type_id", "opencv-cascade-classifier");
        WriteHead(model, xml);
        xml.WriteStartElement("stages");
        foreach (Stage stage in model.Stages)
        {
            WriteStage(model, stage, xml);
        }

        xml.WriteEndElement();
        WriteFeatures(model, xml);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteHead(CascadeModel model, XmlWriter xml)
    {
        bool isLbp = model.FeatureType == CascadeFeatureType.Lbp;
        Leaf(xml, "stageType", "BOOST");
        Leaf(xml, "featureType", isLbp ? "LBP" : "HAAR");
        Leaf(xml, "height", model.WindowSize.Height);
        Leaf(xml, "width", model.WindowSize.Width);
        int mostClassifiers = 0;
        foreach (Stage stage in model.Stages)
        {
            mostClassifiers = Math.Max(mostClassifiers, stage.ClassifierCount);
        }

        xml.WriteStartElement("stageParams");
        Leaf(xml, "boostType", "GAB");
        Leaf(xml, "maxDepth", model.MaxNodesPerTree);
        Leaf(xml, "maxWeakCount", mostClassifiers);
        xml.WriteEndElement();
        xml.WriteStartElement("featureParams");
        Leaf(xml, "maxCatCount", isLbp ? CascadeModel.LbpCategories : 0);
        Leaf(xml, "featSize", 1);
        if (!isLbp)
        {
            Leaf(xml, "mode", model.HasTiltedFeatures ? "ALL" : "BASIC");
        }

        xml.WriteEndElement();
        Leaf(xml, "stageNum", model.Stages.Length);
    }

    private static void WriteStage(CascadeModel model, Stage stage, XmlWriter xml)
    {
        xml.WriteStartElement("_");
        Leaf(xml, "maxWeakCount", stage.ClassifierCount);
        Leaf(xml, "stageThreshold", Text(stage.Threshold));
        xml.WriteStartElement("weakClassifiers");
        foreach (WeakClassifier weak in model.WeakClassifiers.Slice(stage.FirstClassifier, stage.ClassifierCount))
        {
            xml.WriteStartElement("_");
            Leaf(xml, "internalNodes", string.Join(' ', NodeWords(model, weak)));
            Leaf(
                xml,
                "leafValues",
                string.Join(' ', model.Leaves.Slice(weak.FirstLeaf, weak.NodeCount + 1).ToArray().Select(Text))
            );
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static List<string> NodeWords(CascadeModel model, WeakClassifier weak)
    {
        var words = new List<string>();
        for (int i = weak.FirstNode; i < weak.FirstNode + weak.NodeCount; i++)
        {
            TreeNode node = model.Nodes[i];
            words.AddRange([Text(node.Left), Text(node.Right), Text(node.Feature)]);
            if (model.FeatureType == CascadeFeatureType.Haar)
            {
                words.Add(Text(node.Threshold));
                continue;
            }

            foreach (int word in model.Subsets.Slice(i * CascadeModel.SubsetWords, CascadeModel.SubsetWords))
            {
                words.Add(Text(word));
            }
        }

        return words;
    }

    private static void WriteFeatures(CascadeModel model, XmlWriter xml)
    {
        xml.WriteStartElement("features");
        foreach (HaarFeature feature in model.HaarFeatures)
        {
            xml.WriteStartElement("_");
            xml.WriteStartElement("rects");
            WriteRectangle(xml, feature.First);
            WriteRectangle(xml, feature.Second);
            if (feature.Third.Weight != 0)
            {
                WriteRectangle(xml, feature.Third);
            }

            xml.WriteEndElement();
            Leaf(xml, "tilted", feature.IsTilted ? 1 : 0);
            xml.WriteEndElement();
        }

        foreach (LbpFeature f in model.LbpFeatures)
        {
            xml.WriteStartElement("_");
            Leaf(
                xml,
                "rect",
                string.Create(CultureInfo.InvariantCulture, $"{f.X} {f.Y} {f.BlockWidth} {f.BlockHeight}")
            );
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteRectangle(XmlWriter xml, WeightedRectangle r) =>
        Leaf(
            xml,
            "_",
            string.Create(CultureInfo.InvariantCulture, $"{r.X} {r.Y} {r.Width} {r.Height} {Text(r.Weight)}")
        );

    // OpenCV's reader takes a word without a point for an integer, so a whole number keeps its point: "-1.".
    private static string Text(float value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + "." : text;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static void Leaf(XmlWriter xml, string name, string text) => xml.WriteElementString(name, text);

    private static void Leaf(XmlWriter xml, string name, int value) => Leaf(xml, name, Text(value));
}
