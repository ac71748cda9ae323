using static Spotter.Vision.Cascades.Formats.XmlFields;

namespace Spotter.Vision.Cascades.Formats;

/// <summary>A Haar feature, which both XML formats write alike.</summary>
internal static class HaarFeatureXml
{
    private const int MaxRectangles = 3;

    public static HaarFeature Read(XmlNode feature)
    {
        XmlNode sequence = Child(feature, "rects");
        WeightedRectangle[] rectangles = [.. Items(sequence).Select(ReadRectangle)];
        if (rectangles.Length is < 2 or > MaxRectangles)
        {
            throw Error(sequence, $"a Haar feature has 2 or {MaxRectangles} rectangles, got {rectangles.Length}");
        }

        bool isTilted = feature.Child("tilted") is { } tilted && Int(tilted) != 0;

        // A third rectangle without weight is none, wherever it may lie.
        WeightedRectangle third =
            rectangles.Length == MaxRectangles && rectangles[2].Weight != 0 ? rectangles[2] : default;
        return new HaarFeature(rectangles[0], rectangles[1], third, isTilted);
    }

    private static WeightedRectangle ReadRectangle(XmlNode element)
    {
        string[] words = Words(element, 5);
        return new WeightedRectangle(
            ParseInt(element, words[0]),
            ParseInt(element, words[1]),
            ParseInt(element, words[2]),
            ParseInt(element, words[3]),
            ParseFloat(element, words[4])
        );
    }
}
