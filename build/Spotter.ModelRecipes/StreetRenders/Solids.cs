using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>Simple bodies, each of one brightness.</summary>
internal static class Solids
{
    /// <summary>A body of revolution: a post, a ball, a trunk.</summary>
    /// <param name="foot">Where its axis meets the road, in metres.</param>
    /// <param name="albedo">How much light it throws back, 0 to 1; more glows.</param>
    /// <param name="profile">Radius (X) and height above the road (Y) from below to above, in metres.</param>
    public static Mesh Lathe(Vector2 foot, float albedo, params ReadOnlySpan<Vector2> profile)
    {
        const int corners = 8;
        var mesh = new Mesh(null) { Albedo = albedo, Place = foot };
        Vector2[] rings = profile.ToArray();
        Vector3[,] world = Rings(rings.Length, corners, (ring, cos, sin) =>
            new Vector3(foot.X + (rings[ring].X * cos), foot.Y + (rings[ring].X * sin), rings[ring].Y)
        );
        mesh.AddGrid(world, world, Surface.Pole, new Vector3(foot, (profile[0].Y + profile[^1].Y) / 2));
        return mesh;
    }

    /// <summary>
    /// Closed rings of corners, for <see cref="Mesh.AddGrid"/>: the last corner of each is the first again.
    /// </summary>
    /// <param name="count">How many rings.</param>
    /// <param name="corners">How many corners each has.</param>
    /// <param name="place">Where a corner is, from the number of its ring and the cosine and sine of its angle.</param>
    public static Vector3[,] Rings(int count, int corners, Func<int, float, float, Vector3> place)
    {
        var places = new Vector3[count, corners + 1];
        for (int ring = 0; ring < count; ring++)
        {
            for (int i = 0; i <= corners; i++)
            {
                (float sin, float cos) = MathF.SinCos(2 * MathF.PI * i / corners);
                places[ring, i] = place(ring, cos, sin);
            }
        }

        return places;
    }

    /// <summary>An upright flat polygon.</summary>
    /// <param name="middle">Its middle, in metres.</param>
    /// <param name="facing">Where its front looks, on the ground, of length 1.</param>
    /// <param name="albedo">How much light it throws back.</param>
    /// <param name="outline">Its corners about the middle, seen from its front: X to the right, Y up, in metres;
    /// convex.</param>
    public static Mesh Plate(Vector3 middle, Vector2 facing, float albedo, ReadOnlySpan<Vector2> outline)
    {
        var mesh = new Mesh(null)
        {
            Albedo = albedo,
            Place = new Vector2(middle.X, middle.Y),
            Ahead = facing,
        };
        var right = new Vector3(-facing.Y, facing.X, 0);
        var normal = new Vector3(facing, 0);

        // Lit on the side that is seen.
        normal = Vector3.Dot(normal, middle) > 0 ? -normal : normal;
        var corners = new Vertex[outline.Length];
        for (int i = 0; i < corners.Length; i++)
        {
            Vector3 place = middle + (outline[i].X * right) + (outline[i].Y * Vector3.UnitZ);
            corners[i] = new Vertex(place, place, normal);
        }

        for (int i = 2; i < corners.Length; i++)
        {
            mesh.Triangles.Add((corners[0], corners[i - 1], corners[i], Surface.Pole));
        }

        return mesh;
    }

    /// <summary>The four upright sides of a block.</summary>
    /// <param name="bottom">The middle of its underside, in metres.</param>
    /// <param name="facing">Where its front looks, on the ground, of length 1.</param>
    /// <param name="size">Its width, depth and height.</param>
    /// <param name="albedo">How much light it throws back.</param>
    public static IEnumerable<Mesh> Block(Vector3 bottom, Vector2 facing, Vector3 size, float albedo)
    {
        var side = new Vector2(-facing.Y, facing.X);
        Vector3 middle = bottom + new Vector3(0, 0, size.Z / 2);
        for (int turn = 0; turn < 4; turn++)
        {
            Vector2 toward = turn switch
            {
                0 => facing,
                1 => side,
                2 => -facing,
                _ => -side,
            };
            (float reach, float width) = turn % 2 == 0 ? (size.Y / 2, size.X) : (size.X / 2, size.Y);
            yield return Plate(middle + new Vector3(toward * reach, 0), toward, albedo, Rectangle(width, size.Z));
        }
    }

    /// <summary>An outline of equal sides.</summary>
    /// <param name="corners">How many; many make a disc.</param>
    /// <param name="radius">From the middle to a corner.</param>
    /// <param name="turn">The first corner's angle from the right, in radians.</param>
    public static Vector2[] Regular(int corners, float radius, float turn = 0)
    {
        var outline = new Vector2[corners];
        for (int i = 0; i < corners; i++)
        {
            (float sin, float cos) = MathF.SinCos(turn + (2 * MathF.PI * i / corners));
            outline[i] = radius * new Vector2(cos, sin);
        }

        return outline;
    }

    /// <summary>An upright rectangle.</summary>
    public static Vector2[] Rectangle(float width, float height) =>
        [
            new(-width / 2, -height / 2),
            new(width / 2, -height / 2),
            new(width / 2, height / 2),
            new(-width / 2, height / 2),
        ];

    /// <summary>An outline turned about its middle and moved.</summary>
    public static Vector2[] Moved(this Vector2[] outline, float turn, Vector2 by) =>
        [.. outline.Select(corner => Vector2.Transform(corner, Matrix3x2.CreateRotation(turn)) + by)];
}
