using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>What something upright is to the sun: it shades the road.</summary>
/// <param name="Foot">Where it stands, in metres.</param>
/// <param name="Radius">How thick it is.</param>
/// <param name="Height">How high.</param>
internal readonly record struct Pillar(Vector2 Foot, float Radius, float Height)
{
    // Metres above the road in which its thickness is measured.
    private const float Ankles = 0.5f;

    /// <summary>As thick as things are at the road, as high as they are.</summary>
    public static Pillar Of(Vector2 foot, IReadOnlyList<Mesh> meshes)
    {
        Vector3[] places =
        [
            .. meshes.SelectMany(static mesh => mesh.Triangles).Select(static triangle => triangle.A.World),
        ];
        float radius = places
            .Where(static place => place.Z < Ankles)
            .Select(place => Vector2.Distance(new Vector2(place.X, place.Y), foot))
            .DefaultIfEmpty(0)
            .Average();
        return new Pillar(foot, radius, places.Max(static place => place.Z));
    }

    /// <summary>How much of the sky a place on the road sees beside it, 0 to 1.</summary>
    public float Open(Vector2 place)
    {
        float near = Math.Max(0, Vector2.Distance(place, Foot) - Radius);
        return 1 - (0.6f * MathF.Exp(-near * near / 0.05f));
    }

    /// <summary>Whether its shadow falls on a place on the road.</summary>
    /// <param name="place">In metres.</param>
    /// <param name="slope">How far a ray to the sun goes along the road for a metre up.</param>
    public bool Shades(Vector2 place, Vector2 slope)
    {
        float height = Math.Clamp(Vector2.Dot(Foot - place, slope) / Math.Max(slope.LengthSquared(), 1e-6f), 0, Height);
        return Vector2.Distance(place + (slope * height), Foot) < Radius;
    }
}
