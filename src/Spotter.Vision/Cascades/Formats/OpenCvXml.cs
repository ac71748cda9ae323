using Spotter.Networks.Text;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>OpenCV's cascade files: tells the two formats apart and names the place of an error.</summary>
internal static class OpenCvXml
{
    // Ours have ten levels.
    private const int MaxDepth = 32;

    public static CascadeModel Read(Stream stream, string name)
    {
        XmlNode storage = ReadTree(stream, name);
        try
        {
            if (storage.Name != "opencv_storage")
            {
                throw new CascadeFormatException($"the root element must be <opencv_storage>, got <{storage.Name}>");
            }

            XmlNode root =
                storage.Children.Count > 0
                    ? storage.Children[0]
                    : throw new CascadeFormatException("the document is empty");
            CascadeParts parts =
                root.Child("featureType") is not null || root.Child("stageType") is not null
                    ? TrainCascadeFormat.Read(root)
                    : HaarTrainingFormat.Read(root);
            return new CascadeModel(parts.ToData());
        }
        catch (CascadeFormatException e)
        {
            throw new CascadeFormatException($"{name}: not a usable cascade: {OneLine.Of(e.Message)}", e);
        }
    }

    private static XmlNode ReadTree(Stream stream, string name)
    {
        try
        {
            return XmlTree.Read(CascadeText.Read(stream), MaxDepth);
        }
        catch (CascadeFormatException e)
        {
            throw new CascadeFormatException(OneLine.Of($"{name}: {e.Message}"), e.InnerException ?? e);
        }
    }
}
