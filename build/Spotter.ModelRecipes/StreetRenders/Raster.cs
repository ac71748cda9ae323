using System.Numerics;

namespace Spotter.ModelRecipes.StreetRenders;

/// <summary>What is nearest at each pixel: a depth buffer of triangles, which are shaded afterwards.</summary>
internal sealed class Raster(int width, int height, Camera camera)
{
    private readonly float[] _depth = new float[width * height];
    private readonly Hit[] _hits = new Hit[width * height];

    public int Width => width;

    public int Height => height;

    public Camera Camera => camera;

    public ref readonly Hit At(int x, int y) => ref _hits[(y * width) + x];

    /// <summary>How much of some things is not hidden by others, 0 to 1.</summary>
    public float VisibleShare(IReadOnlyCollection<Mesh> meshes)
    {
        var alone = new Raster(width, height, camera);
        alone.Draw(meshes);
        return (float)Count(meshes) / Math.Max(alone.Count(meshes), 1);
    }

    public void Draw(IEnumerable<Mesh> meshes)
    {
        foreach (Mesh mesh in meshes)
        {
            Draw(mesh);
        }
    }

    public void Draw(Mesh mesh)
    {
        foreach ((Vertex a, Vertex b, Vertex c, Surface surface) in mesh.Triangles)
        {
            if (a.World.Y > 0.1f && b.World.Y > 0.1f && c.World.Y > 0.1f)
            {
                Draw(mesh, a, b, c, surface);
            }
        }
    }

    private int Count(IReadOnlyCollection<Mesh> meshes) =>
        _hits.Count(hit => hit.Mesh is { } seen && meshes.Contains(seen));

    private void Draw(Mesh mesh, in Vertex a, in Vertex b, in Vertex c, Surface surface)
    {
        Vector3 p = camera.Project(a.World);
        Vector3 q = camera.Project(b.World);
        Vector3 r = camera.Project(c.World);
        float area = ((q.X - p.X) * (r.Y - p.Y)) - ((q.Y - p.Y) * (r.X - p.X));
        if (Math.Abs(area) < 1e-9f)
        {
            return;
        }

        int left = (int)Math.Clamp(MathF.Ceiling(Math.Min(p.X, Math.Min(q.X, r.X)) - 0.5f), 0, width);
        int right = (int)Math.Clamp(MathF.Floor(Math.Max(p.X, Math.Max(q.X, r.X)) - 0.5f), -1, width - 1);
        int top = (int)Math.Clamp(MathF.Ceiling(Math.Min(p.Y, Math.Min(q.Y, r.Y)) - 0.5f), 0, height);
        int bottom = (int)Math.Clamp(MathF.Floor(Math.Max(p.Y, Math.Max(q.Y, r.Y)) - 0.5f), -1, height - 1);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                (float u, float v) = (x + 0.5f, y + 0.5f);
                float wb = (((u - p.X) * (r.Y - p.Y)) - ((v - p.Y) * (r.X - p.X))) / area;
                float wc = (((q.X - p.X) * (v - p.Y)) - ((q.Y - p.Y) * (u - p.X))) / area;
                float wa = 1 - wb - wc;
                if (wa < 0 || wb < 0 || wc < 0)
                {
                    continue;
                }

                // Depths are even in 1 / depth across the picture.
                (wa, wb, wc) = (wa / p.Z, wb / q.Z, wc / r.Z);
                float near = wa + wb + wc;
                ref float known = ref _depth[(y * width) + x];
                if (near <= known)
                {
                    continue;
                }

                Vector3 local = ((wa * a.Local) + (wb * b.Local) + (wc * c.Local)) / near;
                if (mesh.Looks is { } looks && looks.IsOpen(surface, local))
                {
                    continue;
                }

                known = near;
                _hits[(y * width) + x] = new Hit(
                    mesh,
                    surface,
                    local,
                    Vector3.Normalize((wa * a.Normal) + (wb * b.Normal) + (wc * c.Normal)),
                    1 / near
                );
            }
        }
    }
}

/// <param name="Mesh">Null where nothing is.</param>
internal readonly record struct Hit(Mesh? Mesh, Surface Surface, Vector3 Local, Vector3 Normal, float Depth);
