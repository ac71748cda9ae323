using Spotter.Vision.Cascades;

namespace Spotter.Workshop.Explaining;

/// <summary>
/// The kinds of features, by the names of the literature (Viola &amp; Jones 2001, Lienhart &amp; Maydt 2002).
/// </summary>
internal static class FeatureNames
{
    public static string NameOf(CascadeModel model, int feature) =>
        model.FeatureType == CascadeFeatureType.Lbp ? "local binary pattern" : NameOf(model.HaarFeatures[feature]);

    public static string NameOf(in HaarFeature feature)
    {
        string name = BareName(feature);
        return feature.IsTilted ? $"tilted {name}" : name;
    }

    private static string BareName(in HaarFeature feature)
    {
        WeightedRectangle whole = feature.First;
        WeightedRectangle part = feature.Second;
        if (feature.Third.Weight != 0)
        {
            return "diagonal";
        }

        bool isFullHeight = part.Height == whole.Height;
        bool isFullWidth = part.Width == whole.Width;
        if (isFullHeight == isFullWidth)
        {
            return isFullWidth ? "two areas" : "centre";
        }

        double share = isFullHeight ? (double)part.Width / whole.Width : (double)part.Height / whole.Height;
        string direction =
            feature.IsTilted ? ""
            : isFullHeight ? "upright "
            : "lying ";
        bool beginsWithWhole = part.X == whole.X && part.Y == whole.Y;
        bool endsWithWhole = isFullHeight
            ? part.X + part.Width == whole.X + whole.Width
            : part.Y + part.Height == whole.Y + whole.Height;
        return beginsWithWhole || (endsWithWhole && !feature.IsTilted) || IsTiltedEnd(feature, isFullHeight)
                ? $"{direction}edge"
            : share < 0.5 ? $"{direction}line"
            : $"{direction}wide line";
    }

    // The part of a tilted feature lies along the diagonal: it ends with the whole where its far corner does.
    private static bool IsTiltedEnd(in HaarFeature feature, bool alongWidth)
    {
        int offset = feature.Second.Y - feature.First.Y;
        return feature.IsTilted
            && (
                alongWidth
                    ? offset + feature.Second.Width == feature.First.Width
                    : offset + feature.Second.Height == feature.First.Height
            );
    }
}
