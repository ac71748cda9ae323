using System.Numerics;
using Spotter.ModelRecipes.StreetRenders.Cars;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>What a triangle belongs to; what it looks like at a place is decided by <see cref="CarLooks"/>.</summary>
internal enum Surface
{
    Side,
    Strip,
    Underside,
    WheelFace,
    Tread,
    Mirror,
    Pole,
}

/// <param name="World">Where it is, in metres: x right, y ahead, z up from the road.</param>
/// <param name="Local">Where it is on the car: <see cref="CarShape"/>; for wheels the place from the axle's
/// middle.</param>
/// <param name="Normal">In the world, of length 1.</param>
internal readonly record struct Vertex(Vector3 World, Vector3 Local, Vector3 Normal);

/// <summary>Triangles of one thing.</summary>
internal sealed class Mesh(CarLooks? looks)
{
    /// <summary>Null for what is no car.</summary>
    public CarLooks? Looks => looks;

    public float Albedo { get; init; } = 0.3f;

    /// <summary>Where the middle is on the road.</summary>
    public Vector2 Place { get; init; }

    /// <summary>Where the nose points, of length 1.</summary>
    public Vector2 Ahead { get; init; } = Vector2.UnitY;

    public List<(Vertex A, Vertex B, Vertex C, Surface Surface)> Triangles { get; } = [];

    /// <summary>The corners of the triangles, those of several triangles as often.</summary>
    public IEnumerable<Vertex> Vertices =>
        Triangles.SelectMany(static triangle => (Vertex[])[triangle.A, triangle.B, triangle.C]);

    /// <summary>A sheet over a grid of places, with smooth normals that point away from the middle.</summary>
    public void AddGrid(Vector3[,] world, Vector3[,] local, Surface surface, Vector3 middle)
    {
        int rows = world.GetLength(0);
        int columns = world.GetLength(1);
        var normals = new Vector3[rows, columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                Vector3 down = world[Math.Min(r + 1, rows - 1), c] - world[Math.Max(r - 1, 0), c];
                Vector3 across = world[r, Math.Min(c + 1, columns - 1)] - world[r, Math.Max(c - 1, 0)];
                Vector3 normal = Vector3.Cross(across, down);
                normal = Vector3.Dot(normal, world[r, c] - middle) < 0 ? -normal : normal;
                float length = normal.Length();
                normals[r, c] = length > 1e-9f ? normal / length : Vector3.UnitZ;
            }
        }

        Vertex At(int r, int c) => new(world[r, c], local[r, c], normals[r, c]);
        for (int r = 0; r + 1 < rows; r++)
        {
            for (int c = 0; c + 1 < columns; c++)
            {
                Triangles.Add((At(r, c), At(r + 1, c), At(r, c + 1), surface));
                Triangles.Add((At(r + 1, c), At(r + 1, c + 1), At(r, c + 1), surface));
            }
        }
    }
}
