using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>
/// A camera in a car that looks ahead: at x = y = 0, some height above the road. What it sees is a part of its picture,
/// for the rest is not needed.
/// </summary>
/// <param name="Height">Metres above the road.</param>
/// <param name="Focal">Pixels of the picture a metre at a distance of a metre.</param>
/// <param name="Left">The part's left edge, in pixels right of the picture's middle.</param>
/// <param name="Top">The part's upper edge, in pixels below the horizon.</param>
internal readonly record struct Camera(float Height, float Focal, float Left, float Top)
{
    /// <summary>Where a point appears in the part, and how far ahead it is.</summary>
    public Vector3 Project(Vector3 world)
    {
        float depth = Math.Max(world.Y, 0.05f);
        return new Vector3((Focal * world.X / depth) - Left, (Focal * (Height - world.Z) / depth) - Top, depth);
    }

    /// <summary>Where things appear in the part: left, top, right, bottom.</summary>
    public Vector4 Extent(IEnumerable<Mesh> meshes)
    {
        var extent = new Vector4(float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        foreach (Vertex vertex in meshes.SelectMany(static mesh => mesh.Vertices))
        {
            Vector3 p = Project(vertex.World);
            extent = new Vector4(
                Math.Min(extent.X, p.X),
                Math.Min(extent.Y, p.Y),
                Math.Max(extent.Z, p.X),
                Math.Max(extent.W, p.Y)
            );
        }

        return extent;
    }

    /// <summary>The direction in which a pixel looks; a metre ahead.</summary>
    public Vector3 Ray(float x, float y) => new((x + Left) / Focal, 1, -(y + Top) / Focal);
}
