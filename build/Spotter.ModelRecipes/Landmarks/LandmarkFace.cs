using Spotter.Vision;
using Spotter.Vision.Images;

namespace Spotter.ModelRecipes.Landmarks;

/// <summary>A face that YuNet found, with what is around it.</summary>
/// <param name="Crop">The square of <see cref="LandmarkData.Around"/> times the face's longer side.</param>
/// <param name="Points">Eyes, nose and corners of the mouth, in pixels of the crop.</param>
/// <param name="Source">The collection.</param>
internal sealed record LandmarkFace(GrayImage Crop, Point[] Points, string Source)
{
    /// <summary>Between the middles of the eyes and of the mouth, or between the eyes where that is more.</summary>
    public double Span
    {
        get
        {
            double eyes = Points[0].DistanceTo(Points[1]);
            var middle = new Point((Points[0].X + Points[1].X) / 2, (Points[0].Y + Points[1].Y) / 2);
            var mouth = new Point((Points[3].X + Points[4].X) / 2, (Points[3].Y + Points[4].Y) / 2);
            return Math.Max(eyes, middle.DistanceTo(mouth));
        }
    }
}
